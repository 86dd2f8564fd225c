#include "store/conflict.h"

#include "base/alloc.h"
#include "base/error.h"
#include "record/record.h"
#include "record/row.h"
#include "record/value.h"
#include "text/utf8.h"

#include <stdio.h>

/* Keys and values in messages are cut to this size. */
enum { SHOWN_SIZE = 160 };

/* ---- copies ---- */

static int copy_record(sdn_conflict_list *list, const sdn_record_type *type, const void *record, const void **copy)
{
    *copy = NULL;
    if (record == NULL)
        return 0;
    void *made = sdn_arena_alloc(&list->arena, type->size);
    if (made == NULL || sdn_record_copy(type, made, record, &list->arena) != 0)
        return -1;
    *copy = made;
    return 0;
}

/* The text of a field; for a record as a whole its row. A value that cannot be written does not hide the conflict. */
static sdn_str side_text(sdn_conflict_list *list, const sdn_record_type *type, uint32_t field, const void *record)
{
    sdn_row_writer writer;
    sdn_str row = {NULL, 0};
    if (field != SDN_NO_FIELD_IN_CONFLICT)
        return sdn_field_text(type, field, record, &list->arena);
    if (sdn_row_writer_init(&writer, type) != SDN_OK)
        return row;
    sdn_row_writer_fill(&writer, record);
    if (!writer.out_of_memory)
        row = sdn__row_join(&writer, &list->arena);
    sdn_row_writer_release(&writer);
    return row;
}

/* The text of one side; empty if it has no record. Returns 0, or -1 when memory ran out. */
static int copy_side(sdn_conflict_list *list, const sdn_record_type *type, uint32_t field, const void *record,
                     const char **copy)
{
    *copy = record != NULL ? side_text(list, type, field, record).ptr : "";
    return *copy != NULL ? 0 : -1;
}

static int copy_texts(sdn_conflict_list *list, const sdn_record_type *type, uint32_t field,
                      const sdn_versions *versions, sdn_conflict *conflict)
{
    bool failed = copy_side(list, type, field, versions->base, &conflict->base) != 0 ||
                  copy_side(list, type, field, versions->theirs, &conflict->theirs) != 0 ||
                  copy_side(list, type, field, versions->ours, &conflict->ours) != 0;
    return failed ? -1 : 0;
}

static int copy_key(sdn_conflict_list *list, const sdn_record_type *type, const sdn_versions *versions,
                    const char **copy)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    char shown[SDN_SHOWN_KEY_SIZE];
    const void *record = versions->ours != NULL ? versions->ours : versions->base;
    sdn__values_of(type, &type->key, record, key);
    sdn__key_show(type, key, shown);
    *copy = sdn_arena_copy_str(&list->arena, sdn_str_from(shown)).ptr;
    return *copy != NULL ? 0 : -1;
}

/* ---- the list ---- */

sdn_code sdn__conflict_list_add(sdn_conflict_list *list, sdn_conflict_kind kind, const sdn_record_type *type,
                                uint32_t field, const sdn_versions *versions, sdn_error *err)
{
    sdn_conflict conflict = {.kind = kind};
    if (field != SDN_NO_FIELD_IN_CONFLICT)
        conflict.field = type->fields[field].name;
    if (sdn__reserve(&list->items, &list->capacity, list->count + 1, sizeof *list->items) != 0 ||
        copy_key(list, type, versions, &conflict.key) != 0 || copy_texts(list, type, field, versions, &conflict) != 0 ||
        copy_record(list, type, versions->base, &conflict.base_record) != 0 ||
        copy_record(list, type, versions->theirs, &conflict.theirs_record) != 0 ||
        copy_record(list, type, versions->ours, &conflict.ours_record) != 0)
        return sdn__fail_memory(err);
    list->items[list->count++] = conflict;
    return SDN_OK;
}

void sdn__conflict_list_release(sdn_conflict_list *list)
{
    sdn__free(list->items);
    sdn_arena_release(&list->arena);
    *list = (sdn_conflict_list){0};
}

/* ---- the message ---- */

/* Texts are between quotes, so that an empty one is seen. */
static const char *shown(const char *text, char to[SHOWN_SIZE])
{
    sdn__utf8_show(to, SHOWN_SIZE, text, sdn_str_from(text).len);
    return to;
}

/* Says what is in conflict, for a message that names the record before. */
static void describe(const sdn_conflict *conflict, char *to, size_t size)
{
    static const char *const whole[] = {
        [SDN_CONFLICT_EDIT_DELETE] = "was edited here and deleted in the file",
        [SDN_CONFLICT_DELETE_EDIT] = "was deleted here and edited in the file",
        [SDN_CONFLICT_INSERT] = "was inserted here and, by another, in the file",
        [SDN_CONFLICT_UNREADABLE] = "was changed here, and its row in the file can no longer be read",
        [SDN_CONFLICT_REPLACED] = "was changed here, and the file has another record under its key",
    };
    static const char renamed[] = "was renamed here, and the file has another record under that key";
    char base[SHOWN_SIZE], theirs[SHOWN_SIZE], ours[SHOWN_SIZE];
    if (conflict->kind == SDN_CONFLICT_INSERT && conflict->base_record != NULL)
        snprintf(to, size, "%s", renamed);
    else if (conflict->kind != SDN_CONFLICT_FIELD)
        snprintf(to, size, "%s", whole[conflict->kind]);
    else
        snprintf(to, size, "field '%s': '%s' became '%s' here and '%s' in the file", conflict->field,
                 shown(conflict->base, base), shown(conflict->ours, ours), shown(conflict->theirs, theirs));
}

sdn_code sdn__conflict_fail(const sdn_record_type *type, const sdn_conflict_list *list, size_t count, const char *path,
                            sdn_error *err)
{
    char what[4 * SHOWN_SIZE], more[64] = "";
    const sdn_conflict *first = &list->items[0];
    describe(first, what, sizeof what);
    if (count > 1)
        snprintf(more, sizeof more, " (and %lu more conflict%s)", (unsigned long)(count - 1), count > 2 ? "s" : "");
    return sdn__fail(
        err, SDN_E_CONFLICT, path,
        "the file changed since it was loaded; table '%s', record '%s' %s%s; nothing was written; roll back "
        "and edit again, or set on_conflict",
        type->table.ptr, first->key, what, more);
}
