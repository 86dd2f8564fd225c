/*
 * Text in the buffer: the NULs that end the text of records, written when a record is handed out and removed again.
 *
 * Text is not copied when a file is loaded: a record points into the file's buffer. Callers are promised that text ends
 * with a NUL, so that it is a C string. Text in a row is followed by a closing quote, a comma or the line end: one byte
 * that nobody needs while the record is in use, so the NUL replaces it. Which of the three bytes it was follows from
 * the row, so nothing need be stored to restore the bytes of the file.
 *
 * NULs are written for a group of 64 neighbouring rows when one of them is first handed out: rows that nobody reads are
 * never touched, and their memory stays as the file was read. Before the buffer is read as the file (a save, a merge),
 * the NULs are removed; afterwards they are written again, because callers keep their pointers.
 *
 * Invariants
 *   - Either all NULs of a group are there (`terminated`) or none.
 *   - Only records as loaded are looked at: an edited record may point to text of other rows, whose delimiters do not
 *     follow from its own row.
 */
#include "table/table.h"

#include "record/record.h"

/* The buffer, by value: so its address and length stay in registers while bytes are written, which could alias the
 * table. */
typedef struct buffer {
    char *bytes;
    size_t len;
} buffer;

static inline buffer buffer_of(const sdn_table *table)
{
    return (buffer){table->text.bytes, table->document->len};
}

/* The offset of text in the buffer, or SDN_NO_OFFSET if it is elsewhere, or empty. */
static inline size_t offset_in(buffer all, const sdn_str *text)
{
    size_t at = (uintptr_t)text->ptr - (uintptr_t)all.bytes;
    return text->len > 0 && at < all.len ? at : SDN_NO_OFFSET;
}

static inline const sdn_str *text_at(const void *record, size_t offset)
{
    return (const sdn_str *)(const void *)((const char *)record + offset);
}

static void terminate(buffer all, const size_t *offsets, const size_t *end, const void *record)
{
    for (; offsets < end; offsets++) {
        const sdn_str *text = text_at(record, *offsets);
        size_t at = offset_in(all, text);
        assert(at == SDN_NO_OFFSET || text->len <= all.len - at);
        if (at != SDN_NO_OFFSET)
            all.bytes[at + text->len] = '\0';
    }
}

/* The record as loaded, whose text is in the buffer; NULL for a row that cannot be read and is never handed out. */
static inline const void *as_loaded(const sdn_table *table, size_t slot)
{
    const sdn_row *row = &table->slots.rows[slot];
    if ((row->flags & SDN_ROW_UNREADABLE) != 0)
        return NULL;
    return row->change != 0 ? sdn__slots_base(&table->slots, (uint32_t)slot)
                            : sdn__slots_record(&table->slots, (uint32_t)slot);
}

static size_t group_count(const sdn_table *table)
{
    return (table->text.row_count + SDN_GROUP_ROWS - 1) / SDN_GROUP_ROWS;
}

static size_t group_end(const sdn_table *table, size_t group)
{
    size_t end = (group + 1) * SDN_GROUP_ROWS;
    return end < table->text.row_count ? end : table->text.row_count;
}

static void terminate_rows(sdn_table *table, size_t group)
{
    buffer all = buffer_of(table);
    const size_t *offsets = table->text.offsets, *offsets_end = offsets + table->text.offset_count;
    for (size_t slot = group * SDN_GROUP_ROWS, end = group_end(table, group); slot < end; slot++) {
        const void *record = as_loaded(table, slot);
        if (record != NULL)
            terminate(all, offsets, offsets_end, record);
    }
}

void sdn__table_terminate(sdn_table *table, size_t group)
{
    terminate_rows(table, group);
    table->text.terminated[group] = true;
}

/* The byte that the NUL after the text at `at` replaced: the row reader leaves text in place only directly before a
 * closing quote, a comma or the end of the row. */
static char delimiter_after(buffer all, const sdn_row *row, size_t at, size_t len)
{
    if (at > row->start && all.bytes[at - 1] == '"')
        return '"';
    if (at + len < (size_t)row->start + row->length)
        return ',';
    return (row->flags & SDN_ROW_CARRIAGE_RETURN) != 0 ? '\r' : '\n';
}

static void restore_row(sdn_table *table, const sdn_row *row, const void *record)
{
    buffer all = buffer_of(table);
    for (uint32_t i = 0; i < table->text.offset_count; i++) {
        const sdn_str *text = text_at(record, table->text.offsets[i]);
        size_t at = offset_in(all, text);
        if (at != SDN_NO_OFFSET && at + text->len < all.len) /* else it is the NUL after the buffer */
            all.bytes[at + text->len] = delimiter_after(all, row, at, text->len);
    }
}

static void restore_rows(sdn_table *table, size_t group)
{
    for (size_t slot = group * SDN_GROUP_ROWS, end = group_end(table, group); slot < end; slot++) {
        const void *record = as_loaded(table, slot);
        if (record != NULL)
            restore_row(table, &table->slots.rows[slot], record);
    }
}

sdn_str sdn__table_row_as_written(sdn_table *table, uint32_t slot)
{
    size_t group = slot / SDN_GROUP_ROWS;
    if (slot < table->text.row_count && table->text.terminated[group]) {
        restore_rows(table, group);
        table->text.terminated[group] = false;
    }
    return sdn__table_row_text(table, slot);
}

/* Calls `change` for each group whose NULs are there, or have to be there again. */
static void each_terminated(sdn_table *table, void (*change)(sdn_table *table, size_t group))
{
    for (size_t group = 0, count = group_count(table); group < count; group++)
        if (table->text.terminated[group])
            change(table, group);
}

void sdn__table_restore_bytes(sdn_table *table)
{
    each_terminated(table, restore_rows);
}

void sdn__table_terminate_again(sdn_table *table)
{
    each_terminated(table, terminate_rows);
}
