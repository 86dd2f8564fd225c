/* Whole files and growing text, for contestants whose library leaves that to its user. */
#ifndef SDNC_BENCH_BYTES_H
#define SDNC_BENCH_BYTES_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/str.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct byte_buffer {
    char *ptr;
    size_t len;
    size_t capacity;
} byte_buffer;

/* Reads a file, with `padding` further bytes of room after it; ptr is NULL if that fails, after a message.
 */
byte_buffer bytes_read(const char *path, size_t padding);

/* Maps a file for reading, all of it fetched at once; ptr is NULL if that fails, after a message. */
byte_buffer bytes_map(const char *path);
void bytes_unmap(byte_buffer *bytes);

/* Appends. Running out of memory ends the program. */
void bytes_add(byte_buffer *bytes, const char *text, size_t len);
void bytes_add_str(byte_buffer *bytes, sdn_str text);

void bytes_release(byte_buffer *bytes);

/* Writes a new file, flushed if `durable`. 0, or -1 after a message. */
int file_write(const char *path, const char *text, size_t len, bool durable);

/* Flushes the directory that holds `path`. 0 or -1. */
int directory_sync(const char *path);

#ifdef __cplusplus
}
#endif

#endif
