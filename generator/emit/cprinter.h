/*
 * Printer: text with named holes, indented, into memory.
 *
 * Calling sequence: cprinter_init; cprinter_set gives names their values; cprinter_emit appends a template, whose
 * literal text has the shape of the output; cprinter_text at the end. A name keeps its value until it is set again.
 * Nothing needs releasing: all memory is the arena's. After memory ran out nothing has an effect, and cprinter_text
 * returns a NULL ptr.
 *
 *     cprinter_set(p, "T", SDN_STR("todo"));
 *     cprinter_emit(p, "void $T$_init($T$ *record)\n"
 *                      "{\n"
 *                      "    *record = $T$_defaults;\n"
 *                      "}\n");
 *
 * A value may have several lines; all start in the column where the hole is. `$$` is a dollar. To use a name that was
 * never set is a mistake of the caller: an assertion fails; without assertions `$name$` stays in the text.
 *
 * Lines are finished one by one. Each non-empty one is indented by the current depth. One that is longer than
 * CPRINTER_WIDTH is broken: a comment after code moves to the line before it, a condition is broken before &&, and a
 * list in brackets continues below its first element. Lines of comment, and quoted text, are never broken.
 */
#ifndef SDNC_EMIT_CPRINTER_H
#define SDNC_EMIT_CPRINTER_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/str.h>

#include "emit/cbuffer.h"
#include "names/name_table.h"

enum { CPRINTER_WIDTH = 110 };

/* All members are private. */
typedef struct cprinter {
    cbuffer text;   /* finished lines */
    cbuffer line;   /* the one being built, without indentation */
    cbuffer filled; /* the last template, with its holes filled */
    name_table names;
    size_t depth;
} cprinter;

void cprinter_init(cprinter *p, sdn_arena *arena);

/* Gives `name` a value; both must outlive the printer. A value whose ptr is NULL counts as memory that ran out. */
void cprinter_set(cprinter *p, const char *name, sdn_str value);

/* The value of a name. */
sdn_str cprinter_get(const cprinter *p, const char *name);

void cprinter_emit(cprinter *p, const char *text);

/* The template with its holes filled, for use as a value; in the arena. */
sdn_str cprinter_format(cprinter *p, const char *text);

/* One step of four blanks, starting with the next line. */
void cprinter_indent(cprinter *p);
void cprinter_outdent(cprinter *p);

/* All text so far, which must end in a line end; ptr is NULL when memory ran out. */
sdn_str cprinter_text(cprinter *p);

#endif
