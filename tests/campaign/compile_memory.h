/* The compiler over schemas in memory, from bytes to C. */
#ifndef SDNC_CAMPAIGN_COMPILE_MEMORY_H
#define SDNC_CAMPAIGN_COMPILE_MEMORY_H

#include "diag/diag.h"
#include "emit/emit.h"
#include "memory_files.h"
#include "model/model.h"
#include "syntax/load.h"

/* What came of it. */
typedef struct compiled {
    sdn_arena arena;
    diag_list diags; /* sorted; without errors if the schemas were accepted */
    load_result loaded;
    model model; /* if accepted */
} compiled;

/* Compiles the files, of which the first may import the others. All are requested. Ends the program without
 * memory. */
void compile_memory(compiled *c, const memory_file *files, size_t count);
void compile_release(compiled *c);

static inline bool compile_accepted(const compiled *c)
{
    return c->diags.errors == 0;
}

/* Writes the C of all files to a directory. Ends the program if that fails. */
void compile_write(compiled *c, const char *directory);

/* All messages, in the arena. */
sdn_str compile_messages(compiled *c);

/* Writes a file. Ends the program if that fails. */
void campaign_write_file(const char *path, sdn_str text);

#endif
