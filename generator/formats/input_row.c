/* What all readers do with a row: fields, and what is wrong with them. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/error.h"
#include "formats/input_private.h"

/* ---- errors ---- */

int input_fail(const input_reader *reader, sdn_error *err, uint32_t line, uint32_t column, const char *format, ...)
{
    char message[SDN_ERROR_MESSAGE_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    sdn__fail_at(err, SDN_E_SYNTAX, reader->path, line, column, "%s", message);
    return -1;
}

int input_no_memory(sdn_error *err)
{
    sdn__fail_memory(err);
    return -1;
}

/* ---- rows ---- */

int input_add_field(input_reader *reader, const input_field *field)
{
    if (sdn__reserve(&reader->fields, &reader->field_capacity, reader->field_count + 1, sizeof *reader->fields) != 0)
        return -1;
    reader->fields[reader->field_count++] = *field;
    return 0;
}

enum { FEW_NAMES = 16 };

static const sdn_str *nth_name(const sdn_str *name_at, size_t stride, size_t n)
{
    return (const void *)((const char *)name_at + n * stride);
}

/* The position of the first name that was there before, of a few, by comparing each with those before it. */
static size_t find_twice_in_few(const sdn_str *name_at, size_t stride, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (sdn_str_equal(*nth_name(name_at, stride, i), *nth_name(name_at, stride, j)))
                return i;
    return count;
}

/* Compares names that are the same by their addresses, so the later one comes later. */
static int compare_names(const void *a, const void *b)
{
    const sdn_str *const *x = a, *const *y = b;
    int order = sdn_str_compare(**x, **y);
    return order != 0 ? order : (*x > *y) - (*x < *y);
}

int input_find_twice(const sdn_str *name_at, size_t stride, size_t count, size_t *position)
{
    if (count <= FEW_NAMES) {
        *position = find_twice_in_few(name_at, stride, count);
        return 0;
    }
    const sdn_str **sorted = sdn__resize(NULL, count, sizeof *sorted);
    if (sorted == NULL)
        return -1;
    for (size_t i = 0; i < count; i++)
        sorted[i] = nth_name(name_at, stride, i);
    qsort(sorted, count, sizeof *sorted, compare_names);
    *position = count;
    for (size_t i = 1; i < count; i++) {
        size_t second = (size_t)((const char *)sorted[i] - (const char *)name_at) / stride;
        if (sdn_str_equal(*sorted[i - 1], *sorted[i]) && second < *position)
            *position = second;
    }
    sdn__free(sorted);
    return 0;
}
