#include "store/layout.h"

#include "base/alloc.h"
#include "store/placement.h"
#include "store/row_compose.h"
#include "text/checksum.h"

#include <string.h>

typedef struct layout {
    const sdn_document *document;
    sdn_buffer out;
    size_t prefix_len; /* of what comes before the document */
    const char *done;  /* the document is laid out up to here */
} layout;

/* One table while it is laid out. */
typedef struct table_layout {
    layout *layout;
    sdn_table *table;
    sdn_composer composer;
    sdn_placement *placements;
    size_t placement_count;
    size_t placed;
} table_layout;

static void copy_until(layout *l, const char *end)
{
    sdn_buffer_add(&l->out, l->done, (size_t)(end - l->done));
    l->done = end;
}

/* A row is about to follow: the line before it must have an end. */
static void end_line(table_layout *t)
{
    sdn_buffer *out = &t->layout->out;
    if (!out->out_of_memory && out->len > t->layout->prefix_len && out->bytes[out->len - 1] != '\n')
        sdn_buffer_add_str(out, t->composer.style.line_end);
}

static sdn_code add_new_rows(table_layout *t, uint32_t after, sdn_error *err)
{
    sdn_buffer *out = &t->layout->out;
    for (; t->placed < t->placement_count && t->placements[t->placed].after == after; t->placed++) {
        end_line(t);
        sdn_code code = sdn_compose_row(&t->composer, t->placements[t->placed].slot, out, err);
        if (code != SDN_OK)
            return code;
        sdn_buffer_add_str(out, t->composer.style.line_end);
    }
    return SDN_OK;
}

static const char *behind_line_end(const sdn_document *document, const char *at)
{
    const char *end = document->bytes + document->len;
    at += at < end && *at == '\r';
    at += at < end && *at == '\n';
    return at;
}

/* Lays out one row of the file with what stands between it and the row before. */
static sdn_code add_row(table_layout *t, uint32_t slot, sdn_error *err)
{
    layout *l = t->layout;
    const sdn_table_row *row = &t->table->rows[slot];
    const char *start = l->document->bytes + row->start, *end = start + row->length;
    if ((row->flags & SDN_ROW_DELETED) != 0) {
        copy_until(l, start);
        l->done = behind_line_end(l->document, end);
    } else if (sdn_composer_rewrites(&t->composer, slot)) {
        copy_until(l, start);
        sdn_code code = sdn_compose_row(&t->composer, slot, &l->out, err);
        l->done = end;
        if (code != SDN_OK)
            return code;
    }
    return SDN_OK;
}

/* A row on the header line can stay there only as the table's one row. */
static bool must_unfold(const table_layout *t)
{
    bool dropped = t->table->loaded_count > 0 && (t->table->rows[0].flags & SDN_ROW_DELETED) != 0;
    return sdn_table_text_of(t->table)->inline_row && (t->placement_count > 0 || dropped);
}

/* Moves the row on the header line to a line of its own, new rows before it. */
static sdn_code unfold(table_layout *t, sdn_error *err)
{
    layout *l = t->layout;
    const sdn_table_row *row = &t->table->rows[0];
    sdn_buffer_add_str(&l->out, t->composer.style.line_end);
    sdn_code code = add_new_rows(t, SDN_AT_START, err);
    if ((row->flags & SDN_ROW_DELETED) == 0)
        sdn_buffer_add_str(&l->out, t->composer.style.indent);
    l->done = l->document->bytes + row->start;
    return code;
}

static sdn_code add_header(table_layout *t, sdn_error *err)
{
    layout *l = t->layout;
    const sdn_table_text *text = sdn_table_text_of(t->table);
    copy_until(l, text->header.start);
    sdn_compose_header(&t->composer, &l->out);
    l->done = text->bars_end;
    if (must_unfold(t))
        return unfold(t, err);
    if (text->inline_row)
        return SDN_OK;
    copy_until(l, text->header.next);
    return add_new_rows(t, SDN_AT_START, err);
}

