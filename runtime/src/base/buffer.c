#include "base/buffer.h"

#include "base/alloc.h"

#include <assert.h>

void sdn__buffer_reserve(sdn_buffer *buffer, size_t len)
{
    if (!buffer->out_of_memory && sdn__reserve(&buffer->bytes, &buffer->capacity, buffer->len + len, 1) != 0)
        buffer->out_of_memory = true;
}

void sdn__buffer_add(sdn_buffer *buffer, const char *bytes, size_t len)
{
    sdn__buffer_reserve(buffer, len);
    if (buffer->out_of_memory || len == 0)
        return;
    assert(len <= buffer->capacity - buffer->len);
    memcpy(buffer->bytes + buffer->len, bytes, len);
    buffer->len += len;
}

void sdn__buffer_add_str(sdn_buffer *buffer, sdn_str str)
{
    sdn__buffer_add(buffer, str.ptr, str.len);
}

void sdn__buffer_release(sdn_buffer *buffer)
{
    sdn__free(buffer->bytes);
    *buffer = (sdn_buffer)SDN_BUFFER_INIT;
}
