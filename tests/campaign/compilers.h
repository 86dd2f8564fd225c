/*
 * C compilers over what the schema compiler made: many files in one run of each, and each file by itself only
 * where that fails.
 */
#ifndef SDNC_CAMPAIGN_COMPILERS_H
#define SDNC_CAMPAIGN_COMPILERS_H

#include <stdbool.h>
#include <stddef.h>

enum { COMPILERS_FILES_MAX = 512 };

/* Files to be compiled together: <directory>/<name>.c and .h. Their names at file scope should differ. */
typedef struct compile_batch {
    const char *directory;
    const char *include;  /* the directory of the runtime's headers */
    const char *prologue; /* C and C++ to go first; "" for none */
    char names[COMPILERS_FILES_MAX][64];
    size_t count;
} compile_batch;

typedef struct compile_totals {
    size_t compiles; /* of one schema by one compiler in one language */
    size_t failures;
} compile_totals;

/* The compilers there are, as in "gcc, clang". */
const char *compilers_names(void);

/* Compiles each .c as C11 and each .h as C++17 with each compiler there is, with all warnings as errors.
 * Prints what a compiler says about a file that does not compile. */
void compilers_run(const compile_batch *batch, compile_totals *totals);

#endif
