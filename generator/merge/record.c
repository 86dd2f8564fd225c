/*
 * One record of the result: its row as a side has it, if only that side changed it; else field by field.
 *
 * A field that one side changed has the value of that side, one that both changed to the same value that. Else the
 * policy of the field decides, or it is a conflict, and the row stands between markers, twice, with all other fields
 * merged.
 */
#include "merge/merge_private.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "record/record.h"
#include "record/value.h"
#include "store/merge_policy.h"

/* ---- rows as they are ---- */

/* Whether a row is read as one of the table: under a header that is indented as the one in the result, its first cell must
 * not look like a statement or a comment. */
static bool is_read_as_row(const file_merger *m, sdn_str row)
{
    return sdn__document_is_row(m->output.header_indent, sdn__line_at(row.ptr, row.ptr + row.len));
}

/* Blanks that make a line deeper than its header. */
static void put_indent(file_merger *m)
{
    merge_put_header_end(m);
    text_repeat(&m->output.text, ' ', m->output.header_indent + 4);
}

/* Writes a row that may follow its header on the line, as it does in its version. */
static sdn_code put_row(file_merger *m, merge_side side, uint32_t position, sdn_str row)
{
    merge_output *output = &m->output;
    const merge_element *element = merge_element_at(m, side, position);
    const merge_table *table = &m->tables[element->table];
    bool is_indented = row.len > 0 && (row.ptr[0] == ' ' || row.ptr[0] == '\t');
    if (output->on_header && element->peers[output->header_side] == output->header_row) {
        output->on_header = false;
        row = sdn__trimmed(row.ptr, row.ptr + row.len);
        sdn__buffer_add(&output->text, " ", 1);
    } else if (!is_read_as_row(m, row)) {
        sdn_str text = sdn__trimmed(row.ptr, row.ptr + row.len);
        if (text.len == 0 || *text.ptr == '#')
            return merge_leave(m, "table '%.*s' has a row that would be a comment", (int)table->name.len,
                               table->name.ptr);
        put_indent(m);
    } else if (!is_indented && (element->flags & MERGE_ON_HEADER) != 0)
        put_indent(m);
    merge_put_line(m, side, row);
    return SDN_OK;
}

static sdn_str row_of(const file_merger *m, merge_side side, const merge_element *element)
{
    uint32_t position = element->peers[side];
    return position != MERGE_NONE ? merge_element_text(m, side, position) : (sdn_str){NULL, 0};
}

static bool is_equal_row(sdn_str a, sdn_str b)
{
    return (a.ptr == NULL) == (b.ptr == NULL) && sdn_str_equal(a, b);
}

/* Whether the rows of all versions have the columns of the result, so that each can be taken over as it is. */
static bool has_one_form(const merge_table *table)
{
    bool one = true;
    for (int s = MERGE_BASE; s < MERGE_SIDES; s++)
        one = one && (table->headers[s] == NULL || table->has_columns_of[s]);
    return one;
}

/* ---- fields ---- */

static uint8_t decide_value(const merge_work *work, const sdn_field *field)
{
    const void *base = work->table->rows[MERGE_BASE].record;
    const void *ours = work->table->rows[MERGE_OURS].record, *theirs = work->table->rows[MERGE_THEIRS].record;
    bool has_base = work->texts[MERGE_BASE].ptr != NULL;
    if (sdn__field_equal(field, ours, theirs))
        return work->theirs_is_form ? MERGE_THEIRS : MERGE_OURS;
    if (has_base && sdn__field_equal(field, ours, base))
        return MERGE_THEIRS;
    if (has_base && sdn__field_equal(field, theirs, base))
        return MERGE_OURS;
    return MERGE_DISPUTE;
}

/* A column that one side added has only the values of that side. */
static bool has_column_alone(const merge_table *table, uint32_t field, merge_side side)
{
    return table->column_of[side][field] != SDN_NO_COLUMN &&
           table->column_of[merge_other(side)][field] == SDN_NO_COLUMN &&
           table->column_of[MERGE_BASE][field] == SDN_NO_COLUMN;
}

/* The side that alone has the column of a field; MERGE_SIDES: none. */
static merge_side side_with_column(const merge_table *table, uint32_t field)
{
    if (has_column_alone(table, field, MERGE_OURS))
        return MERGE_OURS;
    return has_column_alone(table, field, MERGE_THEIRS) ? MERGE_THEIRS : MERGE_SIDES;
}

