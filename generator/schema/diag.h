/*
 * Diagnostics: what is wrong with a schema, where, and what to do about it.
 *
 * Every stage adds to one list; nothing is printed before all of them are done. diag_sort puts the list in
 * order of file and place and drops what was said twice; diag_render turns it into text.
 *
 * Calling sequence:
 *   diag *d = diag_error(list, span, "duplicate field '%.*s'", ...);
 *   diag_note(list, d, other_span, "first declared here");
 *   diag_help(list, d, "rename one of them");
 * diag_error returns NULL when memory ran out, which the list remembers, and beyond DIAG_MAX; the other two
 * accept that NULL.
 */
#ifndef SDNC_SCHEMA_DIAG_H
#define SDNC_SCHEMA_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/str.h>

#include "base/error.h"
#include "schema/source.h"
#include "schema/text.h"

/* For "%.*s". */
#define DIAG_STR(str) (int)(str).len, (str).ptr

/* A run keeps this many errors and counts the rest. */
enum { DIAG_MAX = 10000 };

typedef enum diag_kind { DIAG_ERROR, DIAG_NOTE, DIAG_HELP } diag_kind;

typedef struct diag_message {
    diag_kind kind;
    source_span span; /* source NULL: no place (every help) */
    sdn_str text;
    struct diag_message *next;
} diag_message;

typedef struct diag {
    diag_message error; /* its `next` starts the notes and helps, in the order given */
    diag_message *last;
    size_t sequence;
} diag;

typedef struct diag_list {
    sdn_arena *arena; /* owns the messages */
    diag **items;     /* `count` of them, in base/alloc memory */
    size_t count;
    size_t capacity;
    size_t left_out;         /* errors beyond DIAG_MAX */
    size_t suggestions_left; /* comparisons left for did-you-mean, so that hostile input stays cheap */
    bool out_of_memory;
} diag_list;

void diag_list_init(diag_list *list, sdn_arena *arena);
void diag_list_release(diag_list *list);

diag *diag_error(diag_list *list, source_span span, const char *format, ...) SDN_PRINTF(3, 4);
void diag_note(diag_list *list, diag *to, source_span span, const char *format, ...) SDN_PRINTF(4, 5);
void diag_help(diag_list *list, diag *to, const char *format, ...) SDN_PRINTF(3, 4);

/* By file and place; of several with the same place and text the first stays. */
void diag_sort(diag_list *list);

typedef struct diag_style {
    bool color;
} diag_style;

/* Appends the list to `text`, as it stands. */
void diag_render(const diag_list *list, diag_style style, sdn_buffer *text);

#endif
