/* The list of findings. */
#include "verify/verify_private.h"

#include <stdarg.h>

#include "base/alloc.h"

sdn_code verify_append(verify_file *file, const verify_finding *found, sdn_error *err)
{
    if (sdn__reserve(&file->findings, &file->capacity, file->count + 1, sizeof *file->findings) != 0)
        return sdn__fail_memory(err);
    file->findings[file->count++] = *found;
    return SDN_OK;
}

sdn_code verify_add(verify_file *file, verify_finding found, sdn_error *err, const char *format, ...)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    va_list args;
    va_start(args, format);
    text_vprintf(&text, format, args);
    va_end(args);
    found.problem.message = text_copy(&text, &file->arena).ptr;
    sdn__buffer_release(&text);
    return found.problem.message != NULL ? verify_append(file, &found, err) : sdn__fail_memory(err);
}
