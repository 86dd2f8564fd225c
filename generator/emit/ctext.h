/*
 * Text of a schema as C: string literals and comments. Any text is safe: nothing in it can end the literal or comment
 * early, join with what follows, form a trigraph or a line splice, or change the reading direction of the source. UTF-8
 * is kept as it is. The results are in the arena; their ptr is NULL when memory ran out.
 */
#ifndef SDNC_EMIT_CTEXT_H
#define SDNC_EMIT_CTEXT_H

#include <sdn/arena.h>
#include <sdn/str.h>

/* A literal in quotes; a long text or one of several lines becomes several literals, one per output line. A text
 * longer than a C11 literal may be (4095 bytes) becomes an array, which is valid in C but not in C++. */
sdn_str ctext_literal(sdn_arena *arena, sdn_str text);

/* A character constant. */
sdn_str ctext_character(sdn_arena *arena, char c);

/* A comment, with the line ends of `text` kept and long lines broken; "" if `text` is. */
sdn_str ctext_comment(sdn_arena *arena, sdn_str text);

#endif
