/* The text that a layout is made of: bytes of the document, line ends, and what was encoded. */
#include "save/layout_private.h"

#include "base/arena.h"
#include "base/error.h"

#include <assert.h>
#include <string.h>

void sdn__layout_emit_document_until(sdn_file_emitter *file, const char *end)
{
    assert(file->at <= end);
    sdn__pieces_add(&file->out->pieces, file->at, (size_t)(end - file->at));
    file->at = end;
}

void sdn__layout_emit_missing_line_end(sdn_table_emitter *t)
{
    sdn_pieces *pieces = &t->file->out->pieces;
    char last = pieces->len > t->file->prefix_len ? sdn__pieces_before_end(pieces, 1) : '\n';
    if (last == '\r')
        sdn__pieces_add(pieces, "\n", 1);
    else if (last != '\n')
        sdn__pieces_add_str(pieces, sdn__document_line_end(t->file->document));
}

sdn_code sdn__layout_keep_encoded(sdn_table_emitter *t, size_t line_end_len, sdn_str *text, sdn_error *err)
{
    size_t len = t->scratch.len;
    char *kept = t->scratch.out_of_memory ? NULL : sdn__arena_bytes(&t->file->out->text, len);
    t->scratch.len = 0;
    if (kept == NULL)
        return sdn__fail_memory(err);
    memcpy(kept, t->scratch.bytes, len);
    *text = (sdn_str){kept, len - line_end_len};
    return SDN_OK;
}
