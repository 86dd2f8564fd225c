/* Whole files and streams, whatever is in them: read, and replaced. */
#ifndef SDNC_DIAG_WHOLE_FILE_H
#define SDNC_DIAG_WHOLE_FILE_H

#include <stddef.h>
#include <stdio.h>

#include <sdn/arena.h>
#include <sdn/atomic_file.h>
#include <sdn/error.h>
#include <sdn/str.h>

#include "base/buffer.h"

/* Adds what a stream has until its end, or until there are more than `most` bytes. `name` is what messages call it.
 * SDN_E_IO, SDN_E_NOMEM. */
sdn_code read_whole_stream(FILE *stream, const char *name, size_t most, sdn_buffer *bytes, sdn_error *err);

/* Adds the content of a file; "-" is standard input. The same errors. */
sdn_code read_whole_file(const char *path, sdn_buffer *bytes, sdn_error *err);

/* The content of a file, in the arena, with a NUL after it. The same errors. */
sdn_code read_whole_to_arena(const char *path, sdn_str *bytes, sdn_arena *arena, sdn_error *err);

/* Replaces a file in one step, or makes it; under `lock` if that is not NULL. `options` NULL: the usual. SDN_W_NOT_DURABLE
 * means that it was replaced (sdn_saved). The errors of sdn_atomic_file_create, _write and _commit. */
sdn_code replace_whole_file(const char *path, const sdn_lock *lock, const sdn_atomic_file_options *options,
                            sdn_str bytes, sdn_error *err);

#endif
