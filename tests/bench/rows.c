#include "rows.h"

#include <stdio.h>
#include <stdlib.h>

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof(array)[0]))

static const char *const areas[] = {"parser", "lexer", "runtime", "loader", "cli", "docs", "build", "io"};
static const char *const directories[] = {"src", "lib", "tools", "compiler", "runtime", "tests", "driver", "support"};
static const char *const parts[] = {"parser", "lexer",  "types",   "memory", "format",  "reader", "writer", "index",
                                    "cache",  "option", "message", "layout", "pattern", "source", "target", "module"};
static const char *const words[] = {"handle", "empty", "input",  "check",  "bounds", "of",     "the",   "list",
                                    "before", "merge", "report", "errors", "in",     "nested", "block", "reuse",
                                    "buffer", "when",  "name",   "is",     "too",    "long",   "split", "this",
                                    "into",   "parts", "avoid",  "copy",   "for",    "large",  "files", "again"};

/* splitmix64 as its author gives it in words: a counter, mixed. */
static uint64_t mix(uint64_t state)
{
    state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9u;
    state = (state ^ (state >> 27)) * 0x94d049bb133111ebu;
    return state ^ (state >> 31);
}

typedef struct dice_state {
    uint64_t state;
} dice_state;

static uint32_t roll(dice_state *dice, uint32_t sides)
{
    dice->state += 0x9e3779b97f4a7c15u;
    return (uint32_t)(((mix(dice->state) >> 32) * sides) >> 32);
}

static const char *roll_word(dice_state *dice, const char *const *list, uint32_t count)
{
    return list[roll(dice, count)];
}

static sdn_str print_number(char *text, size_t size, uint32_t number)
{
    sdn_str str = {text, (size_t)snprintf(text, size, "%u", (unsigned)number)};
    return str;
}

/* Half of them snake case; the others as people write, a few with a comma or quotes. */
static sdn_str make_description(dice_state *dice, char *text, size_t size)
{
    bool bare = roll(dice, 100) < 52;
    uint32_t odd = bare ? 99 : roll(dice, 100);
    size_t len = 0;
    uint32_t count = 5 + roll(dice, 9);
    for (uint32_t i = 0; i < count; i++) {
        const char *between = i == 0 ? "" : bare ? "_" : i == 2 && odd < 8 ? ", " : " ";
        const char *form = i == 1 && odd >= 8 && odd < 12 ? "%s\"%s\"" : "%s%s";
        len += (size_t)snprintf(text + len, size - len, form, between, roll_word(dice, words, COUNT(words)));
    }
    sdn_str str = {text, len};
    return str;
}

static sdn_str make_file(dice_state *dice, char *text, size_t size)
{
    const char *top = roll_word(dice, directories, COUNT(directories));
    const char *middle = roll_word(dice, parts, COUNT(parts));
    const char *first = roll_word(dice, parts, COUNT(parts));
    const char *second = roll_word(dice, parts, COUNT(parts));
    sdn_str str = {text, (size_t)snprintf(text, size, "%s/%s/%s_%s.c", top, middle, first, second)};
    return str;
}

static sdn_str_list make_blocked(dice_state *dice, uint32_t number, row_text *text)
{
    uint32_t kind = roll(dice, 100);
    sdn_str_list list = {text->blocked, kind < 2 ? 2 : kind < 6 ? 1 : 0};
    for (size_t i = 0; i < list.count; i++)
        text->blocked[i] = print_number(text->blocked_ids[i], sizeof text->blocked_ids[i], 1 + roll(dice, number));
    if (list.count == 0)
        list.items = NULL;
    return list;
}

static todo_status make_status(dice_state *dice)
{
    uint32_t kind = roll(dice, 100);
    return kind < 60   ? TODO_STATUS_OPEN
           : kind < 72 ? TODO_STATUS_BLOCKED
           : kind < 80 ? TODO_STATUS_STALE
                       : TODO_STATUS_DONE;
}

