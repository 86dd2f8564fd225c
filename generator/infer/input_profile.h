/*
 * What all rows of an input have in common: their names, and what the values of each are.
 *
 * Calling sequence: input_profile_init, input_profile_row for each row (or input_profile_read for all of an input),
 * input_names_assign, input_profile_release.
 */
#ifndef SDNC_INFER_INPUT_PROFILE_H
#define SDNC_INFER_INPUT_PROFILE_H

#include "infer/column_profile.h"
#include "infer/input_names.h"

typedef struct input_profile {
    sdn_arena arena; /* of all here */
    bool typed;      /* the input has types, as JSON */
    size_t row_count;
    input_names names;
    column_profile *columns; /* of each name, by its position */
    size_t column_capacity;
    size_t column_count;
} input_profile;

void input_profile_init(input_profile *profile, bool typed);
void input_profile_release(input_profile *profile);

/* Names that no row may have, so that a table without rows has columns too. Returns 0, or -1 when memory ran out. */
int input_profile_name(input_profile *profile, sdn_str name);

/* Adds a row. Returns 0, or -1 when memory ran out. */
int input_profile_row(input_profile *profile, const input_row *row);

/* Adds all rows of an input; `path` is what messages name. SDN_E_SYNTAX, SDN_E_LIMIT, SDN_E_NOMEM. */
sdn_code input_profile_read(input_profile *profile, input_format format, const char *path, sdn_str text,
                            sdn_error *err);

#endif
