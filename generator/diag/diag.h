/*
 * Diagnostics: what is wrong with a schema or unwise, where, and what to do about it.
 *
 * Every stage adds to one list; nothing is printed before all of them are done. diag_sort sorts the list by
 * file and position and removes duplicates; diag_render turns it into text.
 *
 * Calling sequence:
 *   diag *d = diag_error(list, span, "duplicate field '%.*s'", ...);
 *   diag_note(list, d, other_span, "first declared here");
 *   diag_help(list, d, "rename one of them");
 * diag_warning is used like diag_error. Both return NULL when memory ran out, which the list remembers, and
 * beyond DIAG_MAX; the other two accept that NULL.
 */
#ifndef SDNC_DIAG_DIAG_H
#define SDNC_DIAG_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/str.h>

#include "base/error.h"
#include "diag/source.h"
#include "diag/text.h"

/* For "%.*s". */
#define DIAG_STR(str) (int)(str).len, (str).ptr

/* A run keeps this many errors and warnings and counts the rest. */
enum { DIAG_MAX = 10000 };

typedef enum diag_kind { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE, DIAG_HELP } diag_kind;

typedef struct diag_message {
    diag_kind kind;
    source_span span; /* source NULL: no position (as in every help) */
    sdn_str text;
    struct diag_message *next;
} diag_message;

typedef struct diag {
    diag_message error; /* or warning; its `next` is the first of the notes and helps, in the order given */
    diag_message *last;
    size_t sequence;
} diag;

typedef struct diag_list {
    sdn_arena *arena; /* owns the messages */
    diag **items;     /* `count` of them, in base/alloc memory */
    size_t count;
    size_t capacity;
    size_t errors;           /* errors so far, those left out included; 0: nothing but warnings */
    size_t left_out;         /* how many were beyond DIAG_MAX */
    size_t suggestions_left; /* comparisons left for did-you-mean, so that hostile input stays cheap */
    bool strict;             /* warnings are errors; to be set before the first */
    bool out_of_memory;
} diag_list;

void diag_list_init(diag_list *list, sdn_arena *arena);
void diag_list_release(diag_list *list);

diag *diag_error(diag_list *list, source_span span, const char *format, ...) SDN_PRINTF(3, 4);
diag *diag_warning(diag_list *list, source_span span, const char *format, ...) SDN_PRINTF(3, 4);

/* What the library says about a file that it does not open, as an error at the place that it names. */
diag *diag_error_in(diag_list *list, const source_file *source, const sdn_error *err);

void diag_note(diag_list *list, diag *to, source_span span, const char *format, ...) SDN_PRINTF(4, 5);
void diag_help(diag_list *list, diag *to, const char *format, ...) SDN_PRINTF(3, 4);

/* By file and position; of several with the same position and text the first is kept. */
void diag_sort(diag_list *list);

typedef enum diag_format {
    DIAG_TEXT,  /* for people, with the source line and a caret */
    DIAG_JSON,  /* as diag_render_json */
    DIAG_GITHUB /* as diag_render_github */
} diag_format;

typedef struct diag_style {
    bool color; /* of DIAG_TEXT */
    diag_format format;
} diag_style;

/* The names of the formats, separated by '|', for the option --error-format. */
#define DIAG_FORMAT_NAMES "text|json|github"

/* The format with one of these names; DIAG_TEXT for any other, and for NULL. */
diag_format diag_format_named(const char *name);

/* Appends the list to `text`, in its present order. */
void diag_render(const diag_list *list, diag_style style, sdn_buffer *text);

/* Appends an error about a file or, if that is empty, about nothing in particular: `sdnc: FILE MESSAGE` as text. */
void diag_render_plain(diag_style style, sdn_str file, sdn_str message, sdn_buffer *text);

/*
 * The same as JSON, one object per line, for editors and other tools (RFC 8259, in UTF-8):
 *   severity  "error" or "warning"
 *   message
 *   file, line, column, end_line, end_column
 *             lines and columns as in text, from 1, columns in bytes; the end is just after the last byte.
 *             A message about the file as a whole is at 1:1 to 1:1.
 *   notes     a list of objects with message, file, line, column, end_line and end_column
 *   help      a list of texts
 * If messages were left out, one more object says so; its file is null and its positions are 0.
 */
void diag_render_json(const diag_list *list, sdn_buffer *text);

/* One such object, about a file or, if that is empty, about nothing in particular. */
void diag_render_json_plain(sdn_str file, sdn_str message, sdn_buffer *text);

/*
 * The same as commands of GitHub's workflows, one per line, which become annotations of the lines in question:
 *   ::error file=FILE,line=LINE,endLine=LINE,col=COLUMN,endColumn=COLUMN,title=sdnc::MESSAGE
 * `warning` instead of `error` for a warning. Positions as in JSON; a message about the file as a whole has no columns.
 * Notes and help texts are further lines of the message.
 */
void diag_render_github(const diag_list *list, sdn_buffer *text);

/* One such line, about a file or, if that is empty, about nothing in particular. */
void diag_render_github_plain(sdn_str file, sdn_str message, sdn_buffer *text);

#endif