/* What the policy of a field says about values that all three versions hold differently. */
static sdn_code decide_by_policy(file_merger *m, merge_work *work, uint32_t position, sdn_merged *room)
{
    const merge_row *rows = work->table->rows;
    const sdn_field *field = &work->table->type->fields[position];
    const sdn_versions versions = {rows[MERGE_BASE].record, rows[MERGE_THEIRS].record, rows[MERGE_OURS].record};
    const void *winner = NULL;
    sdn_code code = sdn__merge_by_policy(field, &versions, false, room, &winner, m->err);
    if (code != SDN_OK || winner == NULL)
        return code;
    for (int s = MERGE_BASE; s < MERGE_SIDES; s++)
        if (winner == rows[s].record) {
            work->picks[position] = (uint8_t)s;
            return SDN_OK;
        }
    work->picks[position] = MERGE_MIXED;
    return sdn__field_copy(field, work->mixed, winner, &m->row_arena) == SDN_OK ? SDN_OK : sdn__fail_memory(m->err);
}

/* A record that both inserted must be equal, in a column of one side too. */
static sdn_code decide_field_of(file_merger *m, merge_work *work, uint32_t position, sdn_merged *room)
{
    const merge_table *table = work->table;
    bool has_base = work->texts[MERGE_BASE].ptr != NULL;
    merge_side alone = side_with_column(table, position);
    work->picks[position] = decide_value(work, &table->type->fields[position]);
    if (alone != MERGE_SIDES && (has_base || work->picks[position] != MERGE_DISPUTE))
        work->picks[position] = (uint8_t)alone;
    if (work->picks[position] != MERGE_DISPUTE || !has_base)
        return SDN_OK;
    return decide_by_policy(m, work, position, room);
}

static sdn_code decide_fields(file_merger *m, merge_work *work)
{
    sdn_merged room;
    sdn_code code = sdn__merged_init(&room, work->table->type, m->err);
    for (uint32_t i = 0; i < work->table->type->field_count && code == SDN_OK; i++) {
        code = decide_field_of(m, work, i, &room);
        work->dispute_count += work->picks[i] == MERGE_DISPUTE;
    }
    sdn__merged_release(&room);
    return code;
}

/* Values of a column that one side removed must be those of base. */
static sdn_code check_removed(file_merger *m, const merge_work *work)
{
    const merge_table *table = work->table;
    for (uint32_t i = 0; i < table->type->field_count && table->drops_columns; i++) {
        const sdn_field *field = &table->type->fields[i];
        if (table->column_of[MERGE_BASE][i] == SDN_NO_COLUMN)
            continue;
        for (int s = MERGE_OURS; s <= MERGE_THEIRS; s++)
            if (work->texts[s].ptr != NULL && table->headers[MERGE_OURS] != NULL &&
                table->headers[MERGE_THEIRS] != NULL && table->column_of[s][i] != SDN_NO_COLUMN &&
                table->column_of[merge_other((merge_side)s)][i] == SDN_NO_COLUMN &&
                !sdn__field_equal(field, table->rows[s].record,
                                  work->texts[MERGE_BASE].ptr != NULL ? table->rows[MERGE_BASE].record
                                                                      : table->type->defaults))
                return merge_leave(m, "column '%.*s' of table '%.*s' was removed on one side and changed on the other",
                                   (int)field->column.len, field->column.ptr, (int)table->name.len, table->name.ptr);
    }
    return SDN_OK;
}

static bool is_form_alone(const merge_work *work)
{
    const merge_table *table = work->table;
    return work->texts[MERGE_BASE].ptr != NULL && work->texts[MERGE_THEIRS].ptr != NULL &&
           table->has_columns_of[MERGE_THEIRS] &&
           sdn_record_equal(table->type, table->rows[MERGE_BASE].record, table->rows[MERGE_THEIRS].record);
}

/* ---- one record ---- */

static const char misread[] = "was changed on both sides, and its cells would be read otherwise side by side";

/* Reads the rows of all versions. False: one of them cannot be read. */
static bool read_versions(file_merger *m, merge_work *work)
{
    bool readable = true;
    for (int s = MERGE_BASE; s < MERGE_SIDES; s++) {
        merge_row *row = &work->table->rows[s];
        if (work->texts[s].ptr != NULL)
            readable = merge_row_read(m, work->table, (merge_side)s, work->texts[s]) && readable;
        else
            memcpy(row->record, work->table->type->defaults, work->table->type->size);
    }
    return readable;
}

