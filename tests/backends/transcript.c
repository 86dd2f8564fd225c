#include "test.h"

#include "transcript.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void add(transcript *t, const char *text)
{
    size_t len = strlen(text);
    assert_true(t->len + len < sizeof t->text);
    memcpy(t->text + t->len, text, len + 1);
    t->len += len;
}

/* On one line, with PLACE for the place. */
static void add_on_line(transcript *t, const char *text)
{
    size_t len = strlen(t->uri);
    while (*text != '\0') {
        bool is_place = strncmp(text, t->uri, len) == 0;
        char one[2] = {*text == '\n' ? '~' : *text, '\0'};
        add(t, is_place ? "PLACE" : one);
        text += is_place ? len : 1;
    }
    add(t, "\n");
}

void say(transcript *t, const char *label, const char *format, ...)
{
    static char text[1 << 14];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    add(t, t->part);
    add(t, ", ");
    add(t, label);
    add(t, ": ");
    add_on_line(t, text);
}

void say_code(transcript *t, const char *label, sdn_code code, const sdn_error *err)
{
    say(t, label, "%s %s", sdn_code_name(code), code == SDN_OK ? "" : err->message);
}

void say_made(transcript *t, const char *label, const void *record, const sdn_error *err)
{
    say_code(t, label, record != NULL ? SDN_OK : err->code, err);
}

static void say_steps(transcript *t, const char *label, const sdn_record_type *type, sdn_cursor cursor)
{
    sdn_arena arena = SDN_ARENA_INIT;
    size_t count = 0;
    for (const void *each; (each = sdn_cursor_next(&cursor)) != NULL; count++)
        say(t, label, "%s", sdn_record_to_row(type, each, &arena, NULL).ptr);
    say(t, label, "%zu records", count);
    sdn_arena_release(&arena);
}

void say_walk(transcript *t, const char *label, const sdn_record_type *type, sdn_cursor cursor)
{
    say_steps(t, label, type, cursor);
    say_steps(t, label, type, sdn_cursor_reverse(cursor));
}

void say_conflicts(transcript *t, const char *label, const sdn_store *store)
{
    const sdn_conflict *list = NULL;
    size_t count = sdn_store_conflicts(store, &list);
    for (size_t i = 0; i < count; i++)
        say(t, label, "%d of '%s', field %s: %s | %s | %s", (int)list[i].kind, list[i].key,
            list[i].field != NULL ? list[i].field : "-", list[i].base, list[i].theirs, list[i].ours);
    say(t, label, "%zu conflicts", count);
}

void say_problems(transcript *t, const char *label, const sdn_store *store)
{
    const sdn_problem *list = NULL;
    size_t count = sdn_store_problems(store, &list);
    for (size_t i = 0; i < count; i++)
        say(t, label, "%s", list[i].message);
    say(t, label, "%zu problems", count);
}
