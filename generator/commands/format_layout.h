/*
 * The canonical layout of a schema.
 *
 * Four blanks of indentation; the colons of a block of fields one below the other; one blank between words;
 * attributes in the order of the manual; enumerators on one line where they fit and the source has no line
 * break or comment among them. Comments and blank lines stay where they are, of several blank lines one. A
 * byte order mark at the start goes. A record stands alone between blank lines. What a comment cuts in two
 * keeps its order and goes on in the next line.
 */
#ifndef SDNC_COMMANDS_FORMAT_LAYOUT_H
#define SDNC_COMMANDS_FORMAT_LAYOUT_H

#include "base/buffer.h"
#include "diag/source.h"

/* Appends the schema, which must be free of syntax mistakes, in canonical layout. */
void format_layout(const source_file *source, sdn_buffer *out);

#endif
