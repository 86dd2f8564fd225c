/*
 * A change is one line, unless several fields make it longer than is easy to read: then each field has a line of its own,
 * indented, as have the old and the new value of a long text.
 */
#include <string.h>

#include "base/arena.h"
#include "record/record.h"
#include "record/record_print.h"
#include "versions/diff_print.h"
#include "versions/shown_value.h"

enum { LINE_MAX_WIDTH = 100, KEY_MAX_WIDTH = 12 };

/* One table on its way to the report. */
typedef struct diff_writer {
    const diff_table *table;
    command_report *report;
    size_t key_width; /* that keys are padded to */
    sdn_buffer line;
    sdn_arena scratch;
} diff_writer;

static const struct {
    const char *mark;
    const char *color;
} kinds[] = {
    [RECORD_ADDED] = {"+", "\033[32m"}, [RECORD_DELETED] = {"-", "\033[31m"}, [RECORD_CHANGED] = {"~", "\033[33m"}};

/* ---- fields ---- */

static void put_change(diff_writer *w, const record_change *change, size_t position, const char *arrow)
{
    const sdn_record_type *type = w->table->type;
    uint32_t field = change->fields[position];
    text_printf(&w->line, "%s: ", type->fields[field].name);
    show_value(&w->line, type, field, change->before, &w->scratch);
    text_printf(&w->line, "%s", arrow);
    show_value(&w->line, type, field, change->after, &w->scratch);
}

static bool is_field_shown(const sdn_record_type *type, uint32_t field, const void *record)
{
    for (uint32_t i = 0; i < type->key.field_count; i++)
        if (type->key.fields[i] == field)
            return false;
    return !sdn__field_equal(&type->fields[field], record, type->defaults);
}

/* The fields of a record that is new or gone, each after `lead`, but for the first. */
static void put_fields(diff_writer *w, const void *record, const char *first, const char *lead)
{
    const sdn_record_type *type = w->table->type;
    const char *before = first;
    for (uint32_t i = 0; i < type->field_count; i++) {
        if (!is_field_shown(type, i, record))
            continue;
        text_printf(&w->line, "%s%s: ", before, type->fields[i].name);
        show_value(&w->line, type, i, record, &w->scratch);
        before = lead;
    }
}

static void put_changes(diff_writer *w, const record_change *change, const char *first, const char *lead)
{
    for (size_t i = 0; i < change->field_count; i++) {
        text_printf(&w->line, "%s", i > 0 ? lead : first);
        put_change(w, change, i, " -> ");
    }
}

static void put_body(diff_writer *w, const record_change *change, const char *first, const char *lead)
{
    if (change->kind == RECORD_CHANGED)
        put_changes(w, change, first, lead);
    else
        put_fields(w, change->kind == RECORD_ADDED ? change->after : change->before, first, lead);
}

/* ---- lines ---- */

static void put_key(diff_writer *w, const void *record)
{
    size_t start = w->line.len;
    show_key(&w->line, w->table->type, record, &w->scratch);
    size_t width = w->line.len - start;
    if (width < w->key_width)
        text_repeat(&w->line, ' ', w->key_width - width);
}

static void put_head(diff_writer *w, const record_change *change)
{
    if (w->table->named) {
        sdn__print_escaped(&w->line, w->table->type->table);
        text_printf(&w->line, " ");
    }
    text_printf(&w->line, "%s%s ", w->table->color ? kinds[change->kind].color : "", kinds[change->kind].mark);
    if (w->table->type->key.field_count > 0)
        put_key(w, change->after != NULL ? change->after : change->before);
    text_printf(&w->line, "%s", w->table->color ? "\033[0m" : "");
}

static void put_change_line(diff_writer *w, const record_change *change)
{
    const char *first = w->table->type->key.field_count > 0 ? "  " : "";
    w->line.len = 0;
    put_head(w, change);
    size_t head = w->line.len;
    put_body(w, change, first, ", ");
    if (w->line.len > LINE_MAX_WIDTH) {
        w->line.len = head;
        put_body(w, change, "\n    ", "\n    ");
    }
    while (w->line.len > 0 && w->line.bytes[w->line.len - 1] == ' ')
        w->line.len--;
    text_printf(&w->line, "\n");
}

/* The width that keys up to KEY_MAX_WIDTH need; longer ones move their line. */
static void measure_keys(diff_writer *w)
{
    const record_diff *diff = w->table->diff;
    for (size_t i = 0; i < diff->count && w->table->type->key.field_count > 0; i++) {
        const record_change *change = &diff->changes[i];
        w->line.len = 0;
        show_key(&w->line, w->table->type, change->after != NULL ? change->after : change->before, &w->scratch);
        if (w->line.len > w->key_width && w->line.len <= KEY_MAX_WIDTH)
            w->key_width = w->line.len;
        sdn__arena_rewind(&w->scratch);
    }
}

bool diff_print_text(const diff_table *table, command_report *report)
{
    diff_writer w = {.table = table, .report = report, .line = SDN_BUFFER_INIT, .scratch = SDN_ARENA_INIT};
    bool fine = true;
    measure_keys(&w);
    for (size_t i = 0; i < table->diff->count && fine; i++) {
        put_change_line(&w, &table->diff->changes[i]);
        sdn__buffer_add_str(&report->out, text_view(&w.line));
        sdn__arena_rewind(&w.scratch);
        fine = !w.line.out_of_memory && report_flush_if_large(report);
    }
    report->out.out_of_memory |= w.line.out_of_memory;
    sdn__buffer_release(&w.line);
    sdn_arena_release(&w.scratch);
    return fine;
}
