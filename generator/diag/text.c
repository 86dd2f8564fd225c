#include "diag/text.h"

#include <stdio.h>
#include <string.h>

void text_vprintf(sdn_buffer *text, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len < 0)
        text->out_of_memory = true;
    else
        sdn__buffer_reserve(text, (size_t)len + 1);
    if (!text->out_of_memory) {
        vsnprintf(text->bytes + text->len, (size_t)len + 1, format, again);
        text->len += (size_t)len;
    }
    va_end(again);
}

void text_printf(sdn_buffer *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    text_vprintf(text, format, args);
    va_end(args);
}

void text_repeat(sdn_buffer *text, char c, size_t count)
{
    sdn__buffer_reserve(text, count);
    if (text->out_of_memory || count == 0)
        return;
    memset(text->bytes + text->len, c, count);
    text->len += count;
}

sdn_str text_view(const sdn_buffer *text)
{
    return text->len > 0 ? (sdn_str){text->bytes, text->len} : SDN_STR("");
}

sdn_str text_copy(const sdn_buffer *text, sdn_arena *arena)
{
    sdn_str none = {NULL, 0};
    return text->out_of_memory ? none : sdn_arena_copy_str(arena, text_view(text));
}
