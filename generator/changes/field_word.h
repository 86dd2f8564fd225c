/*
 * Words that are values of fields: in arguments, and in the input of apply. Mistakes are messages with the place of the word
 * and what may be meant.
 */
#ifndef SDNC_CHANGES_FIELD_WORD_H
#define SDNC_CHANGES_FIELD_WORD_H

#include <stddef.h>
#include <stdint.h>

#include <sdn/arena.h>
#include <sdn/record.h>

#include "diag/diag.h"

/* Argument number `number` of a command as the source of messages about it, which call it "argument 3". NULL when memory
 * ran out (diags->out_of_memory). */
const source_file *field_word_source(const char *argument, size_t number, sdn_arena *arena, diag_list *diags);

/* A record with every field at its default, in the arena; NULL when memory ran out. */
void *field_word_record(const sdn_record_type *type, sdn_arena *arena);

/* Sets a field of a record that is in no store by its text, as sdn_field_set. Returns 0, or -1: then `diags` has a message
 * about `place`, or memory ran out (diags->out_of_memory). A word that is nearly one of an open enum is a warning. */
int field_word_set(const sdn_record_type *type, uint32_t field, void *record, sdn_str text, source_span place,
                   sdn_arena *arena, diag_list *diags);

#endif