static sdn_code start_work(file_merger *m, merge_work *work)
{
    uint32_t count = work->table->type->field_count;
    work->picks = sdn_arena_alloc(&m->row_arena, count + 1);
    work->mixed = sdn_arena_alloc(&m->row_arena, work->table->type->size);
    if (work->picks == NULL || work->mixed == NULL)
        return sdn__fail_memory(m->err);
    memcpy(work->mixed, work->table->type->defaults, work->table->type->size);
    return SDN_OK;
}

/* The key, as messages show it; of a row without key its text. */
static void show_key(file_merger *m, merge_side side, uint32_t position, char shown[SDN_SHOWN_KEY_SIZE])
{
    const merge_element *element = merge_element_at(m, side, position);
    merge_table *table = &m->tables[element->table];
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn_str text = merge_element_text(m, side, position);
    merge_row_read(m, table, side, text);
    if ((element->flags & MERGE_BY_TEXT) == 0 &&
        merge_row_key(m, table, side, table->headers[side]->column_count, table->rows[side].cells, key))
        sdn__key_show(table->type, key, shown);
    else
        snprintf(shown, SDN_SHOWN_KEY_SIZE, "%.*s", (int)(text.len < 60 ? text.len : 60), text.ptr);
}

static sdn_code refuse_form(file_merger *m, const merge_table *table)
{
    return merge_leave(m, "table '%.*s' has other columns on one side, and a row that cannot be read",
                       (int)table->name.len, table->name.ptr);
}

static sdn_code dispute_rows(file_merger *m, merge_side side, uint32_t position, const merge_work *work,
                             const char *what, const char *ours, const char *theirs)
{
    char key[SDN_SHOWN_KEY_SIZE];
    merge_whole_dispute dispute = {.table = work->table, .key = key, .what = what, .said = {NULL, ours, theirs}};
    sdn_code code = SDN_OK;
    bool as_is = has_one_form(work->table);
    for (int s = MERGE_BASE; s < MERGE_SIDES && code == SDN_OK; s++) {
        merge_work alone = {.table = work->table, .picks = work->picks};
        alone.texts[s] = work->texts[s];
        dispute.rows[s] = work->texts[s];
        if (as_is || work->texts[s].ptr == NULL)
            continue;
        memset(work->picks, s, work->table->type->field_count);
        code = merge_compose(m, &alone, (merge_side)s, &dispute.rows[s]);
        if (code == SDN_OK && dispute.rows[s].ptr == NULL)
            code = refuse_form(m, work->table);
    }
    show_key(m, side, position, key);
    return code == SDN_OK ? merge_dispute_rows(m, &dispute) : code;
}

/* A row that cannot be read by one of the versions. */
static sdn_code dispute_unreadable(file_merger *m, merge_side side, uint32_t position, const merge_work *work)
{
    if (!has_one_form(work->table))
        return refuse_form(m, work->table);
    return dispute_rows(m, side, position, work, "was changed on both sides, and one of its rows cannot be read", NULL,
                        NULL);
}

/* A row with fields in dispute: as each version has it, where these fields are concerned. */
static sdn_code put_disputed(file_merger *m, merge_side side, uint32_t position, const merge_work *work)
{
    char key[SDN_SHOWN_KEY_SIZE];
    sdn_str rows[MERGE_SIDES];
    sdn_code code = SDN_OK;
    for (int s = MERGE_BASE; s < MERGE_SIDES && code == SDN_OK; s++) {
        code = merge_compose(m, work, (merge_side)s, &rows[s]);
        if (code == SDN_OK && rows[s].ptr == NULL)
            return dispute_rows(m, side, position, work, misread, NULL, NULL);
    }
    if (code != SDN_OK)
        return code;
    show_key(m, side, position, key);
    merge_dispute_fields(m, work, key, rows);
    return SDN_OK;
}

static sdn_code put_merged(file_merger *m, merge_side side, uint32_t position, const merge_work *work)
{
    sdn_str row;
    if (work->dispute_count > 0)
        return put_disputed(m, side, position, work);
    sdn_code code = merge_compose(m, work, MERGE_OURS, &row);
    if (code != SDN_OK)
        return code;
    if (row.ptr == NULL)
        return dispute_rows(m, side, position, work, misread, NULL, NULL);
    m->result->record_count += work->texts[MERGE_OURS].ptr == NULL || !sdn_str_equal(row, work->texts[MERGE_OURS]);
    return put_row(m, side, position, row);
}

