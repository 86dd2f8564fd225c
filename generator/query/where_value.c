/*
 * Words beside a field: which value of the field a word is, or which other field.
 *
 *   in brackets  a field
 *   in quotes    a value
 *   bare         an enumerator of the field, else a value if the field's type reads it as one, else a field. Beside a text
 *                every word would be a value, so one that names a field is refused: a field that is added to a schema must
 *                not change what an expression means
 */
#include "query/where_check.h"

#include <string.h>

#include "diag/suggest.h"
#include "query/field_name.h"
#include "record/scalar.h"

enum { WORDS_LISTED = 12 };

static bool stands_for_nothing(sdn_str text)
{
    static const sdn_str words[] = {SDN_STR_INIT("null"), SDN_STR_INIT("NULL"), SDN_STR_INIT("Null"),
                                    SDN_STR_INIT("nil"), SDN_STR_INIT("None")};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (sdn_str_equal(text, words[i]))
            return true;
    return false;
}

static bool report_nothing(where_checker *c, const sdn_field *field, const where_word *word)
{
    diag *d = diag_error(c->diags, word->span, "'%.*s' is no value", DIAG_STR(word->text));
    if (field->type == SDN_TYPE_STRING)
        diag_help(c->diags, d, "write: %s absent; for the text put it in quotes", field->name);
    else
        diag_help(c->diags, d, "write: %s absent", field->name);
    return false;
}

/* ---- words that are no value of the field ---- */

static void help_with_words(where_checker *c, const sdn_enum_type *type, diag *d)
{
    sdn_buffer words = SDN_BUFFER_INIT;
    for (uint32_t i = 0; i < type->count && i < WORDS_LISTED; i++)
        text_printf(&words, "%s%.*s", i > 0 ? ", " : "", DIAG_STR(type->names[i]));
    sdn_str text = text_view(&words);
    diag_help(c->diags, d, "%s has %.*s%s", type->name, DIAG_STR(text), type->count > WORDS_LISTED ? ", ..." : "");
    c->diags->out_of_memory = c->diags->out_of_memory || words.out_of_memory;
    sdn__buffer_release(&words);
}

static bool report_no_enumerator(where_checker *c, const sdn_field *field, const where_word *word)
{
    const sdn_enum_type *type = field->enumeration;
    suggestion search = suggest_for(word->text, &c->diags->suggestions_left);
    for (uint32_t i = 0; i < type->count; i++)
        suggest_offer(&search, type->names[i]);
    diag *d = diag_error(c->diags, word->span, "'%.*s' is not a %s", DIAG_STR(word->text), type->name);
    if (search.best.len > 0) {
        diag_help(c->diags, d, "did you mean '%.*s'?", DIAG_STR(search.best));
        return false;
    }
    help_with_words(c, type, d);
    if (type->open)
        diag_help(c->diags, d, "%s is open: a word that it does not list stands in quotes", type->name);
    return false;
}

static bool report_misread(where_checker *c, const sdn_field *field, const where_word *word)
{
    if (field->type == SDN_TYPE_ENUM)
        return report_no_enumerator(c, field, word);
    suggestion search = suggest_for(word->text, &c->diags->suggestions_left);
    if (field->type == SDN_TYPE_BOOL) {
        suggest_offer(&search, SDN_STR("true"));
        suggest_offer(&search, SDN_STR("false"));
    }
    diag *d = diag_error(c->diags, word->span, "'%.*s' %s", DIAG_STR(word->text), sdn__scalar_of(field)->misread);
    if (search.best.len > 0)
        diag_help(c->diags, d, "did you mean '%.*s'?", DIAG_STR(search.best));
    if (word->text.len == 0 && (field->flags & SDN_FIELD_OPTIONAL) != 0)
        diag_help(c->diags, d, "for records without a value write: %s absent", field->name);
    return false;
}

/* ---- days beside points in time ---- */

/* A day is where it begins, which is right in `<` and `>=` alone. */
static bool read_day(where_checker *c, const sdn_field *field, where_operator op, const where_word *word,
                     where_operand *read)
{
    static const char midnight[] = "T00:00:00Z";
    char text[SDN_DATE_SIZE + sizeof midnight];
    sdn_date date;
    if (field->type != SDN_TYPE_TIMESTAMP || !sdn_date_parse(word->text, &date))
        return report_misread(c, field, word);
    size_t len = sdn_date_print(date, text);
    memcpy(text + len, midnight, sizeof midnight);
    if (op == WHERE_LESS || op == WHERE_AT_LEAST) {
        read->kind = WHERE_OPERAND_VALUE;
        return sdn_timestamp_parse(sdn_str_from(text), &read->value.timestamp);
    }
    diag *d = diag_error(c->diags, word->span, "'%.*s' is a day, and '%s' is a point in time", DIAG_STR(word->text),
                         field->name);
    diag_help(c->diags, d, "write %s, or compare days with '>=' and '<'", text);
    return false;
}

/* ---- reading ---- */

static bool read_field_operand(where_checker *c, sdn_str name, source_span span, where_operand *read)
{
    uint32_t found = field_name_find(c->type, name, span, c->diags);
    if (found == c->type->field_count)
        return false;
    *read = (where_operand){.kind = WHERE_OPERAND_FIELD, .field = &c->type->fields[found]};
    return true;
}

static bool names_field(const where_checker *c, const where_word *word)
{
    return word->form == WHERE_BARE && sdn_field_find(c->type, word->text) < c->type->field_count;
}

static bool report_text_or_field(where_checker *c, const where_word *word)
{
    diag *d = diag_error(c->diags, word->span, "'%.*s' is a text or a field here", DIAG_STR(word->text));
    diag_help(c->diags, d, "write '%.*s' in quotes for the text, or [%.*s] for the field", DIAG_STR(word->text),
              DIAG_STR(word->text));
    return false;
}

static bool read_text_operand(where_checker *c, const sdn_field *field, const where_word *word, where_operand *read)
{
    if (word->form == WHERE_BARE && stands_for_nothing(word->text))
        return report_nothing(c, field, word);
    if (names_field(c, word))
        return report_text_or_field(c, word);
    read->kind = WHERE_OPERAND_VALUE;
    read->value.text = word->text;
    return true;
}

bool where_operand_read(where_checker *c, const sdn_field *field, where_operator op, const where_word *word,
                        where_operand *read)
{
    if (word->form == WHERE_BRACKETS)
        return read_field_operand(c, word->text, word->span, read);
    if (field->type == SDN_TYPE_STRING)
        return read_text_operand(c, field, word, read);
    if (sdn__scalar_of(field)->parse(field, word->text, &read->value)) {
        read->kind = WHERE_OPERAND_VALUE;
        return true;
    }
    if (names_field(c, word))
        return read_field_operand(c, word->text, word->span, read);
    if (word->form == WHERE_BARE && stands_for_nothing(word->text))
        return report_nothing(c, field, word);
    if (field->enumeration != NULL && field->enumeration->open && word->form == WHERE_QUOTED && word->text.len > 0) {
        read->kind = WHERE_OPERAND_OTHER_WORD;
        read->value.text = word->text;
        return true;
    }
    return read_day(c, field, op, word, read);
}
