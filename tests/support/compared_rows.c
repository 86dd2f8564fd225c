#include "compared_rows.h"

#include "text/document_reader.h"

#include <string.h>

typedef struct way {
    sdn_document document;
    sdn_document_reader reader;
    sdn_arena arena;
    sdn_error err;
    const sdn_table_text *table; /* until its end was looked for */
    uint32_t columns;            /* of it */
    sdn_row_scan row;
} way;

/* What sdn__wide_scan_init chooses for a processor that finds nothing. */
static void find_no_stops(sdn_wide_scan *wide, const char *start, size_t reach)
{
    (void)reach;
    wide->chunk = start;
    wide->scanned = wide->end;
    wide->stop = wide->stops_end = wide->stops + 1;
    wide->line = wide->lines;
    wide->odd = wide->odd_blocks;
    wide->lines[0] = wide->odd_blocks[0] = UINT32_MAX;
}

static void open_way(way *w, const char *bytes, size_t len, size_t max_cell_bytes)
{
    const sdn_document_limits limits = {.max_cell_bytes = max_cell_bytes, .max_columns = 100, .max_rows = 100};
    memset(&w->arena, 0, sizeof w->arena);
    w->err = (sdn_error){0};
    sdn__document_open(&w->reader, &w->document, "x.sdn", bytes, len, &limits, &w->arena, &w->err);
}

static bool is_same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static const char *row_difference(const way *a, const way *b)
{
    uint32_t stored = a->columns + 1;
    if (a->row.line.start != b->row.line.start || a->row.line.end != b->row.line.end ||
        a->row.line.next != b->row.line.next)
        return "the line of a row";
    if (a->row.count != b->row.count)
        return "the number of cells";
    if (!is_same_text(a->row.problem, b->row.problem) || a->row.fault != b->row.fault)
        return "the problem of a row";
    for (uint32_t i = 0; i < a->row.count && i < stored; i++) {
        sdn_cell x = a->reader.cells[i], y = b->reader.cells[i];
        if (x.ptr != y.ptr || x.len != y.len || x.form != y.form)
            return "a cell";
    }
    return NULL;
}

/* The next row as a loader reads it. */
static bool next_row(way *w, compared_rows *compared)
{
    sdn_line line;
    if (sdn__document_next_smooth_row(&w->reader, &line)) {
        w->row = (sdn_row_scan){.line = line, .count = w->columns};
        compared->smooth_rows++;
    } else if (!sdn__document_next_row(&w->reader, &w->row)) {
        return false;
    }
    compared->rows++;
    return true;
}

static const char *compare_table(way *fused, way *plain, compared_rows *compared)
{
    bool more = true;
    while (more) {
        more = next_row(fused, compared);
        if (more != sdn__document_next_row(&plain->reader, &plain->row))
            return "the number of rows";
        const char *difference = more ? row_difference(fused, plain) : NULL;
        if (difference != NULL)
            return difference;
    }
    if (fused->table->rows_end != plain->table->rows_end)
        return "the end of a table";
    do {
        more = sdn__document_next_detached_row(&fused->reader, &fused->row);
        if (more != sdn__document_next_detached_row(&plain->reader, &plain->row))
            return "the number of detached rows";
        const char *difference = more ? row_difference(fused, plain) : NULL;
        if (difference != NULL)
            return difference;
    } while (more);
    return NULL;
}

static const char *compare_tables(way *fused, way *plain, compared_rows *compared)
{
    for (;;) {
        fused->table = sdn__document_next_table(&fused->reader);
        plain->table = sdn__document_next_table(&plain->reader);
        if (fused->table == NULL || plain->table == NULL)
            return fused->table != NULL || plain->table != NULL ? "the number of tables" : NULL;
        if (fused->table->header.start != plain->table->header.start)
            return "the place of a table";
        fused->columns = plain->columns = fused->table->column_count;
        const char *difference = compare_table(fused, plain, compared);
        if (difference != NULL)
            return difference;
    }
}

static const char *compare_ends(way *fused, way *plain)
{
    const sdn_document *a = &fused->document, *b = &plain->document;
    if (sdn__document_close(&fused->reader) != sdn__document_close(&plain->reader) ||
        strcmp(fused->err.message, plain->err.message) != 0)
        return "the error";
    if (a->problem_count != b->problem_count || a->conflict_count != b->conflict_count)
        return "the number of problems";
    for (size_t i = 0; i < a->problem_count; i++)
        if (a->problems[i].line != b->problems[i].line || !is_same_text(a->problems[i].message, b->problems[i].message))
            return "a problem";
    return NULL;
}

compared_rows compare_rows(const char *bytes, size_t len, size_t max_cell_bytes)
{
    static way fused, plain;
    compared_rows compared = {.difference = NULL};
    open_way(&fused, bytes, len, max_cell_bytes);
    open_way(&plain, bytes, len, max_cell_bytes);
    plain.reader.wide.find_stops = find_no_stops;
    compared.difference = compare_tables(&fused, &plain, &compared);
    const char *at_end = compare_ends(&fused, &plain);
    if (compared.difference == NULL)
        compared.difference = at_end;
    sdn__document_release(&fused.document);
    sdn__document_release(&plain.document);
    sdn_arena_release(&fused.arena);
    sdn_arena_release(&plain.arena);
    return compared;
}
