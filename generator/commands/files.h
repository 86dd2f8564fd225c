/* Output files of a command: compared with the existing ones, and replaced all together or not at all. */
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

/* Finds which of the files have their text already; a missing one does not. Old contents are kept in the arena.
 * SDN_E_IO if a file cannot be read, SDN_E_NOMEM. */
sdn_code files_compare(files_output *outputs, size_t count, sdn_arena *arena, sdn_error *err);

/* Creates a directory and its parents, unless they exist. SDN_E_IO, SDN_E_NOMEM. */
sdn_code files_make_directory(sdn_str path, sdn_error *err);

/*
 * Writes the files that are not `same`, after files_compare. All are written under temporary names first
 * and then renamed; if a rename fails, the files renamed before it get their old contents back. SDN_E_IO, SDN_E_NOMEM.
 */
sdn_code files_write(const files_output *outputs, size_t count, sdn_error *err);

#endif
