/* Messages about a text in memory, and how they are rendered. */
#ifndef SDNC_TEST_RENDERED_DIAGS_H
#define SDNC_TEST_RENDERED_DIAGS_H

#include "diag/diag.h"

typedef struct rendered_diags {
    sdn_arena arena;
    diag_list diags;
    source_file source;
    sdn_buffer text;
} rendered_diags;

/* No messages yet, about `text` as t.schema. */
rendered_diags rendered_diags_of(const char *text);

/* Renders all messages and asserts that they are `expected`. Frees all. */
void rendered_diags_finish(rendered_diags *f, bool color, const char *expected);

#endif
