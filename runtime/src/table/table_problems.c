/*
 * The problems of a table: what is wrong with its rows and its header, and where.
 *
 * Finding the line number of a position means counting line feeds from the last position asked for. So while a table is
 * read a problem has only its offset in the file. When all rows are there, problems are sorted by offset, and their
 * lines are found in a single pass over the file. This must happen before a record is handed out: then NULs replace
 * line ends.
 */
#include "table/table_private.h"

#include "base/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

sdn_code sdn__table_note(sdn_table *table, sdn_subject about, sdn_error *err, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    sdn__show_controls(text, sizeof text);
    sdn_str message = sdn_arena_copy_str(&table->problems.messages, sdn_str_from(text));
    if (message.ptr == NULL || sdn__reserve(&table->problems.items, &table->problems.capacity,
                                            table->problems.count + 1, sizeof *table->problems.items) != 0)
        return sdn__fail_memory(err);
    /* Until loading ends, the columns are offsets in the file. */
    uint32_t offset = (uint32_t)(about.text.ptr - table->document->bytes);
    table->problems.items[table->problems.count++] =
        (sdn_problem){.kind = about.kind,
                      .column = offset,
                      .end_column = offset + sdn__document_width(about.text),
                      .field = about.field != NULL ? about.field->name : NULL,
                      .message = message.ptr};
    return SDN_OK;
}

static int by_offset(const void *a, const void *b)
{
    const sdn_problem *x = a, *y = b;
    return (x->column > y->column) - (x->column < y->column);
}

/* Later messages name the lines of unreadable rows. Without problems there are no such rows. */
static void number_unreadable_rows(sdn_table *table)
{
    if (table->problems.count == 0 && table->document->problem_count == 0)
        return;
    for (size_t slot = 0; slot < table->slots.row_count; slot++)
        if ((table->slots.rows[slot].flags & SDN_ROW_UNREADABLE) != 0)
            table->slots.rows[slot].change =
                sdn__document_line(table->document, table->document->bytes + table->slots.rows[slot].start);
}

static int by_start(const void *a, const void *b)
{
    const sdn_row *const *x = a, *const *y = b;
    return ((*x)->start > (*y)->start) - ((*x)->start < (*y)->start);
}

/* Hidden rows are not in file order, so they are sorted first. */
static sdn_code number_hidden_rows(const sdn_table *table, sdn_error *err)
{
    const sdn_table *hidden = table->lookup.hidden;
    if (hidden == NULL)
        return SDN_OK;
    sdn_row **rows = sdn__resize(NULL, hidden->slots.row_count, sizeof *rows);
    if (rows == NULL)
        return sdn__fail_memory(err);
    for (size_t i = 0; i < hidden->slots.row_count; i++)
        rows[i] = &hidden->slots.rows[i];
    qsort(rows, hidden->slots.row_count, sizeof *rows, by_start);
    for (size_t i = 0; i < hidden->slots.row_count; i++)
        rows[i]->change = sdn__document_line(table->document, table->document->bytes + rows[i]->start);
    sdn__free(rows);
    return SDN_OK;
}

static void number_problems(sdn_table *table)
{
    if (table->problems.count > 0)
        qsort(table->problems.items, table->problems.count, sizeof *table->problems.items, by_offset);
    for (size_t i = 0; i < table->problems.count; i++) {
        sdn_problem *problem = &table->problems.items[i];
        const char *at = table->document->bytes + problem->column;
        uint32_t width = problem->end_column - problem->column;
        problem->line = sdn__document_line(table->document, at);
        problem->column = sdn__document_column(table->document, at);
        problem->end_column = problem->column + width;
    }
}

static int problems_by_line(const void *a, const void *b)
{
    const sdn_problem *x = a, *y = b;
    return (x->line > y->line) - (x->line < y->line);
}

/* Adds the problems of the document: lines outside tables, and git conflicts, are problems of each store of the
 * file. */
static int add_stray_lines(sdn_table *table)
{
    const sdn_document *document = table->document;
    if (document->problem_count == 0)
        return 0;
    size_t count = table->problems.count + document->problem_count;
    if (sdn__reserve(&table->problems.items, &table->problems.capacity, count, sizeof *table->problems.items) != 0)
        return -1;
    memcpy(table->problems.items + table->problems.count, document->problems,
           document->problem_count * sizeof *table->problems.items);
    table->problems.count = count;
    qsort(table->problems.items, count, sizeof *table->problems.items, problems_by_line);
    return 0;
}

sdn_code sdn__table_finish_problems(sdn_table *table, sdn_error *err)
{
    sdn_code code = number_hidden_rows(table, err);
    if (code != SDN_OK)
        return code;
    number_unreadable_rows(table);
    number_problems(table);
    return add_stray_lines(table) == 0 ? SDN_OK : sdn__fail_memory(err);
}

void sdn__table_shift_lines(sdn_table *table, uint32_t lines)
{
    if (table->lookup.hidden != NULL)
        sdn__table_shift_lines(table->lookup.hidden, lines);
    for (size_t i = 0; i < table->problems.count; i++)
        table->problems.items[i].line += lines;
    for (size_t slot = 0; slot < table->slots.row_count; slot++)
        if ((table->slots.rows[slot].flags & SDN_ROW_UNREADABLE) != 0)
            table->slots.rows[slot].change += lines;
}
