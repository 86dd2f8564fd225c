#include "save/image_bytes.h"

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "save/layout.h"
#include "table/rules.h"
#include "text/checksum.h"

#include <string.h>

sdn_code sdn__image_validate(const sdn_image *image, sdn_table *table, sdn_error *err)
{
    sdn_pieces file = SDN_PIECES_INIT;
    sdn_code code = sdn__layout_build(image, NULL, &file, err);
    if (code == SDN_OK)
        code = sdn__rules_list(table, &file, err);
    sdn__pieces_release(&file);
    return code;
}

sdn_code sdn__image_compare(const sdn_image *image, const char *bytes, size_t len, bool *same, sdn_error *err)
{
    sdn_pieces file = SDN_PIECES_INIT;
    sdn_code code = sdn__layout_build(image, NULL, &file, err);
    if (code == SDN_OK)
        *same = sdn__pieces_equal(&file, bytes, len);
    sdn__pieces_release(&file);
    return code;
}

sdn_code sdn__image_join(const sdn_pieces *pieces, char **bytes, size_t *len, sdn_error *err)
{
    sdn_buffer joined = SDN_BUFFER_INIT;
    sdn__buffer_reserve(&joined, pieces->len + SDN_PADDING);
    if (joined.out_of_memory)
        return sdn__fail_memory(err);
    sdn__pieces_copy(pieces, joined.bytes);
    joined.len = pieces->len;
    sdn__checksum_renew(&joined);
    sdn__buffer_reserve(&joined, SDN_PADDING);
    if (joined.out_of_memory) {
        sdn__buffer_release(&joined);
        return sdn__fail_memory(err);
    }
    memset(joined.bytes + joined.len, 0, SDN_PADDING);
    *bytes = joined.bytes;
    *len = joined.len;
    return SDN_OK;
}

sdn_code sdn__image_copy_bytes(const sdn_image *image, char **bytes, size_t *len, sdn_error *err)
{
    sdn_pieces file = SDN_PIECES_INIT;
    sdn_code code = sdn__layout_build(image, NULL, &file, err);
    if (code == SDN_OK)
        code = sdn__image_join(&file, bytes, len, err);
    sdn__pieces_release(&file);
    return code;
}

sdn_code sdn__image_number_lines(const sdn_image *image, sdn_table *table, sdn_error *err)
{
    sdn_pieces file = SDN_PIECES_INIT;
    const sdn_table_text *text = sdn__table_text_of(table);
    if (text == NULL || table->problems.count == 0)
        return SDN_OK;
    sdn_code code = sdn__layout_build(image, NULL, &file, err);
    if (code == SDN_OK) {
        sdn_pieces_cursor cursor = {0, image->document.bytes, 1, 1};
        sdn__pieces_advance(&file, &cursor, text->header.start);
        sdn__table_shift_lines(table, cursor.line - text->line_number);
    }
    sdn__pieces_release(&file);
    return code;
}
