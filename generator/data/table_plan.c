/*
 * Each table of each version is listed once, by its name, with the record that describes it and the columns that this
 * record lacks. All versions get the same types, so their records can be compared and merged field by field.
 *
 * No column that the schema knows by a former name (`was`) is listed, and none whose name is nearly that of a missing
 * one: as with a program, that column is to be renamed, and reading the file without it would hide the mistake.
 *
 * A table without schema has its first column as key if that can be one in every version: no cell of it is empty, and no
 * two are equal. Cells are compared as they are written.
 */
#include "data/table_plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/error.h"
#include "data/schema_load.h"
#include "table/table.h"
#include "text/document_reader.h"

/* A plan under construction; its arrays have room for all that may be added. */
typedef struct planner {
    const table_sources *sources;
    table_plan *plan;
    sdn_arena *arena;
    sdn_error *err;
} planner;

/* ---- tables ---- */

static dynamic_request *find_request(const table_plan *plan, sdn_str table)
{
    for (size_t i = 0; i < plan->count; i++)
        if (sdn_str_equal(plan->requests[i].table, table))
            return &plan->requests[i];
    return NULL;
}

static size_t count_tables(const table_sources *sources)
{
    size_t count = 0;
    for (size_t i = 0; i < sources->version_count; i++)
        count += sources->versions[i]->table_count;
    for (size_t i = 0; sources->schemas != NULL && i < sources->schemas->schema_count; i++)
        count += sources->schemas->schemas[i]->record_count;
    return count;
}

static void add_table(planner *p, sdn_str table, const model_record *record, bool absent)
{
    if (find_request(p->plan, table) == NULL)
        p->plan->requests[p->plan->count++] = (dynamic_request){.record = record, .table = table, .absent = absent};
}

static void add_tables_of_versions(planner *p)
{
    const table_sources *sources = p->sources;
    for (size_t i = sources->version_count; i-- > 0;)
        for (size_t k = 0; k < sources->versions[i]->table_count; k++) {
            sdn_str name = sources->versions[i]->tables[k].name;
            add_table(p, name, schema_record_of_table(sources->schemas, name), false);
        }
    p->plan->in_files = p->plan->count;
}

/* The record that is meant describes the table of its name; else the only table that there is. */
static void assign_meant_record(planner *p, const model_record *meant)
{
    dynamic_request *request = find_request(p->plan, meant->table);
    if (request == NULL && p->plan->in_files == 1)
        request = &p->plan->requests[0];
    if (request != NULL)
        request->record = meant;
    else
        add_table(p, meant->table, meant, !p->sources->has_database);
}

static void add_tables_of_schema(planner *p)
{
    const model *schemas = p->sources->schemas;
    if (schemas == NULL)
        return;
    if (p->sources->record.len > 0) {
        assign_meant_record(p, schema_record(schemas, p->sources->record));
        return;
    }
    for (size_t i = 0; i < schemas->schema_count; i++)
        for (size_t k = 0; k < schemas->schemas[i]->record_count && schemas->schemas[i]->requested; k++)
            add_table(p, schemas->schemas[i]->records[k].table, &schemas->schemas[i]->records[k],
                      !p->sources->has_database);
}

/* ---- columns that the schema lacks ---- */

static bool has_name(const sdn_str *names, size_t count, sdn_str name)
{
    for (size_t i = 0; i < count; i++)
        if (sdn_str_equal(names[i], name))
            return true;
    return false;
}

/* Whether a table has the column of a field, or a former one. */
static bool has_column_of(const sdn_table_text *text, const model_field *field)
{
    for (uint32_t i = 0; i < text->column_count; i++)
        if (sdn_str_equal(text->columns[i], field->column) || has_name(field->was, field->was_count, text->columns[i]))
            return true;
    return false;
}

static bool is_known_column(const model_record *record, const sdn_table_text *text, sdn_str column)
{
    for (size_t i = 0; record != NULL && i < record->field_count; i++) {
        const model_field *field = &record->fields[i];
        if (sdn_str_equal(field->column, column) || has_name(field->was, field->was_count, column))
            return true;
        if (sdn__table_names_are_near(field->column, column) && !has_column_of(text, field))
            return true;
    }
    return false;
}

static void add_extra_columns(dynamic_request *request, sdn_str *extra, const sdn_table_text *text)
{
    for (uint32_t i = 0; i < text->column_count; i++)
        if (!has_name(extra, request->extra_count, text->columns[i]) &&
            !is_known_column(request->record, text, text->columns[i]))
            extra[request->extra_count++] = text->columns[i];
}

static size_t count_columns(const table_sources *sources, sdn_str table)
{
    size_t count = 0;
    for (size_t i = 0; i < sources->version_count; i++) {
        const sdn_table_text *text = sdn__document_table(sources->versions[i], table);
        count += text != NULL ? text->column_count : 0;
    }
    return count;
}

static sdn_code list_extra_columns(planner *p, dynamic_request *request)
{
    const table_sources *sources = p->sources;
    sdn_str *extra = sdn_arena_alloc(p->arena, count_columns(sources, request->table) * sizeof *extra + 1);
    if (extra == NULL)
        return sdn__fail_memory(p->err);
    request->extra = extra;
    for (size_t i = sources->version_count; i-- > 0;) {
        bool leave = request->record != NULL && sources->leave_other_columns != NULL && sources->leave_other_columns[i];
        const sdn_table_text *text = sdn__document_table(sources->versions[i], request->table);
        if (text != NULL && !leave)
            add_extra_columns(request, extra, text);
    }
    return SDN_OK;
}

