#include "operations/operations_private.h"

#include "record/value.h"
#include "store/file.h"
#include "table/rules.h"

/* Where the operation names the field; if it does not, all of it. */
static source_span place_of_field(const operation *o, uint32_t position)
{
    for (size_t i = 0; i < o->field_count; i++)
        if (o->fields[i].field == position)
            return o->fields[i].place;
    return o->place;
}

static void report_violation(edit_session *session, const operation *o, const sdn_violation *violation)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    char shown[SDN_SHOWN_KEY_SIZE];
    const sdn_record_type *type = o->table->type;
    source_span place = place_of_field(o, violation->field);
    sdn__values_of(type, &type->key, o->record, key);
    if (type->key.field_count > 0)
        diag_error(&session->diags, place, "record '%s': %s", sdn__key_show(type, key, shown), violation->text);
    else
        diag_error(&session->diags, place, "%s", violation->text);
}

static void check_record(edit_session *session, const operation *o)
{
    sdn_violation violation;
    sdn_table *table = sdn__store_enter(o->table->store);
    sdn_rules_check check = sdn__rules_of(table, sdn__table_slot_of(table, o->record), o->record);
    while (sdn__rules_next(&check, &violation))
        report_violation(session, o, &violation);
}

/* Whether the record is not what it was; a save does not look at others either. */
static bool is_changed(const operation *o)
{
    const void *loaded = sdn_store_loaded(o->table->store, o->record);
    return loaded == NULL || !sdn_record_equal(o->table->type, loaded, o->record);
}

void operations_check(edit_session *session, operations *list)
{
    for (size_t i = 0; i < list->count && session->diags.errors < ENOUGH_MISTAKES; i++) {
        const operation *o = &list->items[i];
        if (o->deletes || o->record == NULL || !is_changed(o))
            continue;
        list->changed += !o->is_new;
        check_record(session, o);
    }
}