static sdn_code add_rows(table_layout *t, sdn_error *err)
{
    layout *l = t->layout;
    sdn_code code = SDN_OK;
    for (size_t slot = 0; slot < t->table->loaded_count && code == SDN_OK; slot++) {
        const sdn_table_row *row = &t->table->rows[slot];
        uint32_t after = SDN_AFTER((uint32_t)slot);
        code = add_row(t, (uint32_t)slot, err);
        if (code != SDN_OK || t->placed == t->placement_count || t->placements[t->placed].after != after)
            continue;
        if ((row->flags & SDN_ROW_DELETED) == 0)
            copy_until(l, behind_line_end(l->document, l->document->bytes + row->start + row->length));
        code = add_new_rows(t, after, err);
    }
    if (code == SDN_OK && t->placed < t->placement_count) {
        copy_until(l, sdn_table_text_of(t->table)->rows_end);
        code = add_new_rows(t, SDN_AT_END, err);
    }
    return code;
}

/* Whether what is laid out ends in an empty line, or is nothing at all. */
static bool ends_in_blank_line(const layout *l)
{
    const char *start = l->out.bytes + l->prefix_len, *end = l->out.bytes + l->out.len;
    if (l->out.out_of_memory || start == end)
        return true;
    end--; /* the line end of the last line */
    end -= end > start && end[-1] == '\r';
    return end == start || end[-1] == '\n';
}

/* A table that the file lacks goes to its end, behind a blank line. */
static sdn_code add_table(table_layout *t, sdn_error *err)
{
    layout *l = t->layout;
    sdn_buffer *out = &l->out;
    copy_until(l, l->document->bytes + l->document->len);
    end_line(t);
    if (!ends_in_blank_line(l))
        sdn_buffer_add_str(out, t->composer.style.line_end);
    sdn_compose_header(&t->composer, out);
    sdn_buffer_add_str(out, t->composer.style.line_end);
    sdn_code code = add_new_rows(t, SDN_AT_START, err);
    return code == SDN_OK ? add_new_rows(t, SDN_AT_END, err) : code;
}

static sdn_code lay_out(table_layout *t, sdn_error *err)
{
    sdn_code code = sdn_composer_init(&t->composer, t->table, err);
    if (code == SDN_OK && sdn_placements_find(t->table, &t->placements, &t->placement_count) != 0)
        code = sdn_fail_memory(err);
    if (code != SDN_OK)
        return code;
    if (t->table->position != SDN_NO_TABLE) {
        code = add_header(t, err);
        return code == SDN_OK ? add_rows(t, err) : code;
    }
    return t->placement_count > 0 ? add_table(t, err) : SDN_OK;
}

static sdn_code lay_out_table(layout *l, sdn_table *table, sdn_error *err)
{
    table_layout t = {.layout = l, .table = table};
    if (!sdn_table_changed(table))
        return SDN_OK;
    sdn_code code = lay_out(&t, err);
    sdn_composer_release(&t.composer);
    sdn_free(t.placements);
    return code;
}

/* Tables in file order, those that the file lacks last. */
static sdn_code lay_out_all(layout *l, sdn_table *const *tables, size_t table_count, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t position = 0; position < l->document->table_count; position++)
        for (size_t i = 0; i < table_count && code == SDN_OK; i++)
            if (tables[i]->position == position)
                code = lay_out_table(l, tables[i], err);
    for (size_t i = 0; i < table_count && code == SDN_OK; i++)
        if (tables[i]->position == SDN_NO_TABLE)
            code = lay_out_table(l, tables[i], err);
    return code;
}

sdn_code sdn_layout_build(const sdn_document *document, sdn_str prefix, sdn_table *const *tables, size_t table_count,
                          size_t padding, char **bytes, size_t *len, sdn_error *err)
{
    layout l = {
        .document = document, .out = SDN_BUFFER_INIT, .prefix_len = prefix.len, .done = document->bytes};
    sdn_buffer_reserve(&l.out, prefix.len + document->len + document->len / 16 + padding + 256);
    sdn_buffer_add_str(&l.out, prefix);
    sdn_code code = lay_out_all(&l, tables, table_count, err);
    copy_until(&l, document->bytes + document->len);
    if (code == SDN_OK)
        sdn_checksum_renew(&l.out);
    sdn_buffer_reserve(&l.out, padding);
    if (code == SDN_OK && l.out.out_of_memory)
        code = sdn_fail_memory(err);
    if (code != SDN_OK) {
        sdn_buffer_release(&l.out);
        return code;
    }
    memset(l.out.bytes + l.out.len, 0, padding);
    *bytes = l.out.bytes;
    *len = l.out.len;
    return SDN_OK;
}
