#include "query/field_name.h"

#include <string.h>

#include "base/error.h"
#include "diag/suggest.h"

enum { FIELDS_LISTED = 12 };

static sdn_str nearest_field(const sdn_record_type *type, sdn_str name, diag_list *diags)
{
    suggestion search = suggest_for(name, &diags->suggestions_left);
    for (uint32_t i = 0; i < type->field_count; i++) {
        suggest_offer(&search, sdn_str_from(type->fields[i].name));
        suggest_offer(&search, type->fields[i].column);
    }
    return search.best;
}

/* The first field that has this word as a value, or NULL. */
static const sdn_field *field_with_word(const sdn_record_type *type, sdn_str word)
{
    for (uint32_t i = 0; i < type->field_count; i++) {
        const sdn_enum_type *enumeration = type->fields[i].enumeration;
        if (enumeration != NULL && sdn_enum_find(enumeration, word) < enumeration->count)
            return &type->fields[i];
    }
    return NULL;
}

static void help_with_list(const sdn_record_type *type, diag_list *diags, diag *d)
{
    sdn_buffer names = SDN_BUFFER_INIT;
    for (uint32_t i = 0; i < type->field_count && i < FIELDS_LISTED; i++)
        text_printf(&names, "%s%s", i > 0 ? ", " : "", type->fields[i].name);
    sdn_str text = text_view(&names);
    diag_help(diags, d, "the fields are %.*s%s", DIAG_STR(text), type->field_count > FIELDS_LISTED ? ", ..." : "");
    diags->out_of_memory = diags->out_of_memory || names.out_of_memory;
    sdn__buffer_release(&names);
}

static void report_unknown(const sdn_record_type *type, sdn_str name, source_span span, diag_list *diags)
{
    diag *d = diag_error(diags, span, "'%.*s' is not a field of '%s'", DIAG_STR(name), type->table.ptr);
    sdn_str best = nearest_field(type, name, diags);
    const sdn_field *field = field_with_word(type, name);
    if (best.len > 0)
        diag_help(diags, d, "did you mean '%.*s'?", DIAG_STR(best));
    else if (field != NULL)
        diag_help(diags, d, "it is a value of '%s'; write: %s = %.*s", field->name, field->name, DIAG_STR(name));
    else
        help_with_list(type, diags, d);
}

uint32_t field_name_find(const sdn_record_type *type, sdn_str name, source_span span, diag_list *diags)
{
    uint32_t found = sdn_field_find(type, name);
    if (found == type->field_count)
        report_unknown(type, name, span, diags);
    return found;
}

/* ---- lists ---- */

/* Reading of a list. */
typedef struct choice_reader {
    const source_file *source;
    const sdn_record_type *type;
    sdn_arena *arena;
    diag_list *diags;
    size_t at; /* in the text */
} choice_reader;

static bool is_blank_in_name(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static char next_char(const choice_reader *reader)
{
    sdn_str text = reader->source->text;
    return reader->at < text.len ? text.ptr[reader->at] : '\0';
}

static void skip_blanks(choice_reader *reader)
{
    while (is_blank_in_name(next_char(reader)))
        reader->at++;
}

static source_span span_from(const choice_reader *reader, size_t start)
{
    return (source_span){reader->source, (uint32_t)start, (uint32_t)(reader->at - start)};
}

/* A name in brackets; the text from the one after '[' on. */
static bool read_bracketed(choice_reader *reader, sdn_str *name)
{
    size_t start = reader->at++;
    sdn_str copy = sdn_arena_copy_str(reader->arena, reader->source->text);
    char *to = (char *)copy.ptr;
    if (to == NULL) {
        reader->diags->out_of_memory = true;
        return false;
    }
    for (; reader->at < reader->source->text.len; reader->at++) {
        char c = next_char(reader);
        if (c == ']' && reader->source->text.ptr[++reader->at] != ']') {
            *name = (sdn_str){copy.ptr, (size_t)(to - copy.ptr)};
            return true;
        }
        *to++ = c;
    }
    reader->at = start + 1;
    diag *d = diag_error(reader->diags, span_from(reader, start), "'[' begins a name that does not end");
    diag_help(reader->diags, d, "write ']' after the name");
    return false;
}

static bool read_choice_name(choice_reader *reader, sdn_str *name)
{
    if (next_char(reader) == '[')
        return read_bracketed(reader, name);
    size_t start = reader->at, end = start;
    for (; reader->at < reader->source->text.len && next_char(reader) != ','; reader->at++)
        if (!is_blank_in_name(next_char(reader)))
            end = reader->at + 1;
    reader->at = end;
    *name = (sdn_str){reader->source->text.ptr + start, end - start};
    return true;
}

static bool is_chosen_field(const field_choices *choices, uint32_t field)
{
    for (size_t i = 0; i < choices->count; i++)
        if (choices->items[i].field == field)
            return true;
    return false;
}

static bool report_at(const choice_reader *reader, source_span span, const char *problem, const char *advice)
{
    source_span shown = span;
    if (shown.len == 0) /* a length of 0 would mean the whole text */
        shown.len = 1;
    diag *d = diag_error(reader->diags, shown, "%s", problem);
    diag_help(reader->diags, d, "%s", advice);
    return false;
}

/* Reads one name, and what separates it from the next one. */
static bool read_choice(choice_reader *reader, field_choices *choices)
{
    sdn_str name;
    skip_blanks(reader);
    bool minus = next_char(reader) == '-';
    reader->at += minus;
    size_t start = reader->at;
    if (!read_choice_name(reader, &name))
        return false;
    source_span span = span_from(reader, start);
    if (name.len == 0)
        return report_at(reader, span, "expected the name of a field", "write names separated by ',', such as a,b");
    uint32_t field = field_name_find(reader->type, name, span, reader->diags);
    if (field == reader->type->field_count)
        return false;
    if (is_chosen_field(choices, field))
        return report_at(reader, span, "this field is there twice", "leave one of them out");
    choices->items[choices->count++] = (field_choice){field, minus};
    skip_blanks(reader);
    if (next_char(reader) != ',' && reader->at < reader->source->text.len)
        return report_at(reader, span_from(reader, reader->at), "expected ','", "write names separated by ','");
    return true;
}

bool field_choices_read(const char *name, const char *text, const sdn_record_type *type, sdn_arena *arena,
                        diag_list *diags, field_choices *choices)
{
    source_file *source = sdn_arena_alloc(arena, sizeof *source);
    field_choices made = {sdn_arena_alloc(arena, (type->field_count + 1) * sizeof *made.items), 0};
    if (source == NULL || made.items == NULL ||
        source_init(source, sdn_str_from(name), sdn_str_from(text), arena, NULL) != SDN_OK) {
        diags->out_of_memory = true;
        return false;
    }
    choice_reader reader = {source, type, arena, diags, 0};
    while (read_choice(&reader, &made)) {
        if (reader.at == source->text.len) {
            *choices = made;
            return true;
        }
        reader.at++; /* the ',' */
    }
    return false;
}
