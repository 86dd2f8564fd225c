/*
 * The canonical layout of a schema.
 *
 * Four blanks of indentation; the colons of a block of fields are aligned; one blank between words;
 * attributes in the order of the manual; enumerators on one line if they fit and the source has neither a line
 * break before the first nor a comment among them. Comments and blank lines are kept, of several blank lines one. A
 * byte order mark is removed. A record has a blank line before and after it. An item with a comment in its middle keeps
 * the order of its parts and continues on the next line.
 */
#ifndef SDNC_COMMANDS_FORMAT_LAYOUT_H
#define SDNC_COMMANDS_FORMAT_LAYOUT_H

#include "base/buffer.h"
#include "diag/source.h"

/* Appends the schema, which must be free of syntax mistakes, in canonical layout. */
void format_layout(const source_file *source, sdn_buffer *out);

#endif
