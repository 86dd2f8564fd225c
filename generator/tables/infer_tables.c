/*
 * Each table is opened with a type made for it, in which all columns are text, and its records are given to the profile as
 * rows. An empty cell is nothing, since a file has one form for both.
 */
#include "tables/infer_tables.h"

#include <sdn/store.h>

#include "base/error.h"
#include "data/table_plan.h"
#include "record/record.h"
#include "store/file.h"
#include "store/file_bytes.h"

/* The cells of a record, which are all text. */
static void fill_row(const sdn_record_type *type, const void *record, input_field *fields)
{
    for (uint32_t i = 0; i < type->field_count; i++) {
        const sdn_str *text = (const void *)((const char *)record + type->fields[i].offset);
        fields[i] = (input_field){type->fields[i].column, {.kind = INPUT_TEXT, .text = *text}};
    }
}

/* Gives all records of a store to a profile. 0, or -1 when memory ran out. */
static int profile_store(input_profile *profile, const sdn_record_type *type, sdn_store *store)
{
    const void *record;
    sdn_cursor walk = sdn_store_in_file_order(store);
    input_field *fields = sdn_arena_alloc(&profile->arena, type->field_count * sizeof *fields);
    int result = fields != NULL ? 0 : -1;
    for (uint32_t i = 0; i < type->field_count && result == 0; i++)
        result = input_profile_name(profile, type->fields[i].column);
    while (result == 0 && (record = sdn_cursor_next(&walk)) != NULL) {
        fill_row(type, record, fields);
        input_row row = {fields, type->field_count, 0};
        result = input_profile_row(profile, &row);
    }
    return result == 0 ? input_names_assign(&profile->names) : -1;
}

static sdn_code require_all_rows(const infer_request *request, const sdn_record_type *type, sdn_store *store,
                                 sdn_error *err)
{
    const sdn_problem *problems;
    if (sdn_store_problems(store, &problems) == 0)
        return SDN_OK;
    return sdn__fail_at(err, SDN_E_INVALID, request->input, problems[0].line, problems[0].column,
                        "table '%s' has rows that cannot be read: %s", type->table.ptr, problems[0].message);
}

static sdn_code infer_store(infer_request request, const sdn_record_type *type, sdn_store *store, sdn_buffer *out,
                            sdn_error *err)
{
    input_profile profile;
    sdn_code code = require_all_rows(&request, type, store, err);
    if (code != SDN_OK)
        return code;
    input_profile_init(&profile, false);
    request.profile = &profile;
    request.table = type->table;
    if (profile_store(&profile, type, store) != 0)
        code = sdn__fail_memory(err);
    if (code == SDN_OK && out->len > 0)
        sdn__buffer_add(out, "\n", 1);
    if (code == SDN_OK)
        code = infer_schema(&request, out, err);
    input_profile_release(&profile);
    return code;
}

/* Types in which all columns are text, one for each table. */
static sdn_code text_types(const sdn_file *file, sdn_arena *arena, table_plan *plan, const sdn_record_type ***types,
                           sdn_error *err)
{
    const sdn_document *document = &file->image->document;
    table_sources sources = {.versions = &document, .version_count = 1};
    sdn_code code = table_plan_make(&sources, plan, arena, err);
    if (code != SDN_OK)
        return code;
    for (size_t i = 0; i < plan->count; i++)
        plan->requests[i].without_key = true; /* rows of equal keys count too */
    *types = sdn_arena_alloc(arena, (plan->count + 1) * sizeof **types);
    bool is_made = *types != NULL && dynamic_types_make(plan->requests, plan->count, arena, *types) == 0;
    return is_made ? SDN_OK : sdn__fail_memory(err);
}

static sdn_code infer_file(const infer_request *request, sdn_file *file, sdn_arena *arena, sdn_buffer *out,
                           sdn_error *err)
{
    table_plan plan;
    const sdn_record_type **types;
    size_t found = 0;
    sdn_code code = text_types(file, arena, &plan, &types, err);
    for (size_t i = 0; code == SDN_OK && i < plan.count; i++) {
        if (request->table.len > 0 && !sdn_str_equal(request->table, types[i]->table))
            continue;
        sdn_store *store = sdn_file_store(file, types[i], err);
        code = store != NULL ? infer_store(*request, types[i], store, out, err) : err->code;
        found++;
    }
    if (code == SDN_OK && found == 0)
        code = sdn__fail(err, SDN_E_NOT_FOUND, request->input, "there is no such table");
    return code;
}

sdn_code infer_tables(infer_request request, sdn_str bytes, sdn_buffer *out, sdn_error *err)
{
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_error unused;
    sdn_error *filled = err != NULL ? err : &unused;
    sdn_file *file = sdn__file_from_bytes(request.input, bytes, NULL, filled);
    sdn_code code = file != NULL ? infer_file(&request, file, &arena, out, filled) : filled->code;
    sdn_file_close(file);
    sdn_arena_release(&arena);
    return code;
}
