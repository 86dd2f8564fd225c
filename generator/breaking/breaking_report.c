/* What happens to rows, in words: what changed in the schema, at its place there, and what was counted. */
#include "breaking/breaking_private.h"

#include <string.h>

#include "syntax/schema_token.h"

#include "schema_tokens.h"

static sdn_str field_name(const breaking_group *g)
{
    const model_record *record = g->effect == BREAKING_LOST ? g->record->before : g->record->after;
    return g->field != BREAKING_GONE ? record->fields[g->field].name : SDN_STR("");
}

/* The field of the earlier version that became this one; BREAKING_GONE if there is none. */
static size_t earlier_field(const breaking_group *g)
{
    for (size_t i = 0; i < g->record->before->field_count; i++)
        if (g->record->after_of[i] == g->field)
            return i;
    return BREAKING_GONE;
}

/* --- rules --- */

static void tell_range(const breaking_schema *s, const breaking_group *g, sdn_buffer *text)
{
    text_printf(text, "range of '%.*s' is %.*s now", DIAG_STR(field_name(g)),
                DIAG_STR(text_of_range(&s->after, g->record->after, g->field)));
}

static void tell_nonempty(const breaking_schema *s, const breaking_group *g, sdn_buffer *text)
{
    (void)s;
    text_printf(text, "field '%.*s' is nonempty now", DIAG_STR(field_name(g)));
}

static void tell_unique(const breaking_schema *s, const breaking_group *g, sdn_buffer *text)
{
    (void)s;
    text_printf(text, "field '%.*s' is unique now", DIAG_STR(field_name(g)));
}

static void tell_references(const breaking_schema *s, const breaking_group *g, sdn_buffer *text)
{
    (void)s;
    text_printf(text, "field '%.*s' refers to records now", DIAG_STR(field_name(g)));
}

static const struct {
    const char *name;
    int token;
    void (*tell)(const breaking_schema *s, const breaking_group *g, sdn_buffer *text);
} breaking_rules[] = {
    {"range", TOKEN_RANGE, tell_range},
    {"nonempty", TOKEN_NONEMPTY, tell_nonempty},
    {"unique", TOKEN_UNIQUE, tell_unique},
    {"references", TOKEN_REFERENCES, tell_references},
};

/* The position of a rule in this table. */
static size_t rule_number(const breaking_group *g)
{
    size_t last = sizeof breaking_rules / sizeof breaking_rules[0] - 1, i = 0;
    while (i < last && (g->rule == NULL || strcmp(breaking_rules[i].name, g->rule) != 0))
        i++;
    return i;
}

/* --- effects --- */

static void tell_rule(const breaking_schema *s, const breaking_group *g, sdn_buffer *text)
{
    breaking_rules[rule_number(g)].tell(s, g, text);
}

static void tell_word(const breaking_schema *s, const breaking_group *g, sdn_buffer *text)
{
    (void)s;
    text_printf(text, "'%.*s' is no word of enum '%.*s' any more", DIAG_STR(g->word),
                DIAG_STR(g->record->after->fields[g->field].type.enumeration->name));
}

/* A cell that is no value of its field any more. */
static void tell_value(const breaking_schema *s, const breaking_group *g, sdn_buffer *text)
{
    size_t old = earlier_field(g);
    if (g->field == BREAKING_GONE || old == BREAKING_GONE) {
        text_printf(text, "field '%.*s' is new and takes fewer values", DIAG_STR(field_name(g)));
        return;
    }
    sdn_str was = text_of_type(&s->before, g->record->before, old);
    sdn_str is = text_of_type(&s->after, g->record->after, g->field);
    if (sdn_str_equal(was, is))
        text_printf(text, "field '%.*s' takes fewer values", DIAG_STR(field_name(g)));
    else
        text_printf(text, "type of '%.*s' is %.*s now, was %.*s", DIAG_STR(field_name(g)), DIAG_STR(is), DIAG_STR(was));
}

static void tell_key(const breaking_schema *s, const breaking_group *g, sdn_buffer *text)
{
    (void)s;
    text_printf(text, "the key of '%.*s' is another one now", DIAG_STR(g->record->after->name));
}

