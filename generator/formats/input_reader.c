#include "formats/input_reader.h"

#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/error.h"
#include "formats/input_private.h"
#include "text/utf8.h"

/* Fails with the position of a byte, for which the lines before it are counted. */
static void fail_at_byte(input_reader *reader, const char *at, sdn_error *err)
{
    for (const char *byte = reader->at; byte < at; byte++)
        if (*byte == '\n')
            input_begin_line(reader, byte + 1);
    input_fail(reader, err, INPUT_PLACE(reader, at),
               "not valid UTF-8, or a NUL byte; convert the text to UTF-8, for example with iconv");
}

static bool is_text(input_reader *reader, sdn_error *err)
{
    size_t len = (size_t)(reader->end - reader->at);
    const char *fault = len > 0 ? sdn__utf8_fault(reader->at, len) : NULL;
    if (len >= UINT32_MAX) {
        sdn__fail(err, SDN_E_LIMIT, reader->path, "the input is larger than 4 GiB; divide it");
        return false;
    }
    if (fault != NULL)
        fail_at_byte(reader, fault, err);
    return fault == NULL;
}

static void skip_byte_order_mark(input_reader *reader)
{
    static const char mark[] = "\xEF\xBB\xBF";
    if (reader->end - reader->at >= 3 && memcmp(reader->at, mark, 3) == 0)
        reader->at += 3;
    reader->line_start = reader->at;
}

input_reader *input_reader_open(input_format format, const char *path, sdn_str text, sdn_error *err)
{
    static const struct {
        const input_grammar *grammar;
        char separator;
    } formats[] = {
        [INPUT_CSV] = {&input_separated, ','},
        [INPUT_TSV] = {&input_separated, '\t'},
        [INPUT_JSON] = {&input_json, 0},
        [INPUT_JSONL] = {&input_jsonl, 0},
    };
    const char *start = text.len > 0 ? text.ptr : "";
    input_reader *reader = sdn__alloc_zeroed(1, sizeof *reader);
    if (reader == NULL) {
        sdn__fail_memory(err);
        return NULL;
    }
    *reader = (input_reader){.grammar = formats[format].grammar,
                             .path = path,
                             .at = start,
                             .end = start + text.len,
                             .line_start = start,
                             .line = 1,
                             .separator = formats[format].separator};
    if (!is_text(reader, err)) {
        input_reader_release(reader);
        return NULL;
    }
    skip_byte_order_mark(reader);
    int result = reader->grammar->begin(reader, err);
    reader->is_over = result == 0;
    if (result >= 0)
        return reader;
    input_reader_release(reader);
    return NULL;
}

bool input_reader_header(const input_reader *reader, input_row *header)
{
    if (reader->name_count > 0)
        *header = (input_row){reader->names, reader->name_count, reader->names[0].value.line};
    return reader->name_count > 0;
}

int input_reader_next(input_reader *reader, input_row *row, sdn_error *err)
{
    if (reader->is_over)
        return 0;
    sdn__arena_rewind(&reader->row);
    reader->field_count = 0;
    int result = reader->grammar->next(reader, err);
    reader->is_over = result <= 0;
    if (result == 1)
        *row = (input_row){reader->fields, reader->field_count, reader->row_line};
    return result;
}

void input_reader_release(input_reader *reader)
{
    if (reader == NULL)
        return;
    sdn_arena_release(&reader->row);
    sdn_arena_release(&reader->names_arena);
    sdn__free(reader->fields);
    sdn__free(reader->json.items);
    sdn__free(reader);
}
