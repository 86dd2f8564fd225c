#include <stdarg.h>
#include <stdio.h>

#include "merge/merge_private.h"

const char *const merge_side_names[MERGE_SIDES] = {"base", "ours", "theirs"};

sdn_code merge_leave(file_merger *m, const char *format, ...)
{
    char reason[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    m->result->result = FILE_MERGE_AS_TEXT;
    m->result->messages.len = 0;
    text_printf(&m->result->messages, "%s: cannot be merged as records: %s\n", m->request->path, reason);
    return SDN_E_CONFLICT;
}