static void tell_column(const breaking_schema *s, const breaking_group *g, sdn_buffer *text)
{
    (void)s;
    text_printf(text, "field '%.*s' has no default", DIAG_STR(field_name(g)));
}

static void tell_lost(const breaking_schema *s, const breaking_group *g, sdn_buffer *text)
{
    (void)s;
    text_printf(text, "field '%.*s' is gone", DIAG_STR(field_name(g)));
}

static void tell_renamed(const breaking_schema *s, const breaking_group *g, sdn_buffer *text)
{
    (void)s;
    const model_field *old = &g->record->before->fields[earlier_field(g)];
    bool same_name = sdn_str_equal(old->name, field_name(g));
    text_printf(text, "%s '%.*s' renamed without was \"%.*s\"", same_name ? "column of" : "field",
                DIAG_STR(field_name(g)), DIAG_STR(old->column));
}

static void tell_different(const breaking_schema *s, const breaking_group *g, sdn_buffer *text)
{
    (void)s;
    text_printf(text, "field '%.*s' is read in another way", DIAG_STR(field_name(g)));
}

static void tell_table(const breaking_schema *s, const breaking_group *g, sdn_buffer *text)
{
    (void)s;
    text_printf(text, "table of '%.*s' is '%.*s' now", DIAG_STR(g->record->after->name),
                DIAG_STR(g->record->after->table));
}

static const struct {
    void (*tell)(const breaking_schema *s, const breaking_group *g, sdn_buffer *text);
    const char *outcome; /* what the counted rows do */
    bool has_place;      /* the first of them is worth showing */
    bool is_warning;
} effects[] = {
    [BREAKING_NOTHING] = {tell_value, "do not fit", true, true},
    [BREAKING_RULE] = {tell_rule, "do not fit", true, false},
    [BREAKING_WORD] = {tell_word, "use it", true, false},
    [BREAKING_VALUE] = {tell_value, "do not fit", true, false},
    [BREAKING_KEY] = {tell_key, "have the key of another", true, false},
    [BREAKING_COLUMN] = {tell_column, "lack its column and cannot be read", false, false},
    [BREAKING_LOST] = {tell_lost, "have a value in it, which no program sees any more", true, true},
    [BREAKING_RENAMED] = {tell_renamed, "would lose their value", true, false},
    [BREAKING_DIFFERENT] = {tell_different, "have another value", true, true},
    [BREAKING_TABLE] = {tell_table, "are not read any more", false, false},
};

/* Where it is in the schema. */
static source_span place_of_group(const breaking_schema *s, const breaking_group *g)
{
    const model_record *record = g->record->after;
    if (g->effect == BREAKING_KEY)
        return place_of_key(&s->after, record);
    if (g->effect == BREAKING_LOST || g->field == BREAKING_GONE)
        return place_of_record(&s->after, record);
    if (g->effect == BREAKING_WORD)
        return place_of_enum(&s->after, record->fields[g->field].type.enumeration);
    if (g->effect == BREAKING_RULE)
        return place_of_attribute(&s->after, record, g->field, breaking_rules[rule_number(g)].token);
    return place_of_field(&s->after, record, g->field);
}

static void report_group(breaking_schema *s, const breaking_group *g)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    effects[g->effect].tell(s, g, &text);
    text_printf(&text, " [data]: %zu of %zu row%s of %.*s %s", g->count, g->rows, g->rows == 1 ? "" : "s",
                DIAG_STR(g->path), effects[g->effect].outcome);
    if (effects[g->effect].has_place)
        text_printf(&text, " (first: line %lu", (unsigned long)g->first_line);
    if (effects[g->effect].has_place)
        text_printf(&text, g->first_text.len > 0 ? ", '%.*s')" : "%.*s)", DIAG_STR(g->first_text));
    sdn_str view = text_view(&text);
    if (text.out_of_memory)
        s->diags->out_of_memory = true;
    else if (effects[g->effect].is_warning)
        diag_warning(s->diags, place_of_group(s, g), "%.*s", DIAG_STR(view));
    else
        diag_error(s->diags, place_of_group(s, g), "%.*s", DIAG_STR(view));
    sdn__buffer_release(&text);
}

void breaking_report_data(breaking_schema *s)
{
    for (size_t i = 0; i < s->group_count; i++)
        report_group(s, &s->groups[i]);
}
