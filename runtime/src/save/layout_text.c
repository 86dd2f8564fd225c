/* The text between the rows of a layout: bytes of the document, and line ends. */
#include "save/layout_private.h"

#include <assert.h>

void sdn__layout_emit_document_until(sdn_file_emitter *file, const char *end)
{
    assert(file->at <= end);
    sdn__pieces_add(file->out, file->at, (size_t)(end - file->at));
    file->at = end;
}

void sdn__layout_emit_missing_line_end(sdn_table_emitter *t)
{
    sdn_pieces *pieces = t->file->out;
    char last = pieces->len > t->file->prefix_len ? sdn__pieces_before_end(pieces, 1) : '\n';
    if (last == '\r')
        sdn__pieces_add(pieces, "\n", 1);
    else if (last != '\n')
        sdn__pieces_add_str(pieces, t->file->line_end);
}
