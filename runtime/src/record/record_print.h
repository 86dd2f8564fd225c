/* The text of a field as people see it, in a buffer; for whole records on a stream see sdn_record_print. */
#ifndef SDN_RECORD_RECORD_PRINT_H
#define SDN_RECORD_RECORD_PRINT_H

#include <sdn/str.h>

#include "base/buffer.h"

/* Appends a text and a line end. Each line of it that is not empty starts at column `indent`, counted from 0; `column` is
 * where the line in the buffer ends now, at most `indent`. The text is valid UTF-8. What would act on a terminal becomes
 * an escape. */
void sdn__print_lines(sdn_buffer *out, size_t column, size_t indent, sdn_str text);

/* Appends a text without line ends: they become escapes too, and so do bytes that are not UTF-8. */
void sdn__print_escaped(sdn_buffer *out, sdn_str text);

#endif
