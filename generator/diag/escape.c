#include "diag/escape.h"

void add_replaced(sdn_buffer *out, sdn_str text, const char *const replacements[256])
{
    size_t added = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *replacement = replacements[(unsigned char)text.ptr[i]];
        if (replacement == NULL)
            continue;
        sdn__buffer_add(out, text.ptr + added, i - added);
        sdn__buffer_add_str(out, sdn_str_from(replacement));
        added = i + 1;
    }
    sdn__buffer_add(out, text.ptr + added, text.len - added);
}

#define U00(low) "\\u00" low

void add_json_string(sdn_buffer *out, sdn_str text)
{
    static const char *const escapes[256] = {
        U00("00"), U00("01"), U00("02"), U00("03"), U00("04"),      U00("05"),       U00("06"),
        U00("07"), "\\b",     "\\t",     "\\n",     U00("0b"),      "\\f",           "\\r",
        U00("0e"), U00("0f"), U00("10"), U00("11"), U00("12"),      U00("13"),       U00("14"),
        U00("15"), U00("16"), U00("17"), U00("18"), U00("19"),      U00("1a"),       U00("1b"),
        U00("1c"), U00("1d"), U00("1e"), U00("1f"), ['"'] = "\\\"", ['\\'] = "\\\\", [0x7f] = U00("7f"),
    };
    sdn__buffer_add(out, "\"", 1);
    add_replaced(out, text, escapes);
    sdn__buffer_add(out, "\"", 1);
}
