/* Whole files, whatever is in them. */
#ifndef SDNC_VERSIONS_READ_WHOLE_H
#define SDNC_VERSIONS_READ_WHOLE_H

#include <sdn/arena.h>
#include <sdn/error.h>

/* The content of a file, in the arena; "-" is standard input. SDN_E_IO, SDN_E_NOMEM. */
sdn_code read_whole_file(const char *path, sdn_str *bytes, sdn_arena *arena, sdn_error *err);

#endif
