/*
 * References to tables of other files. In a program both files may be open, but the library checks references within one
 * file only. Here the target is looked for in the other files that are verified in the same run.
 */
#include "verify/verify_private.h"

#include <stdio.h>
#include <string.h>

#include "record/record.h"
#include "record/scalar.h"
#include "record/value.h"

/* Whether two records, of schemas that were loaded for different files, are the same one. */
static bool is_referred_record(const model_record *a, const model_record *b)
{
    return sdn_str_equal(a->name, b->name) && sdn_str_equal(a->table, b->table) &&
           sdn_str_equal(a->schema->base_name, b->schema->base_name);
}

/* The table of a record in a file; NULL if it is not there. */
static const data_table *table_of_record(const data_file *data, const model_record *record)
{
    for (size_t i = 0; i < data->table_count; i++)
        if (data->tables[i].in_file && data->tables[i].record != NULL &&
            is_referred_record(data->tables[i].record, record))
            return &data->tables[i];
    return NULL;
}

static bool has_key_value(const data_table *target, const sdn_field *field, const void *value)
{
    sdn_value key;
    memcpy(&key, value, sdn__scalar_of(field)->size);
    return sdn__key_map_find(&verify_loaded(target)->lookup.keys, &key) != SDN_NO_SLOT;
}

/* The first element of a reference that is no key of any target; NULL if there is none. */
static const void *first_dangling(const data_table *const *targets, size_t count, const sdn_field *field,
                                  const void *record)
{
    if (!sdn__field_present(field, record))
        return NULL;
    sdn_any_list elements = sdn__elements_of(field, record);
    for (size_t i = 0; i < elements.count; i++) {
        const void *value = sdn__list_item(elements, sdn__scalar_of(field), i);
        bool found = false;
        for (size_t j = 0; j < count && !found; j++)
            found = has_key_value(targets[j], field, value);
        if (!found)
            return value;
    }
    return NULL;
}

/* One field that refers to a table of other files. */
typedef struct outward {
    verify_file *file;
    const data_table *table;
    uint32_t field;
    const model_record *target;
    const data_table **tables; /* of the target, in other files */
    size_t table_count;
} outward;

static sdn_code add_dangling(const outward *o, uint32_t slot, const void *value, sdn_error *err)
{
    const sdn_field *field = &o->table->type->fields[o->field];
    char shown[96];
    sdn__value_print(field, value, shown, sizeof shown);
    source_span span = verify_field_span(o->file, o->table, slot, o->field);
    verify_finding found = {.problem = verify_problem_at(span, SDN_PROBLEM_REFERENCE), .table = o->table};
    found.problem.field = field->name;
    found.problem.rule = "references";
    return verify_add(
        o->file, found, err,
        "field '%s' is '%s', but no file has a record %.*s with that key; correct it, or insert that record",
        field->name, shown, DIAG_STR(o->target->name));
}

static sdn_code add_unchecked(const outward *o, sdn_error *err)
{
    source_span span = verify_column_span(o->file, o->table, o->field);
    verify_finding found = {
        .problem = verify_problem_at(span, SDN_PROBLEM_OTHER), .table = o->table, .is_warning = true};
    return verify_add(o->file, found, err,
                      "references of '%s' are not checked: no file has the table '%.*s'; name that file too",
                      o->table->type->fields[o->field].name, DIAG_STR(o->target->table));
}

/* Whether any record refers to anything by the field. */
static bool has_reference(const outward *o)
{
    const sdn_slots *slots = &verify_loaded(o->table)->slots;
    const sdn_field *field = &o->table->type->fields[o->field];
    for (uint32_t slot = 0; slot < slots->row_count; slot++)
        if (sdn__slots_is_live(slots, slot) && first_dangling(NULL, 0, field, sdn__slots_record(slots, slot)) != NULL)
            return true;
    return false;
}

static sdn_code check_outward(const outward *o, sdn_error *err)
{
    const sdn_slots *slots = &verify_loaded(o->table)->slots;
    sdn_code code = SDN_OK;
    if (o->table_count == 0)
        return has_reference(o) ? add_unchecked(o, err) : SDN_OK;
    for (uint32_t slot = 0; slot < slots->row_count && code == SDN_OK; slot++) {
        if (!sdn__slots_is_live(slots, slot))
            continue;
        const void *value = first_dangling(o->tables, o->table_count, &o->table->type->fields[o->field],
                                           sdn__slots_record(slots, slot));
        if (value != NULL)
            code = add_dangling(o, slot, value, err);
    }
    return code;
}

static void find_targets(outward *o, const verify_file *files, size_t count)
{
    o->table_count = 0;
    for (size_t i = 0; i < count; i++) {
        const data_table *found = table_of_record(files[i].data, o->target);
        if (found != NULL)
            o->tables[o->table_count++] = found;
    }
}

sdn_code verify_find_references(verify_file *files, size_t count, size_t which, sdn_error *err)
{
    const data_file *data = files[which].data;
    sdn_code code = SDN_OK;
    outward o = {.file = &files[which], .tables = sdn_arena_alloc(&files[which].arena, count * sizeof *o.tables)};
    if (o.tables == NULL)
        return sdn__fail_memory(err);
    for (size_t i = 0; i < data->table_count; i++) {
        o.table = &data->tables[i];
        size_t fields = o.table->in_file && o.table->record != NULL ? o.table->record->field_count : 0;
        for (o.field = 0; o.field < fields && code == SDN_OK; o.field++) {
            o.target = o.table->record->fields[o.field].references;
            if (o.target == NULL || table_of_record(data, o.target) != NULL)
                continue;
            find_targets(&o, files, count);
            code = check_outward(&o, err);
        }
    }
    return code;
}

static bool is_in_any(const verify_file *files, size_t count, const model_record *record)
{
    for (size_t i = 0; i < count; i++)
        if (table_of_record(files[i].data, record) != NULL)
            return true;
    return false;
}

static bool table_leads_outside(const verify_file *files, size_t count, const data_table *table)
{
    size_t fields = table->in_file && table->record != NULL ? table->record->field_count : 0;
    for (size_t i = 0; i < fields; i++)
        if (table->record->fields[i].references != NULL &&
            !is_in_any(files, count, table->record->fields[i].references))
            return true;
    return false;
}

bool verify_leads_outside(const verify_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < files[i].data->table_count; k++)
            if (table_leads_outside(files, count, &files[i].data->tables[k]))
                return true;
    return false;
}
