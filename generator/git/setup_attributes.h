/*
 * The lines of .gitattributes that make git use sdnc, such as
 *
 *   *_db.sdn merge=sdn diff=sdn sdn-schema=schemas/todo.schema
 *
 * A file is edited as text. Of a line only the words merge=sdn, diff=sdn and sdn-schema=... are ours: other words stay,
 * and so do other lines and comments, byte for byte. Adding what is there changes nothing, and removing takes away what
 * adding added.
 */
#ifndef SDNC_GIT_SETUP_ATTRIBUTES_H
#define SDNC_GIT_SETUP_ATTRIBUTES_H

#include <stddef.h>

#include <sdn/str.h>

#include "base/buffer.h"

/* Some files, and their schema. */
typedef struct setup_rule {
    sdn_str pattern; /* as setup_pattern_add wrote it */
    sdn_str schema;  /* its path from the root of the repository; empty: none, an sdn-schema that is there stays */
} setup_rule;

/* Appends a pattern as .gitattributes has it: in quotes if it needs them. Of a `literal` one the characters that match
 * others are escaped. */
void setup_pattern_add(sdn_buffer *text, sdn_str pattern, bool literal);

/* Appends the line of a rule, without a line end. */
void setup_rule_add(sdn_buffer *text, const setup_rule *rule);

/* Appends `text`, a .gitattributes, with these rules to `changed`: in the line of ours with their pattern, else in a new
 * line at the end. */
void setup_attributes_add(sdn_str text, const setup_rule *rules, size_t count, sdn_buffer *changed);

/* Appends `text` without our words in the lines with these patterns; `count` 0: in all lines. A line that has nothing
 * else is left out. */
void setup_attributes_remove(sdn_str text, const setup_rule *rules, size_t count, sdn_buffer *changed);

/* The first of our words `merge=sdn` in a text, a part of it; empty: there is none. */
sdn_str setup_attributes_find(sdn_str text);

#endif
