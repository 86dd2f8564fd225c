#include "merge/merge_private.h"

/* ---- headers ---- */

/* Whether the result has the columns that the header of a version says. */
static bool fits(const merge_table *table, merge_side side)
{
    return table->headers[side] != NULL && table->has_columns_of[side];
}

static void put_text(file_merger *m, const char *start, const char *end)
{
    sdn__buffer_add(&m->output.text, start, (size_t)(end - start));
}

/* A header for columns that no version has: ours, or theirs, with other columns. */
static void put_new_header(file_merger *m, const merge_table *table, merge_side side)
{
    const sdn_table_text *header = table->headers[side];
    const char *bar = header->header.start + header->indent + header->name.len;
    bar = sdn__skip_blanks(bar, header->header.end) + 1;
    merge_put_header_end(m);
    put_text(m, header->header.start, bar);
    for (uint32_t i = 0; i < table->column_count; i++) {
        if (i > 0)
            sdn__buffer_add(&m->output.text, ", ", 2);
        sdn__buffer_add_str(&m->output.text, table->columns[i].name);
    }
    sdn__buffer_add(&m->output.text, "|", 1);
}

/* The version whose header the result has: ours, unless only theirs changed it. */
static merge_side header_of(const file_merger *m, const merge_table *table)
{
    const uint32_t *at = table->first;
    bool ours = fits(table, MERGE_OURS), theirs = fits(table, MERGE_THEIRS);
    if (!ours || !theirs)
        return theirs || table->headers[MERGE_OURS] == NULL ? MERGE_THEIRS : MERGE_OURS;
    bool is_old =
        table->headers[MERGE_BASE] != NULL && sdn_str_equal(merge_element_text(m, MERGE_OURS, at[MERGE_OURS]),
                                                            merge_element_text(m, MERGE_BASE, at[MERGE_BASE]));
    return is_old ? MERGE_THEIRS : MERGE_OURS;
}

/* What follows the second bar: a comment, or nothing. */
static sdn_str comment_of(const merge_table *table, merge_side side)
{
    const sdn_table_text *header = table->headers[side];
    return header == NULL || header->inline_row ? SDN_STR("") : sdn__trimmed(header->bars_end, header->header.end);
}

/* The version whose comment the result has, three-way; `usual` if both sides have the same. */
static sdn_code choose_comment(file_merger *m, const merge_table *table, merge_side usual, merge_side *side)
{
    sdn_str base = comment_of(table, MERGE_BASE), ours = comment_of(table, MERGE_OURS);
    sdn_str theirs = comment_of(table, MERGE_THEIRS);
    *side = usual;
    if (table->headers[MERGE_OURS] == NULL || table->headers[MERGE_THEIRS] == NULL || sdn_str_equal(ours, theirs))
        return SDN_OK;
    bool is_ours = sdn_str_equal(theirs, base);
    if (!is_ours && !sdn_str_equal(ours, base))
        return merge_leave(m, "the comment behind the columns of table '%.*s' was changed on both sides",
                           (int)table->name.len, table->name.ptr);
    if (table->headers[usual]->inline_row)
        return merge_leave(m, "table '%.*s' has a comment on one side where the other has its first row",
                           (int)table->name.len, table->name.ptr);
    *side = is_ours ? MERGE_OURS : MERGE_THEIRS;
    return SDN_OK;
}

static sdn_code put_header(file_merger *m, merge_table *table)
{
    merge_side side = header_of(m, table), comment = side;
    const sdn_table_text *header = table->headers[side];
    sdn_code code = choose_comment(m, table, side, &comment);
    if (code != SDN_OK)
        return code;
    if (!fits(table, side))
        put_new_header(m, table, side);
    else {
        merge_put_header_end(m);
        put_text(m, header->header.start, header->bars_end);
    }
    m->output.on_header = true;
    m->output.header_indent = header->indent;
    m->output.header_side = side;
    m->output.header_row = header->inline_row ? table->first[side] + 1 : MERGE_NONE;
    if (header->inline_row)
        return SDN_OK;
    put_text(m, table->headers[comment]->bars_end, table->headers[comment]->header.end);
    merge_put_header_end(m);
    return SDN_OK;
}

/* ---- elements ---- */

sdn_code merge_element_put(file_merger *m, merge_side side, uint32_t position)
{
    const merge_element *element = merge_element_at(m, side, position);
    if ((element->flags & MERGE_IS_HEADER) == 0)
        return merge_record(m, side, position);
    return put_header(m, &m->tables[element->table]);
}
