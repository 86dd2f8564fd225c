/*
 * Loading: every schema of a run, each read and parsed once, even if several paths lead to it.
 *
 * Requested files come first, in the order given, then what they import. An import is looked for in the
 * directory of the importing file, then in the import directories.
 */
#ifndef SDNC_SYNTAX_LOAD_H
#define SDNC_SYNTAX_LOAD_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/arena.h>

#include "diag/diag.h"
#include "diag/source.h"
#include "syntax/ast.h"

typedef struct load_unit {
    source_file source;
    ast_schema ast;
    sdn_str base_name; /* file name without directory and ".schema" */
    bool requested;
    bool loaded;                /* false: it could not be read */
    struct load_unit **imports; /* as the AST lists them; NULL for those that cannot be used */
    size_t rank;                /* position in load_result.ordered */
} load_unit;

typedef struct load_request {
    const char *const *files; /* "-": standard input, at most once; its directory is the current one */
    size_t file_count;
    const char *const *import_dirs;
    size_t import_dir_count;

    /* Reads a source, instead of the file at its path; what it makes has no device and inode. Its errors are those of
     * source_read, and SDN_E_NOT_FOUND if there is none. NULL: from disk. */
    sdn_code (*read)(void *context, source_file *made, sdn_str path, sdn_arena *arena, sdn_error *err);
    void *context; /* of read */
} load_request;

typedef struct load_result {
    load_unit **units; /* in order of loading */
    size_t unit_count;
    load_unit **ordered; /* imported before importing, else in order of loading */
    bool unreadable;     /* a requested file could not be read */
} load_result;

/* The file name without directory and ".schema", "stdin" for standard input: part of `path`, or constant. */
sdn_str load_base_name(sdn_str path);

/*
 * Loads what the request names. Mistakes go to `diags`; *result is in the arena. Returns 0, or
 * -1 when memory ran out.
 */
int load_schemas(const load_request *request, sdn_arena *arena, diag_list *diags, load_result *result);

#endif
