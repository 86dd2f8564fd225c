#include "formats/table_format.h"
#include "record/record.h"
#include "record/value.h"
#include "versions/diff_print.h"

typedef struct json_diff {
    const diff_table *table;
    table_writer *values;
    sdn_buffer *out;
    const char *comma; /* before the next member */
} json_diff;

static void put_name(json_diff *j, const char *name)
{
    add_text(j->out, j->comma);
    add_json_string(j->out, sdn_str_from(name));
    add_text(j->out, ":");
    j->comma = ",";
}

static void put_field_member(json_diff *j, uint32_t field, const void *record)
{
    put_name(j, j->table->type->fields[field].name);
    add_json_value(j->values, field, record);
}

static void put_key_members(json_diff *j, const void *record)
{
    const sdn_index_type *key = &j->table->type->key;
    for (uint32_t i = 0; i < key->field_count; i++)
        put_field_member(j, key->fields[i], record);
}

/* All fields that are not absent, the key among them. */
static void put_record(json_diff *j, const void *record)
{
    for (uint32_t i = 0; i < j->table->type->field_count; i++)
        if (sdn__field_present(&j->table->type->fields[i], record))
            put_field_member(j, i, record);
}

static void put_deleted(json_diff *j, const void *record)
{
    if (j->table->type->key.field_count > 0)
        put_key_members(j, record);
    else
        put_record(j, record);
    put_name(j, "$delete");
    add_text(j->out, "true");
}

static void put_object(json_diff *j, const record_change *change)
{
    j->comma = "";
    add_text(j->out, "{");
    if (j->table->named) {
        put_name(j, "$table");
        add_json_string(j->out, j->table->type->table);
    }
    if (change->kind == RECORD_DELETED) {
        put_deleted(j, change->before);
    } else if (change->kind == RECORD_ADDED) {
        put_record(j, change->after);
    } else {
        put_key_members(j, change->after);
        for (size_t i = 0; i < change->field_count; i++)
            put_field_member(j, change->fields[i], change->after);
    }
    add_text(j->out, "}\n");
}

/* The positions of all fields. */
static uint32_t *all_fields(const sdn_record_type *type, sdn_arena *arena)
{
    uint32_t *fields = sdn_arena_alloc(arena, type->field_count * sizeof *fields + 1);
    for (uint32_t i = 0; fields != NULL && i < type->field_count; i++)
        fields[i] = i;
    return fields;
}

bool diff_print_json(const diff_table *table, command_report *report)
{
    sdn_arena arena = SDN_ARENA_INIT;
    table_layout layout = {.type = table->type, .field_count = table->type->field_count};
    layout.fields = all_fields(table->type, &arena);
    json_diff j = {.table = table, .out = &report->out};
    j.values = layout.fields != NULL ? table_writer_begin(table_format_find("jsonl"), &layout, &report->out) : NULL;
    bool fine = j.values != NULL;
    if (!fine)
        report->out.out_of_memory = true;
    for (size_t i = 0; i < table->diff->count && fine; i++) {
        put_object(&j, &table->diff->changes[i]);
        fine = report_flush_if_large(report);
    }
    if (j.values != NULL)
        table_writer_release(j.values);
    sdn_arena_release(&arena);
    return fine;
}
