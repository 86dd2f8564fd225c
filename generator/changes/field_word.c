#include "changes/field_word.h"

#include <stdio.h>
#include <string.h>

#include "diag/suggest.h"
#include "record/record.h"

const source_file *field_word_source(const char *argument, size_t number, sdn_arena *arena, diag_list *diags)
{
    char name[40];
    source_file *source = sdn_arena_alloc(arena, sizeof *source);
    snprintf(name, sizeof name, "argument %zu", number);
    sdn_str path = sdn_arena_copy_str(arena, sdn_str_from(name));
    if (source == NULL || path.ptr == NULL ||
        source_init(source, path, sdn_str_from(argument), arena, NULL) != SDN_OK) {
        diags->out_of_memory = true;
        return NULL;
    }
    source->order = (uint32_t)number;
    return source;
}

void *field_word_record(const sdn_record_type *type, sdn_arena *arena)
{
    void *record = sdn_arena_alloc(arena, type->size);
    if (record != NULL)
        memcpy(record, type->defaults, type->size);
    return record;
}

static void suggest_word(diag_list *diags, diag *d, sdn_str meant)
{
    if (meant.len > 0)
        diag_help(diags, d, "did you mean '%.*s'?", DIAG_STR(meant));
}

/* ---- values ---- */

static sdn_str nearest_enumerator(const sdn_field *field, sdn_str word, diag_list *diags)
{
    suggestion search = suggest_for(word, &diags->suggestions_left);
    for (uint32_t i = 0; field->enumeration != NULL && i < field->enumeration->count; i++)
        suggest_offer(&search, field->enumeration->names[i]);
    return search.best;
}

/* A new word of an open enum is allowed; one that is nearly an old word is probably a slip. */
static void warn_of_slip(const sdn_field *field, const void *record, sdn_str word, source_span place, diag_list *diags)
{
    if (!sdn__field_is_open_enum(field) || !sdn__field_present(field, record) ||
        !sdn__field_is_other_word(field, record))
        return;
    sdn_str meant = nearest_enumerator(field, word, diags);
    if (meant.len == 0)
        return;
    diag *d = diag_warning(diags, place, "field '%s': '%.*s' is a new word", field->name, DIAG_STR(word));
    suggest_word(diags, d, meant);
}

int field_word_set(const sdn_record_type *type, uint32_t field, void *record, sdn_str text, source_span place,
                   sdn_arena *arena, diag_list *diags)
{
    sdn_error err = {0};
    const sdn_field *described = &type->fields[field];
    sdn_code code = sdn_field_set(type, field, record, text, arena, &err);
    if (code == SDN_OK) {
        warn_of_slip(described, record, text, place, diags);
        return 0;
    }
    if (code == SDN_E_NOMEM) {
        diags->out_of_memory = true;
        return -1;
    }
    diag *d = diag_error(diags, place, "%s", err.message);
    suggest_word(diags, d, nearest_enumerator(described, text, diags));
    return -1;
}
