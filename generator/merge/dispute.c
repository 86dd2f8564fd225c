#include "merge/merge_private.h"

#include <stdio.h>
#include <string.h>

#include "record/value.h"
#include "text/utf8.h"

/* Values on labels and in messages are cut to this size. */
enum { SHOWN_VALUE_SIZE = 48 };

/* ---- messages ---- */

static void say_record(file_merger *m, const merge_table *table, const char *key)
{
    sdn_buffer *to = &m->output.conflicts;
    if (m->table_count > 1)
        text_printf(to, "table '%.*s', ", (int)table->name.len, table->name.ptr);
    text_printf(to, "record '%s'", key);
}

static const char *show_value(file_merger *m, const merge_table *table, uint32_t field, merge_side side,
                              char shown[SHOWN_VALUE_SIZE])
{
    sdn_str text = sdn_field_text(table->type, field, table->rows[side].record, &m->row_arena);
    if (text.ptr == NULL)
        m->output.conflicts.out_of_memory = true;
    if (text.len == 0)
        return "''";
    sdn__utf8_show(shown, SHOWN_VALUE_SIZE, text.ptr, text.len);
    return shown;
}

static void add_field_conflict(file_merger *m, const merge_work *work, const char *key, uint32_t field)
{
    char base[SHOWN_VALUE_SIZE], ours[SHOWN_VALUE_SIZE], theirs[SHOWN_VALUE_SIZE];
    m->result->conflict_count++;
    say_record(m, work->table, key);
    text_printf(&m->output.conflicts, ", field '%s': was %s, ours %s, theirs %s\n",
                work->table->type->fields[field].name, show_value(m, work->table, field, MERGE_BASE, base),
                show_value(m, work->table, field, MERGE_OURS, ours),
                show_value(m, work->table, field, MERGE_THEIRS, theirs));
}

/* ---- labels ---- */

/* Moves a label to the arena of rows. Without memory the messages count as incomplete. */
static sdn_str keep_label(file_merger *m, sdn_buffer *label)
{
    sdn_str kept = sdn_arena_copy(&m->row_arena, label->bytes, label->len);
    if (label->out_of_memory || kept.ptr == NULL)
        m->output.conflicts.out_of_memory = true;
    sdn__buffer_release(label);
    return kept;
}

/* `KEY status=done due=2026-01-01`, of the fields in dispute. */
static sdn_str label_of(file_merger *m, const merge_work *work, const char *key, merge_side side)
{
    char value[SHOWN_VALUE_SIZE];
    sdn_buffer label = SDN_BUFFER_INIT;
    text_printf(&label, "%s", key);
    for (uint32_t i = 0; i < work->table->type->field_count; i++)
        if (work->picks[i] == MERGE_DISPUTE)
            text_printf(&label, " %s=%s", work->table->type->fields[i].name,
                        show_value(m, work->table, i, side, value));
    return keep_label(m, &label);
}

/* ---- between markers ---- */

static bool shows_base(const file_merger *m)
{
    return m->request->style != MERGE_STYLE_MERGE;
}

/* Both versions of a row; that of base too where the style has it. ptr NULL: an empty side. */
static void put_dispute(file_merger *m, const sdn_str *rows, const sdn_str *labels)
{
    const char *const *names = m->request->labels;
    merge_put_marker(m, '<', names[MERGE_OURS], labels[MERGE_OURS]);
    if (rows[MERGE_OURS].ptr != NULL)
        merge_put_line(m, MERGE_OURS, rows[MERGE_OURS]);
    if (shows_base(m)) {
        merge_put_marker(m, '|', names[MERGE_BASE], labels[MERGE_BASE]);
        if (rows[MERGE_BASE].ptr != NULL)
            merge_put_line(m, MERGE_BASE, rows[MERGE_BASE]);
    }
    merge_put_marker(m, '=', NULL, (sdn_str){NULL, 0});
    if (rows[MERGE_THEIRS].ptr != NULL)
        merge_put_line(m, MERGE_THEIRS, rows[MERGE_THEIRS]);
    merge_put_marker(m, '>', names[MERGE_THEIRS], labels[MERGE_THEIRS]);
}

void merge_dispute_fields(file_merger *m, const merge_work *work, const char *key, const sdn_str *rows)
{
    sdn_str labels[MERGE_SIDES];
    for (int s = MERGE_BASE; s < MERGE_SIDES; s++)
        labels[s] = label_of(m, work, key, (merge_side)s);
    for (uint32_t i = 0; i < work->table->type->field_count; i++)
        if (work->picks[i] == MERGE_DISPUTE)
            add_field_conflict(m, work, key, i);
    put_dispute(m, rows, labels);
}

sdn_code merge_dispute_rows(file_merger *m, const merge_whole_dispute *dispute)
{
    sdn_str labels[MERGE_SIDES];
    for (int s = MERGE_BASE; s < MERGE_SIDES; s++) {
        sdn_buffer label = SDN_BUFFER_INIT;
        text_printf(&label, "%s%s%s", dispute->key, dispute->said[s] != NULL ? " " : "",
                    dispute->said[s] != NULL ? dispute->said[s] : "");
        labels[s] = keep_label(m, &label);
    }
    m->result->conflict_count++;
    say_record(m, dispute->table, dispute->key);
    text_printf(&m->output.conflicts, " %s\n", dispute->what);
    put_dispute(m, dispute->rows, labels);
    return SDN_OK;
}
