/*
 * Names of an input as names of a schema: a field and a column for each.
 *
 *   status       field status
 *   mode/jit     field mode_jit column "mode/jit"
 *   First Name   field first_name, which is its column too: no file can have a column of that name
 *   class        field class_value column "class"
 *
 * The same names in the same order give the same result, so what `infer` made of them is what `import` finds. No two get one
 * field or column, nor names that would clash in C.
 *
 * Calling sequence: input_names_init, input_names_add for each name, input_names_assign, input_names_release.
 */
#ifndef SDNC_INFER_INPUT_NAMES_H
#define SDNC_INFER_INPUT_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/str.h>

#include "names/name_table.h"

typedef struct input_name {
    sdn_str input;
    sdn_str field;
    sdn_str column;
} input_name;

typedef struct input_names {
    sdn_arena *arena;
    bool are_fields;   /* false: enumerators, which can be keywords of C */
    input_name *items; /* in the order in which they were added */
    size_t count;
    size_t capacity;
    name_table positions; /* by input */
    name_table members;   /* names in C of the fields */
    name_table columns;
} input_names;

/* No names, of fields or of enumerators; those that are added, and all else, are in the arena. */
void input_names_init(input_names *names, bool are_fields, sdn_arena *arena);
void input_names_release(input_names *names);

/* The position of a name, which is added if it is new. Returns 0, or -1 when memory ran out. */
int input_names_add(input_names *names, sdn_str input, size_t *position);

/* Gives all of them their fields and columns. Returns 0, or -1 when memory ran out. */
int input_names_assign(input_names *names);

/* A word of letters, digits and `_` that is made of a text: that text if it is one already; otherwise in small letters,
 * with `_` for what stands between letters and digits, but nothing for an apostrophe. Empty if it has neither. ptr is NULL when memory ran out. */
sdn_str identifier_of(sdn_str text, sdn_arena *arena);

#endif