/* ---- keys of tables without schema ---- */

/* The first cells of a table, as they are written. */
typedef struct first_cells {
    sdn_str *items; /* base/alloc memory, kept from table to table */
    size_t count;
    size_t capacity;
    bool ascending; /* each after the one before it, in the order below: so no two are equal */
    bool has_empty;
} first_cells;

/* Shorter ones first: then numbers that count on are ascending. */
static int compare_cells(const void *a, const void *b)
{
    const sdn_str *x = a, *y = b;
    if (x->len != y->len)
        return x->len < y->len ? -1 : 1;
    return x->len > 0 ? memcmp(x->ptr, y->ptr, x->len) : 0;
}

static int add_cell(first_cells *cells, sdn_cell cell)
{
    sdn_str text = {cell.ptr, cell.len};
    if (sdn__reserve(&cells->items, &cells->capacity, cells->count + 1, sizeof *cells->items) != 0)
        return -1;
    if (cells->count > 0 && compare_cells(&cells->items[cells->count - 1], &text) >= 0)
        cells->ascending = false;
    cells->has_empty = cells->has_empty || text.len == 0;
    cells->items[cells->count++] = text;
    return 0;
}

static int read_first_cells(sdn_document_reader *reader, const sdn_document *version, first_cells *cells)
{
    sdn_row_scan row;
    cells->count = 0;
    cells->ascending = true;
    cells->has_empty = false;
    while (sdn__document_next_row(reader, &row)) {
        bool is_record = row.problem == NULL && row.count > 0;
        if (is_record && sdn__document_conflict_at(version, row.line.start) == NULL &&
            add_cell(cells, reader->cells[0]) != 0)
            return -1;
    }
    return 0;
}

/* Whether they can be keys; sorts them if need be. */
static bool are_keys(first_cells *cells)
{
    if (cells->has_empty || cells->ascending)
        return !cells->has_empty;
    qsort(cells->items, cells->count, sizeof *cells->items, compare_cells);
    for (size_t i = 1; i < cells->count; i++)
        if (compare_cells(&cells->items[i - 1], &cells->items[i]) == 0)
            return false;
    return true;
}

static sdn_code check_keys_of(planner *p, const sdn_document *version)
{
    sdn_document document;
    sdn_document_reader reader;
    sdn_arena scratch = SDN_ARENA_INIT;
    const sdn_table_text *table;
    first_cells cells = {.items = NULL};
    bool out_of_memory = false;
    sdn__document_open(&reader, &document, version->path, version->bytes, version->len, &version->limits, &scratch,
                       p->err);
    while (!out_of_memory && (table = sdn__document_next_table(&reader)) != NULL) {
        dynamic_request *request = find_request(p->plan, table->name);
        if (request == NULL || request->record != NULL)
            continue;
        out_of_memory = read_first_cells(&reader, version, &cells) != 0;
        request->without_key = request->without_key || !are_keys(&cells);
    }
    sdn__free(cells.items);
    sdn_code code = sdn__document_close(&reader);
    sdn__document_release(&document);
    sdn_arena_release(&scratch);
    return out_of_memory ? sdn__fail_memory(p->err) : code;
}

/* The first column of the newest version is the key, if all versions have it. */
static bool all_have_first_column(const table_sources *sources, const dynamic_request *request)
{
    for (size_t i = 0; i < sources->version_count && request->extra_count > 0; i++) {
        const sdn_table_text *text = sdn__document_table(sources->versions[i], request->table);
        if (text != NULL && (text->column_count == 0 || !sdn_str_equal(text->columns[0], request->extra[0])))
            return false;
    }
    return request->extra_count > 0;
}

static sdn_code choose_keys(planner *p)
{
    bool needed = false;
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < p->plan->in_files; i++) {
        dynamic_request *request = &p->plan->requests[i];
        request->without_key = request->record == NULL && !all_have_first_column(p->sources, request);
        needed = needed || (request->record == NULL && !request->without_key);
    }
    for (size_t i = 0; i < p->sources->version_count && needed && code == SDN_OK; i++)
        code = check_keys_of(p, p->sources->versions[i]);
    return code;
}

sdn_code table_plan_make(const table_sources *sources, table_plan *plan, sdn_arena *arena, sdn_error *err)
{
    planner p = {.sources = sources, .plan = plan, .arena = arena, .err = err};
    *plan = (table_plan){.requests = sdn__arena_zeroed(arena, count_tables(sources) * sizeof *plan->requests + 1)};
    sdn_code code = plan->requests != NULL ? SDN_OK : sdn__fail_memory(err);
    if (code != SDN_OK)
        return code;
    add_tables_of_versions(&p);
    add_tables_of_schema(&p);
    for (size_t i = 0; i < plan->in_files && code == SDN_OK; i++)
        code = list_extra_columns(&p, &plan->requests[i]);
    return code == SDN_OK ? choose_keys(&p) : code;
}
