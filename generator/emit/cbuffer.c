#include "emit/cbuffer.h"

enum { FIRST_CAPACITY = 64 };

/* Makes room for `more` bytes and a NUL. The old bytes stay in the arena, which costs at most as much memory again. */
static int reserve(cbuffer *buffer, size_t more)
{
    size_t needed = buffer->len + more + 1;
    size_t capacity = buffer->capacity > 0 ? buffer->capacity : FIRST_CAPACITY;
    while (capacity < needed)
        capacity *= 2;
    if (capacity == buffer->capacity)
        return 0;
    char *bytes = sdn_arena_alloc(buffer->arena, capacity);
    if (bytes == NULL) {
        buffer->failed = true;
        return -1;
    }
    if (buffer->len > 0)
        memcpy(bytes, buffer->bytes, buffer->len);
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return 0;
}

void cbuffer_append(cbuffer *buffer, const char *bytes, size_t len)
{
    if (buffer->failed || len == 0 || reserve(buffer, len) != 0)
        return;
    memcpy(buffer->bytes + buffer->len, bytes, len);
    buffer->len += len;
}

void cbuffer_add_str(cbuffer *buffer, sdn_str text)
{
    if (text.ptr == NULL)
        buffer->failed = true;
    cbuffer_append(buffer, text.ptr, text.len);
}

void cbuffer_repeat(cbuffer *buffer, char c, size_t count)
{
    for (size_t i = 0; i < count; i++)
        cbuffer_append(buffer, &c, 1);
}

sdn_str cbuffer_text(cbuffer *buffer)
{
    sdn_str text = {NULL, 0};
    if (buffer->failed || reserve(buffer, 0) != 0)
        return text;
    buffer->bytes[buffer->len] = '\0';
    text.ptr = buffer->bytes;
    text.len = buffer->len;
    return text;
}
