#include "changes/record_key.h"

#include <string.h>

#include "changes/field_word.h"
#include "record/value.h"
#include "text/scan.h"

/* The part of a key of several fields that starts at `at`: up to the next comma, or the end if it is the last. */
static sdn_str next_part(const char *at, const char *end, bool is_last)
{
    const char *comma = is_last || at == end ? NULL : memchr(at, ',', (size_t)(end - at));
    return (sdn_str){at, (size_t)((comma != NULL ? comma : end) - at)};
}

static int wrong_count(const sdn_record_type *type, source_span place, diag_list *diags)
{
    diag *d =
        diag_error(diags, place, "a key of table '%s' has %u parts", type->table.ptr, (unsigned)type->key.field_count);
    diag_help(diags, d, "separate them with commas, as in 'a,b'");
    return -1;
}

/* Sets the fields of the key in *record. */
static int read_parts(const sdn_record_type *type, source_span place, sdn_arena *arena, diag_list *diags, void *record)
{
    sdn_str text = place.source->text;
    const char *at = text.ptr, *end = text.ptr + text.len;
    for (uint32_t i = 0; i < type->key.field_count; i++) {
        if (at > end)
            return wrong_count(type, place, diags);
        sdn_str part = next_part(at, end, i + 1 == type->key.field_count);
        at = part.ptr + part.len + 1;
        if (type->key.field_count > 1)
            part = sdn__trimmed(part.ptr, part.ptr + part.len);
        if (field_word_set(type, type->key.fields[i], record, part, place, arena, diags) != 0)
            return -1;
    }
    return 0;
}

int record_key_read(const sdn_record_type *type, const char *argument, size_t number, sdn_arena *arena,
                    diag_list *diags, sdn_value *key)
{
    const source_file *source = field_word_source(argument, number, arena, diags);
    void *record = field_word_record(type, arena);
    if (source == NULL || record == NULL) {
        diags->out_of_memory = true;
        return -1;
    }
    source_span place = {source, 0, (uint32_t)source->text.len};
    if (read_parts(type, place, arena, diags, record) != 0)
        return -1;
    sdn__values_of(type, &type->key, record, key);
    if (!sdn__key_is_empty(type, key))
        return 0;
    diag_error(diags, place, "the key is empty");
    return -1;
}

bool record_key_expect(const sdn_record_type *type, const char *argument, size_t number, sdn_arena *arena,
                       diag_list *diags)
{
    if (type->key.field_count > 0)
        return true;
    const source_file *source = field_word_source(argument, number, arena, diags);
    if (source == NULL)
        return false;
    diag *d = diag_error(diags, (source_span){source, 0, (uint32_t)source->text.len}, "table '%s' has no key",
                         type->table.ptr);
    diag_help(diags, d, "its records can be added, and removed with --where, but not named or changed");
    return false;
}
