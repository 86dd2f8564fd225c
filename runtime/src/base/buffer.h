/* Buffer: bytes that grow at the end. A failed growth is remembered, so that callers need check once only. */
#ifndef SDN_BASE_BUFFER_H
#define SDN_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/str.h>

typedef struct sdn_buffer {
    char *bytes; /* not NUL-terminated */
    size_t len;
    size_t capacity;
    bool out_of_memory; /* something is missing; the content is of no use */
} sdn_buffer;

#define SDN_BUFFER_INIT   \
    {                     \
        NULL, 0, 0, false \
    }

/* Makes room for `len` more bytes. */
void sdn__buffer_reserve(sdn_buffer *buffer, size_t len);
void sdn__buffer_add(sdn_buffer *buffer, const char *bytes, size_t len);
void sdn__buffer_add_str(sdn_buffer *buffer, sdn_str str);
void sdn__buffer_release(sdn_buffer *buffer);

#endif
