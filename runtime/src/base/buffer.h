/* Buffer: bytes that grow at the end. It remembers that memory ran out, so that callers need to check only once. */
#ifndef SDN_BASE_BUFFER_H
#define SDN_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/str.h>

typedef struct sdn_buffer {
    char *bytes; /* not NUL-terminated */
    size_t len;
    size_t capacity;
    bool out_of_memory; /* the content is incomplete and must not be used */
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
