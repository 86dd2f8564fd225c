/*
 * The oracle looks at each row there is, and shares no code with the layout: the document as it was read, with the rows
 * that were changed in place of what they were, without those that are gone, and the added ones after them.
 */
#include "test.h"

#include "kept_pieces.h"

#include "text/checksum.h"

/* ---- the file from its rows ---- */

typedef struct plain_file {
    const sdn_image *image;
    sdn_buffer bytes;
    const char *at; /* what comes before this in the buffer is in `bytes`, or left out */
} plain_file;

/* Adds text of the document, or of a row, as it is in the file. */
static void add_text(plain_file *file, sdn_str text)
{
    sdn__buffer_reserve(&file->bytes, text.len + 1);
    assert_false(file->bytes.out_of_memory);
    sdn__document_copy(&file->image->document, text.ptr, text.len, file->bytes.bytes + file->bytes.len);
    file->bytes.len += text.len;
}

static void add_until(plain_file *file, const char *end)
{
    add_text(file, (sdn_str){file->at, (size_t)(end - file->at)});
    file->at = end;
}

static void end_line(plain_file *file)
{
    size_t prefix = (size_t)(file->image->document.bytes - file->image->buffer);
    char last = file->bytes.len > prefix ? file->bytes.bytes[file->bytes.len - 1] : '\n';
    sdn_str line_end = sdn__document_line_end(&file->image->document);
    if (last != '\n')
        sdn__buffer_add_str(&file->bytes, last == '\r' ? SDN_STR("\n") : line_end);
}

static void add_read_row(plain_file *file, const sdn_table *table, uint32_t slot)
{
    const sdn_row *row = &table->slots.rows[slot];
    sdn_str read = sdn__table_row_in_buffer(table, slot);
    if (sdn__row_is_gone(row)) {
        add_until(file, read.ptr);
        file->at = sdn__document_after_line_end(&file->image->document, read.ptr + read.len);
    } else if ((row->flags & SDN_ROW_PATCHED) != 0) {
        add_until(file, read.ptr);
        add_text(file, sdn__table_row_text(table, slot));
        file->at = read.ptr + read.len;
    }
}

static void add_added_row(plain_file *file, const sdn_table *table, uint32_t slot)
{
    const sdn_row *row = &table->slots.rows[slot];
    if (!sdn__row_has_patch(row))
        return; /* its record was deleted before a save */
    end_line(file);
    if (sdn__row_is_gone(row))
        return;
    add_text(file, sdn__table_row_text(table, slot));
    sdn__buffer_add_str(&file->bytes, sdn__document_line_end(&file->image->document));
}

static void add_table(plain_file *file, const sdn_table *table)
{
    size_t read = sdn__table_read_count(table), loaded = table->slots.loaded_count;
    for (uint32_t slot = 0; slot < read; slot++)
        add_read_row(file, table, slot);
    if (loaded > read && file->at < sdn__table_text_of(table)->rows_end)
        add_until(file, sdn__table_text_of(table)->rows_end);
    for (uint32_t slot = (uint32_t)read; slot < loaded; slot++)
        add_added_row(file, table, slot);
}

static sdn_buffer plain_file_of(const sdn_image *image)
{
    plain_file file = {image, SDN_BUFFER_INIT, image->buffer};
    const sdn_table *table = NULL;
    while ((table = sdn__image_next_table(image, table)) != NULL)
        if (table->columns.position != SDN_NO_TABLE)
            add_table(&file, table);
    add_until(&file, image->buffer + image->buffer_len);
    sdn__checksum_renew(&file.bytes);
    assert_false(file.bytes.out_of_memory);
    return file.bytes;
}

/* ---- invariants ---- */

static void assert_part_is_sound(const sdn_pieces_part *part, uint64_t *after)
{
    size_t len = 0;
    assert_in_range(part->count, 1, SDN_PART_PIECES);
    assert_false(part->is_shared);
    assert_true(part->place == part->items[0].place);
    for (uint32_t i = 0; i < part->count; i++) {
        assert_true(part->items[i].text.len > 0);
        assert_true(part->items[i].place >= *after);
        *after = part->items[i].place + 1;
        len += part->items[i].text.len;
    }
    assert_int_equal(part->len, len);
}

static void assert_parts_are_sound(const sdn_pieces *pieces)
{
    size_t len = 0;
    uint64_t after = 0;
    assert_false(pieces->out_of_memory);
    for (size_t i = 0; i < pieces->count; i++) {
        assert_part_is_sound(&pieces->parts[i], &after);
        if (i > 0)
            assert_true(pieces->parts[i - 1].count + pieces->parts[i].count > SDN_PART_PIECES);
        len += pieces->parts[i].len;
    }
    assert_int_equal(pieces->len, len);
}

void assert_pieces_are_kept(const sdn_image *image)
{
    sdn_buffer plain = plain_file_of(image);
    assert_parts_are_sound(&image->pieces);
    bool same = sdn__pieces_equal(&image->pieces, plain.bytes, plain.len);
    sdn__buffer_release(&plain);
    assert_true(same);
    assert_ptr_equal(image->pieces.delimiters, &image->document.delimiters);
}
