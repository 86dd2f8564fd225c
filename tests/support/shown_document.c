#include "test.h"

#include "shown_document.h"

#include <stdio.h>
#include <string.h>

shown_document shown;

int shown_document_enter(void **state)
{
    (void)state;
    shown.limits = (sdn_document_limits){.max_cell_bytes = 1 << 24, .max_columns = 1000, .max_rows = 1000};
    shown.used = 0;
    shown.text[0] = '\0';
    return 0;
}

int shown_document_leave(void **state)
{
    (void)state;
    sdn__document_release(&shown.document);
    sdn_arena_release(&shown.arena);
    return 0;
}

static void show(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    size_t room = sizeof shown.text - shown.used;
    int wrote = vsnprintf(shown.text + shown.used, room, format, args);
    va_end(args);
    shown.used += (size_t)wrote < room ? (size_t)wrote : 0;
}

static void show_row(const sdn_row_scan *row, char end)
{
    show("  %.*s%c%s\n", (int)(row->line.end - row->line.start), row->line.start, end,
         row->problem != NULL ? row->problem : "");
}

static void show_table(const sdn_table_text *table)
{
    show("%lu:%.*s(", (unsigned long)table->line_number, (int)table->name.len, table->name.ptr);
    for (uint32_t i = 0; i < table->column_count; i++)
        show("%s%.*s", i > 0 ? "," : "", (int)table->columns[i].len, table->columns[i].ptr);
    show(")%s\n", table->inline_row ? "+" : "");
}

sdn_code show_document(const char *bytes, size_t len, sdn_error *err)
{
    sdn_document_reader reader;
    const sdn_table_text *table;
    sdn_row_scan row;
    sdn__document_release(&shown.document);
    sdn__document_open(&reader, &shown.document, "x.sdn", bytes, len, &shown.limits, &shown.arena, err);
    while ((table = sdn__document_next_table(&reader)) != NULL) {
        show_table(table);
        while (sdn__document_next_row(&reader, &row))
            show_row(&row, ';');
        while (sdn__document_next_detached_row(&reader, &row))
            show_row(&row, '!');
    }
    return sdn__document_close(&reader);
}

void assert_tables(const char *text, const char *expected)
{
    sdn_error err = {0};
    shown_document_leave(NULL);
    shown_document_enter(NULL);
    assert_ok(show_document(text, strlen(text), &err), err);
    assert_string_equal(shown.text, expected);
}

void assert_refused(const char *bytes, size_t len, sdn_code code, const char *message)
{
    sdn_error err = {0};
    assert_int_equal(show_document(bytes, len, &err), code);
    assert_string_equal(err.message, message);
}