void row_make(uint32_t number, row_text *text, todo *row)
{
    dice_state dice = {mix(number)};
    todo_init(row);
    row->id = print_number(text->id, sizeof text->id, number);
    row->keyword = roll(&dice, 4) == 0 ? SDN_STR("FIXME") : SDN_STR("TODO");
    row->area = sdn_str_from(roll_word(&dice, areas, COUNT(areas)));
    row->priority = (todo_priority)roll(&dice, TODO_PRIORITY_OTHER_);
    row->description = make_description(&dice, text->description, sizeof text->description);
    row->file = make_file(&dice, text->file, sizeof text->file);
    row->line = 1 + roll(&dice, 3000);
    row->has_issue = roll(&dice, 5) == 0;
    if (row->has_issue) {
        row->issue.len = (size_t)snprintf(text->issue, sizeof text->issue, "GH-%u", (unsigned)roll(&dice, 5000));
        row->issue.ptr = text->issue;
    }
    row->blocked = make_blocked(&dice, number, text);
    row->status = make_status(&dice);
    row->valid = roll(&dice, 10) != 0;
}

uint32_t row_pick(uint64_t seed, uint32_t count)
{
    dice_state dice = {mix(seed ^ 0x5eed)};
    return 1 + roll(&dice, count);
}

row_change change_of(uint64_t seed, uint32_t count)
{
    row_change change;
    print_number(change.id, sizeof change.id, row_pick(seed, count));
    change.line = 4000 + (uint32_t)(seed % 5000);
    return change;
}

/* ---- rows together ---- */

static void *or_end(void *memory)
{
    if (memory == NULL) {
        fputs("bench: memory ran out\n", stderr);
        exit(1);
    }
    return memory;
}

void rows_make(row_table *rows, uint32_t count)
{
    rows->items = or_end(malloc(count * sizeof *rows->items));
    rows->count = rows->capacity = count;
    for (uint32_t i = 0; i < count; i++) {
        row_text text;
        todo row;
        row_make(i + 1, &text, &row);
        if (todo_copy(&rows->items[i], &row, &rows->text) != 0)
            or_end(NULL);
    }
}

todo *rows_add(row_table *rows)
{
    if (rows->count == rows->capacity) {
        rows->capacity = rows->capacity == 0 ? 1024 : rows->capacity * 2;
        rows->items = or_end(realloc(rows->items, rows->capacity * sizeof *rows->items));
    }
    todo *row = &rows->items[rows->count++];
    todo_init(row);
    return row;
}

sdn_str rows_text(row_table *rows, const char *bytes, size_t len)
{
    sdn_str copy = sdn_arena_copy(&rows->text, bytes, len);
    or_end((void *)(uintptr_t)copy.ptr);
    return copy;
}

void rows_release(row_table *rows)
{
    free(rows->items);
    sdn_arena_release(&rows->text);
}

/* ---- lists and words of other formats ---- */

size_t blocked_join(sdn_str_list ids, char *joined)
{
    size_t len = 0;
    for (size_t i = 0; i < ids.count; i++) {
        if (i > 0)
            joined[len++] = ',';
        memcpy(joined + len, ids.items[i].ptr, ids.items[i].len);
        len += ids.items[i].len;
    }
    joined[len] = '\0';
    return len;
}

sdn_str_list blocked_split(row_table *rows, sdn_str joined)
{
    sdn_str_list list = {NULL, 0};
    if (joined.len == 0)
        return list;
    sdn_str *items = or_end(sdn_arena_alloc(&rows->text, (joined.len / 2 + 1) * sizeof *items));
    const char *end = joined.ptr + joined.len;
    for (const char *at = joined.ptr; at <= end;) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma != NULL ? comma : end;
        items[list.count].ptr = at;
        items[list.count++].len = (size_t)(stop - at);
        at = stop + 1;
    }
    list.items = items;
    return list;
}

todo_priority priority_of(sdn_str word)
{
    todo_priority priority = TODO_PRIORITY_OTHER_;
    todo_priority_from_name(word, &priority);
    return priority;
}

todo_status status_of(sdn_str word)
{
    todo_status status = TODO_STATUS_OTHER_;
    todo_status_from_name(word, &status);
    return status;
}
