/* What the files named infer_* share: what was decided about each column. */
#ifndef SDNC_INFER_INFER_PRIVATE_H
#define SDNC_INFER_INFER_PRIVATE_H

#include "infer/infer_schema.h"

typedef struct column_choice {
    const input_name *name;
    const column_profile *profile;
    sdn_type type; /* SDN_TYPE_ENUM: an enum of its words */
    bool is_list;
    bool is_optional;
    bool can_be_key;
} column_choice;

typedef struct schema_choice_set {
    const infer_request *request;
    sdn_str record;
    bool without_enums;
    column_choice *columns; /* of each name of the input */
    size_t count;
    size_t key; /* position; count: none */
} schema_choice_set;

/* Decides for all columns. In the arena. The errors of infer_schema. */
sdn_code infer_choose(schema_choice_set *made, sdn_arena *arena, sdn_error *err);

/* Appends the schema. */
void infer_print(const schema_choice_set *chosen, sdn_arena *arena, sdn_buffer *out);

#endif
