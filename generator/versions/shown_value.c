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

void show_escaped(sdn_buffer *out, sdn_str text, const char *also)
{
    size_t start = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c != '\\' && (c == '\0' || strchr(also, c) == NULL))
            continue;
        sdn__print_escaped(out, (sdn_str){text.ptr + start, i - start});
        sdn__buffer_add(out, "\\", 1);
        start = i; /* the byte itself comes with what follows */
    }
    sdn__print_escaped(out, (sdn_str){text.ptr + start, text.len - start});
}

void show_text(sdn_buffer *out, sdn_str text)
{
    if (text.ptr == NULL) {
        text_printf(out, "(none)");
    } else if (is_plain_word(text)) {
        sdn__buffer_add_str(out, text);
    } else {
        sdn__buffer_add(out, "\"", 1);
        show_escaped(out, text, "\"");
        sdn__buffer_add(out, "\"", 1);
    }
}

void show_value(sdn_buffer *out, const sdn_record_type *type, uint32_t field, const void *record, sdn_arena *scratch)
{
    bool present = sdn__field_present(&type->fields[field], record);
    sdn_str text = present ? sdn_field_text(type, field, record, scratch) : (sdn_str){NULL, 0};
    if (present && text.ptr == NULL)
        out->out_of_memory = true;
    show_text(out, text);
}

void show_key(sdn_buffer *out, const sdn_record_type *type, const void *record, sdn_arena *scratch)
{
    for (uint32_t i = 0; i < type->key.field_count; i++) {
        text_printf(out, "%s", i > 0 ? ", " : "");
        show_value(out, type, type->key.fields[i], record, scratch);
    }
}
