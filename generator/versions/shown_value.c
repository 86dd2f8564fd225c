#include "versions/shown_value.h"

#include <string.h>

#include "diag/text.h"
#include "record/record.h"
#include "record/record_print.h"

/* A word that nobody can take for anything else. */
static bool is_plain_word(sdn_str text)
{
    static const char marks[] = "_-+.:/,@%#&=";
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && (c == '\0' || strchr(marks, c) == NULL))
            return false;
    }
    return text.len > 0 && text.ptr[text.len - 1] != ',' && text.ptr[text.len - 1] != ':';
}

static void show_quoted(sdn_buffer *out, sdn_str text)
{
    size_t start = 0;
    text_printf(out, "\"");
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '"' && text.ptr[i] != '\\')
            continue;
        sdn__print_escaped(out, (sdn_str){text.ptr + start, i - start});
        text_printf(out, "\\");
        start = i; /* the character itself comes with what follows */
    }
    sdn__print_escaped(out, (sdn_str){text.ptr + start, text.len - start});
    text_printf(out, "\"");
}

void show_value(sdn_buffer *out, const sdn_record_type *type, uint32_t field, const void *record, sdn_arena *scratch)
{
    if (!sdn__field_present(&type->fields[field], record)) {
        text_printf(out, "(none)");
        return;
    }
    sdn_str text = sdn_field_text(type, field, record, scratch);
    if (text.ptr == NULL)
        out->out_of_memory = true;
    else if (is_plain_word(text))
        sdn__buffer_add_str(out, text);
    else
        show_quoted(out, text);
}

void show_key(sdn_buffer *out, const sdn_record_type *type, const void *record, sdn_arena *scratch)
{
    for (uint32_t i = 0; i < type->key.field_count; i++) {
        text_printf(out, "%s", i > 0 ? ", " : "");
        show_value(out, type, type->key.fields[i], record, scratch);
    }
}
