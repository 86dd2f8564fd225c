/* Files that a command makes: compared with what is there, and replaced together or not at all. */
#ifndef SDNC_COMMANDS_FILES_H
#define SDNC_COMMANDS_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/error.h>
#include <sdn/str.h>

typedef struct files_output {
    sdn_str path;
    sdn_str text;
    /* Set by files_compare: */
    bool same; /* the file holds this text already */
    bool existed;
    sdn_str before; /* what it held */
} files_output;

/* Looks which of the files are as they should be; a missing one is not. What is there is kept in the arena.
 * SDN_E_IO if a file cannot be read, SDN_E_NOMEM. */
sdn_code files_compare(files_output *outputs, size_t count, sdn_arena *arena, sdn_error *err);

/* Creates a directory and those above it, where they are missing. SDN_E_IO, SDN_E_NOMEM. */
sdn_code files_make_directory(sdn_str path, sdn_error *err);

/*
 * Writes the files that are not `same`, after files_compare. All are written under other names first and
 * renamed only then; if a rename fails, what was renamed before it is put back. SDN_E_IO, SDN_E_NOMEM.
 */
sdn_code files_write(const files_output *outputs, size_t count, sdn_error *err);

#endif
