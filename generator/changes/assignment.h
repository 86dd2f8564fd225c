/*
 * Assignments, as arguments of set and add:
 *
 *   status=done     the value; empty: absent, or the default of the field
 *   blocked+=9,10   a list gets elements that it lacks; a number is added
 *   blocked-=9      a list loses all such elements; a number is subtracted
 *
 * Values are read before any file is locked or changed, so a wrong word costs nothing.
 *
 * Calling sequence: assignments_read, then assignments_make for each record; the key is left out there, see
 * assignments_new_key.
 */
#ifndef SDNC_CHANGES_ASSIGNMENT_H
#define SDNC_CHANGES_ASSIGNMENT_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/store.h>

#include "diag/diag.h"

typedef enum assignment_kind { ASSIGN_VALUE, ASSIGN_ADD, ASSIGN_REMOVE } assignment_kind;

typedef struct assignment {
    uint32_t field;
    assignment_kind kind;
    sdn_str text;
    const void *read; /* a record that has the value in this field */
} assignment;

typedef struct assignments {
    const assignment *items;
    size_t count;
    bool have_key; /* one or more are of fields of the key */
} assignments;

/* Reads `count` words, the first of which is argument number `first` of the command. Mistakes go to `diags`; a word that is
 * nearly one of an open enum is a warning. All is in the arena. Returns 0, or -1 if there are mistakes or memory ran out
 * (diags->out_of_memory). */
int assignments_read(const sdn_record_type *type, const char *const *words, size_t count, size_t first,
                     sdn_arena *arena, diag_list *diags, assignments *read);

/* Makes the assignments to a record of the store that is under edit, or to a new one that is none of the store's (`whole`:
 * fields of the key too). SDN_E_INVALID: the type of a field cannot hold the sum; SDN_E_NOMEM. */
sdn_code assignments_make(const assignments *list, sdn_store *store, const sdn_record_type *type, void *record,
                          bool whole, sdn_error *err);

/* The key that the record gets by the assignments to fields of the key: `key` has room for it. Its texts are in the arena,
 * or those of the record. SDN_E_NOMEM. */
sdn_code assignments_new_key(const assignments *list, const sdn_record_type *type, const void *record, sdn_arena *arena,
                             sdn_value *key, sdn_error *err);

#endif