/* A record that both sides inserted, with different values. */
static sdn_code merge_inserts(file_merger *m, merge_side side, uint32_t position, merge_work *work)
{
    bool is_renumbered = false;
    sdn_code code = merge_renumber(m, work, &is_renumbered);
    if (code != SDN_OK)
        return code;
    if (!is_renumbered)
        return dispute_rows(m, side, position, work, "was inserted on both sides, with different values", NULL, NULL);
    memset(work->picks, MERGE_OURS, work->table->type->field_count);
    work->texts[MERGE_THEIRS].ptr = NULL;
    work->dispute_count = 0;
    m->result->record_count++;
    return put_merged(m, MERGE_OURS, merge_element_at(m, side, position)->peers[MERGE_OURS], work);
}

static sdn_code merge_both(file_merger *m, merge_side side, uint32_t position, merge_work *work)
{
    work->theirs_is_form = is_form_alone(work);
    sdn_code code = decide_fields(m, work);
    if (code != SDN_OK)
        return code;
    bool is_insert = work->texts[MERGE_BASE].ptr == NULL && work->dispute_count > 0;
    return is_insert ? merge_inserts(m, side, position, work) : put_merged(m, side, position, work);
}

static sdn_code merge_by_fields(file_merger *m, merge_side side, uint32_t position, merge_work *work)
{
    bool both = work->texts[MERGE_OURS].ptr != NULL && work->texts[MERGE_THEIRS].ptr != NULL;
    sdn_code code = start_work(m, work);
    if (code == SDN_OK && both && work->texts[MERGE_BASE].ptr == NULL)
        code = merge_find_numbers(m, work->table);
    if (code != SDN_OK)
        return code;
    if (!read_versions(m, work))
        return dispute_unreadable(m, side, position, work);
    code = check_removed(m, work);
    if (code != SDN_OK)
        return code;
    if (both)
        return merge_both(m, side, position, work);
    memset(work->picks, (int)side, work->table->type->field_count);
    return put_merged(m, side, position, work);
}

/* One side deleted the record, `side` edited it. */
static sdn_code dispute_deletion(file_merger *m, merge_side side, uint32_t position, merge_work *work)
{
    sdn_code code = start_work(m, work);
    if (code != SDN_OK)
        return code;
    if (!read_versions(m, work) && !has_one_form(work->table))
        return refuse_form(m, work->table);
    if (side == MERGE_OURS)
        return dispute_rows(m, side, position, work, "was edited by ours and deleted by theirs", NULL, "deleted");
    return dispute_rows(m, side, position, work, "was deleted by ours and edited by theirs", "deleted", NULL);
}

static sdn_code merge_row_of(file_merger *m, merge_side side, uint32_t position)
{
    const merge_element *element = merge_element_at(m, side, position);
    merge_work work = {.table = &m->tables[element->table]};
    for (int s = MERGE_BASE; s < MERGE_SIDES; s++)
        work.texts[s] = row_of(m, (merge_side)s, element);
    if ((element->flags & MERGE_DISPUTED) != 0)
        return dispute_deletion(m, side, position, &work);
    if (!has_one_form(work.table))
        return merge_by_fields(m, side, position, &work);
    merge_side taken = MERGE_BASE;
    if (element->state == MERGE_LONE)
        taken = side;
    else if (is_equal_row(work.texts[MERGE_OURS], work.texts[MERGE_THEIRS]) ||
             is_equal_row(work.texts[MERGE_BASE], work.texts[MERGE_THEIRS]))
        taken = MERGE_OURS;
    else if (is_equal_row(work.texts[MERGE_BASE], work.texts[MERGE_OURS]))
        taken = MERGE_THEIRS;
    if (taken == MERGE_BASE)
        return merge_by_fields(m, side, position, &work);
    m->result->record_count += taken == MERGE_THEIRS;
    return put_row(m, taken, element->peers[taken], work.texts[taken]);
}

sdn_code merge_record(file_merger *m, merge_side side, uint32_t position)
{
    sdn_code code = merge_row_of(m, side, position);
    merge_rows_forget(m);
    return code;
}
