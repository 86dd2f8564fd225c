/* Text in an sdn_buffer: printf, repetition, and copies in an arena. */
#ifndef SDNC_DIAG_TEXT_H
#define SDNC_DIAG_TEXT_H

#include <stdarg.h>
#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/str.h>

#include "base/buffer.h"
#include "base/error.h"

void text_printf(sdn_buffer *text, const char *format, ...) SDN_PRINTF(2, 3);
void text_vprintf(sdn_buffer *text, const char *format, va_list args) SDN_PRINTF(2, 0);
void text_repeat(sdn_buffer *text, char c, size_t count);

/* The text so far, valid until more is added. */
sdn_str text_view(const sdn_buffer *text);

/* A copy in the arena; its ptr is NULL when memory ran out, now or while the text grew. */
sdn_str text_copy(const sdn_buffer *text, sdn_arena *arena);

#endif
