#include "record/misread.h"

#include "base/error.h"
#include "text/utf8.h"

#include <stdio.h>

/* Messages show at most this many bytes of a text. */
enum { SHOWN_BYTES = 40 };

enum { WORDS_SIZE = 200 };

/* Writes `is none of low, medium, high`: all words, or the first ones of many. */
static void list_words(const sdn_enum_type *type, char to[WORDS_SIZE])
{
    enum { MOST_WORDS = 8, MOST_BYTES = 120 };
    size_t used = (size_t)snprintf(to, WORDS_SIZE, "is none of ");
    uint32_t i = 0;
    for (; i < type->count && i < MOST_WORDS && used + type->names[i].len < MOST_BYTES; i++)
        used += (size_t)snprintf(to + used, WORDS_SIZE - used, "%s%.*s", i > 0 ? ", " : "", (int)type->names[i].len,
                                 type->names[i].ptr);
    if (i < type->count)
        snprintf(to + used, WORDS_SIZE - used, "%s... (%lu words)", i > 0 ? ", " : "", (unsigned long)type->count);
}

void sdn__misread_show(const sdn_field *field, sdn_str text, const char *problem, char to[SDN_MISREAD_SIZE])
{
    char shown[SHOWN_BYTES + 1], words[WORDS_SIZE];
    if (field->type == SDN_TYPE_ENUM && (field->flags & SDN_FIELD_LIST) == 0) {
        list_words(field->enumeration, words);
        problem = words;
    }
    sdn__utf8_show(shown, sizeof shown, text.ptr, text.len);
    (void)snprintf(to, SDN_MISREAD_SIZE, "'%s%s' %s", shown, text.len > SHOWN_BYTES ? "..." : "", problem);
}

sdn_code sdn__misread_fail(const sdn_row_reader *row, sdn_error *err)
{
    char misread[SDN_MISREAD_SIZE];
    const sdn_field *field = &row->type->fields[row->problem_field];
    const sdn_cell *cell = &row->cells[row->columns[row->problem_field]];
    if (row->out_of_memory)
        return sdn__fail_memory(err);
    if (cell->len == 0)
        return sdn__fail(err, SDN_E_INVALID, NULL, "field '%s' is empty, and has no default; give it a value",
                         field->name);
    sdn__misread_show(field, (sdn_str){cell->ptr, cell->len}, row->problem, misread);
    return sdn__fail(err, SDN_E_INVALID, NULL, "field '%s': %s; correct it", field->name, misread);
}
