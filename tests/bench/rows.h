/*
 * The synthetic todo table that every contestant keeps in its own format: row k is the same in each run and
 * on each machine, and can be made alone.
 *
 * A row takes about 139 bytes in an SDN file, and about 5 % of its cells need quotes there: descriptions with
 * blanks, commas or quotes, and lists of two ids.
 */
#ifndef SDNC_BENCH_ROWS_H
#define SDNC_BENCH_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include <sdn/arena.h>

#include "todo.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Memory for the text of one row. */
typedef struct row_text {
    char id[12];
    char description[128];
    char file[64];
    char issue[16];
    char blocked_ids[2][12];
    sdn_str blocked[2];
} row_text;

/* Makes row `number`, 1 to the size of the table; its text is in *text. */
void row_make(uint32_t number, row_text *text, todo *row);

/* Rows that live together. */
typedef struct row_table {
    todo *items;
    size_t count;
    size_t capacity;
    sdn_arena text; /* of rows that do not view a contestant's memory */
} row_table;

#define ROWS_INIT                  \
    {                              \
        NULL, 0, 0, SDN_ARENA_INIT \
    }

/* Rows 1 to `count`. Running out of memory ends the program, here and below. */
void rows_make(row_table *rows, uint32_t count);

/* A further row, with every field at its default; moves the earlier ones now and then. */
todo *rows_add(row_table *rows);

/* Copies text into the memory of the rows. */
sdn_str rows_text(row_table *rows, const char *bytes, size_t len);

void rows_release(row_table *rows);

/* The ids of a list in one text, separated by commas; and back, as views of `joined`. */
size_t blocked_join(sdn_str_list ids, char *joined);
sdn_str_list blocked_split(row_table *rows, sdn_str joined);

/* Enums from the words of a file. */
todo_priority priority_of(sdn_str word);
todo_status status_of(sdn_str word);

/* The change that UPDATE-ONE number `seed` makes to a table of `count` rows: the line of one row. */
typedef struct row_change {
    char id[12];
    uint32_t line;
} row_change;

row_change change_of(uint64_t seed, uint32_t count);

/* The number of a row, the same sequence for every contestant. */
uint32_t row_pick(uint64_t seed, uint32_t count);

/* ---- the checksum: every field counts, each byte of text that a reader must have found: the first, the
 * last, and their distance ---- */

static inline uint64_t text_sum(sdn_str text)
{
    if (text.len == 0)
        return 1;
    uint64_t first = (unsigned char)text.ptr[0];
    uint64_t last = (unsigned char)text.ptr[text.len - 1];
    return text.len + (first << 16) + (last << 24);
}

static inline uint64_t list_sum(sdn_str_list list)
{
    uint64_t sum = list.count;
    for (size_t i = 0; i < list.count; i++)
        sum = sum * 3 + text_sum(list.items[i]);
    return sum;
}

static inline uint64_t row_sum(const todo *row)
{
    uint64_t sum = text_sum(row->id);
    sum = sum * 3 + text_sum(row->keyword);
    sum = sum * 3 + text_sum(row->area);
    sum = sum * 3 + (uint64_t)row->priority;
    sum = sum * 3 + text_sum(row->description);
    sum = sum * 3 + text_sum(row->file);
    sum = sum * 3 + row->line;
    sum = sum * 3 + (row->has_issue ? text_sum(row->issue) : 0);
    sum = sum * 3 + list_sum(row->blocked);
    sum = sum * 3 + (uint64_t)row->status;
    return sum * 3 + (row->valid ? 1 : 0);
}

static inline uint64_t rows_sum(const row_table *rows)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < rows->count; i++)
        sum += row_sum(&rows->items[i]);
    return sum;
}

#ifdef __cplusplus
}
#endif

#endif
