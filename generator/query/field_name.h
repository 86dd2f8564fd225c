/* Fields by the names that users give: one name, or a list such as `--fields a,b`, with messages about wrong ones. */
#ifndef SDNC_QUERY_FIELD_NAME_H
#define SDNC_QUERY_FIELD_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/record.h>

#include "diag/diag.h"

/* The position of the field with this name, or this column. If there is none that is reported at `span`, with the name
 * that may be meant, and the result is type->field_count. */
uint32_t field_name_find(const sdn_record_type *type, sdn_str name, source_span span, diag_list *diags);

/* One name of a list. */
typedef struct field_choice {
    uint32_t field;
    bool minus; /* '-' stands before the name */
} field_choice;

typedef struct field_choices {
    field_choice *items;
    size_t count;
} field_choices;

/* Reads names separated by ','. Blanks around them do not count; a name with other characters stands in brackets, where ]]
 * is one ]. `name` is what messages call the text: "fields" for --fields. False: mistakes are in `diags`, or memory ran
 * out (diags->out_of_memory). The list is in the arena, and so is the source of the messages. */
bool field_choices_read(const char *name, const char *text, const sdn_record_type *type, sdn_arena *arena,
                        diag_list *diags, field_choices *choices);

#endif
