#include "save/image_bytes.h"

#include "base/alloc.h"
#include "base/error.h"
#include "save/layout.h"
#include "text/checksum.h"

#include <string.h>

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

sdn_code sdn__image_copy_bytes(sdn_image *image, char **bytes, size_t *len, sdn_error *err)
{
    sdn_code code = sdn__layout_catch_up(image, err);
    return code == SDN_OK ? sdn__image_join(&image->pieces, bytes, len, err) : code;
}

sdn_code sdn__image_add_bytes(sdn_image *image, sdn_buffer *bytes, sdn_error *err)
{
    char *copy = NULL;
    size_t len = 0;
    sdn_code code = sdn__image_copy_bytes(image, &copy, &len, err);
    if (code != SDN_OK)
        return code;
    sdn__buffer_add(bytes, copy, len);
    sdn__free(copy);
    return bytes->out_of_memory ? sdn__fail_memory(err) : SDN_OK;
}

void sdn__image_number_lines(const sdn_image *image, sdn_table *table)
{
    const sdn_table_text *text = sdn__table_text_of(table);
    if (text == NULL || table->problems.count == 0)
        return;
    sdn_pieces_cursor cursor = sdn__pieces_cursor_at(&image->pieces, image->document.bytes);
    sdn__pieces_advance(&cursor, text->header.start);
    sdn__table_shift_lines(table, cursor.line - text->line_number);
}
