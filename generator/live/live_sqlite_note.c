/* What a comparison notes. */
#include "live/live_sqlite_private.h"

#include <stdarg.h>

#include "diag/text.h"

void comparison_note(comparison *c, const char *fix, const char *format, ...)
{
    char line[2000];
    va_list arguments;
    va_start(arguments, format);
    sqlite3_vsnprintf(sizeof line, line, format, arguments);
    va_end(arguments);
    text_printf(&c->findings->differences, "%s\n", line);
    if (fix != NULL)
        comparison_fix(c, fix);
    else
        text_printf(&c->findings->migrations, "%s\n", line);
}

void comparison_fix(comparison *c, const char *fix)
{
    text_printf(&c->findings->fixes, "%s;\n", fix);
}
