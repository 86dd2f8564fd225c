/*
 * The text of ddl_print, in parts. Its statements begin at the start of a line; a table ends with a line `);`, a function
 * with `$$;`, and of a trigger the second line calls the function. What alters a function follows it as a DO.
 */
#include "live/live_postgresql_private.h"

#include <string.h>

static bool begins(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

const char *live_ddl(const live_wish *wish, const char *space, sdn_arena *arena)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    sql_printer printer = {&text, arena, SQL_POSTGRESQL};
    ddl_request request = *wish->tables;
    request.namespace = space;
    ddl_print(&printer, &request);
    const char *made = text_copy(&text, arena).ptr;
    sdn__buffer_release(&text);
    const char *begin = made != NULL ? strstr(made, "\nBEGIN;\n") : NULL;
    if (begin == NULL)
        return NULL;
    begin += strlen("\nBEGIN;\n");
    return sdn_arena_copy(arena, begin, strlen(begin) - strlen("COMMIT;\n")).ptr;
}

/* The name of the function that the second line of a trigger calls; NULL: the line is none. */
static const char *function_of_trigger(const char *before, const char *line, const char *end)
{
    static const char call[] = " EXECUTE FUNCTION ";
    const char *found = NULL;
    if (!begins(before, "CREATE TRIGGER ") && !begins(before, "CREATE CONSTRAINT TRIGGER "))
        return NULL;
    for (const char *at = line; (at = strstr(at, call)) != NULL && at < end; at++)
        found = at + strlen(call);
    return found;
}

/* What looks at the namespace comes first, and would not know that of temporary tables before there is one. */
static const char *after_preamble(const char *ddl)
{
    static const char last[] = "\n$$;\n";
    const char *end = ddl != NULL ? strstr(ddl, last) : NULL;
    return end != NULL ? end + strlen(last) : NULL;
}

const char *live_ddl_temporary(const live_wish *wish, sdn_arena *arena)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    const char *ddl = after_preamble(live_ddl(wish, "pg_temp", arena)), *before = "", *end;
    text_printf(&text, "SET LOCAL search_path = pg_temp, pg_temp;\n");
    for (const char *line = ddl; line != NULL && *line != '\0'; before = line, line = end) {
        end = line + strcspn(line, "\n");
        end += *end == '\n';
        const char *function = function_of_trigger(before, line, end);
        sdn__buffer_add(&text, line, (size_t)((function != NULL ? function : end) - line));
        if (function != NULL)
            text_printf(&text, "pg_temp.%.*s", (int)(end - function), function);
    }
    const char *made = ddl != NULL ? text_copy(&text, arena).ptr : NULL;
    sdn__buffer_release(&text);
    return made;
}

/* Whether a statement makes something of this name, which is in quotes or not. */
static bool makes(const char *line, live_kind kind, const char *name)
{
    static const char *const starts[][2] = {
        [LIVE_FUNCTION] = {"CREATE OR REPLACE FUNCTION ", ""},
        [LIVE_TABLE] = {"CREATE TABLE ", "IF NOT EXISTS "},
    };
    if (!begins(line, starts[kind][0]))
        return false;
    line += strlen(starts[kind][0]);
    line += begins(line, starts[kind][1]) ? strlen(starts[kind][1]) : 0;
    bool quoted = *line == '"';
    const char *end = begins(line + quoted, name) ? line + quoted + strlen(name) : "";
    return quoted ? *end == '"' : *end == ' ' || *end == '(';
}

const char *live_ddl_statement(const char *ddl, live_kind kind, const char *name, sdn_arena *arena)
{
    const char *last = kind == LIVE_TABLE ? "\n);\n" : "\n$$;\n", *found = NULL, *end = NULL;
    for (const char *line = ddl; line != NULL && found == NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        found = makes(line, kind, name) ? line : NULL;
    }
    if (found != NULL)
        end = strstr(found, last);
    if (end == NULL)
        return "";
    const char *made = sdn_arena_copy(arena, found, (size_t)(end - found) + strlen(last) - 2).ptr;
    return made != NULL ? made : "";
}
