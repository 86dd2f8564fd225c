/* The schema as text, in the layout of `sdnc format`, with what was seen above each field. */
#include "infer/infer_private.h"

#include <string.h>

#include "diag/text.h"

/* Texts from the input are shown so far. */
enum { SHOWN_TEXT = 60 };

/* ---- names and texts ---- */

/* `bug_status` as `BugStatus`. */
static void add_camel_case(sdn_buffer *out, sdn_str name)
{
    bool starts = true;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (c == '_') {
            starts = true;
            continue;
        }
        c = (char)(starts && c >= 'a' && c <= 'z' ? c + 'A' - 'a' : c);
        sdn__buffer_add(out, &c, 1);
        starts = false;
    }
}

/* A text of the language, in quotes. */
static void add_language_text(sdn_buffer *out, sdn_str text)
{
    sdn__buffer_add(out, "\"", 1);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"' || text.ptr[i] == '\\')
            sdn__buffer_add(out, "\\", 1);
        sdn__buffer_add(out, text.ptr + i, 1);
    }
    sdn__buffer_add(out, "\"", 1);
}

/* A text of the input in a comment: on one line, and not too long. */
static void add_shown(sdn_buffer *out, sdn_str text)
{
    size_t len = text.len < SHOWN_TEXT ? text.len : SHOWN_TEXT;
    while (len < text.len && len > 0 && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
        len--; /* whole characters */
    sdn__buffer_add(out, "'", 1);
    for (size_t i = 0; i < len; i++) {
        bool is_control = (unsigned char)text.ptr[i] < ' ' || text.ptr[i] == 0x7F;
        sdn__buffer_add(out, is_control ? "?" : text.ptr + i, 1);
    }
    text_printf(out, "%s'", len < text.len ? "..." : "");
}

static void add_enum_name(const schema_choice_set *chosen, const column_choice *choice, sdn_buffer *out)
{
    sdn__buffer_add_str(out, chosen->record);
    add_camel_case(out, choice->name->field);
}

/* ---- enums ---- */

static void add_enumerators(const column_profile *profile, sdn_arena *arena, sdn_buffer *out)
{
    input_names words; /* enumerators are found as fields are, so none is there twice */
    size_t position;
    bool failed = false;
    input_names_init(&words, false, arena);
    for (size_t i = 0; i < profile->word_count; i++)
        failed = failed || input_names_add(&words, profile->words[i], &position) != 0;
    failed = failed || input_names_assign(&words) != 0;
    for (size_t i = 0; i < words.count && !failed; i++) {
        text_printf(out, "%s%.*s", i > 0 ? ", " : "", (int)words.items[i].field.len, words.items[i].field.ptr);
        if (sdn_str_equal(words.items[i].field, words.items[i].input))
            continue;
        text_printf(out, " = ");
        add_language_text(out, words.items[i].input);
    }
    input_names_release(&words);
    out->out_of_memory = out->out_of_memory || failed;
}

static void add_enums(const schema_choice_set *chosen, sdn_arena *arena, sdn_buffer *out)
{
    for (size_t i = 0; i < chosen->count; i++) {
        const column_choice *choice = &chosen->columns[i];
        if (choice->type != SDN_TYPE_ENUM)
            continue;
        text_printf(out, "enum ");
        add_enum_name(chosen, choice, out);
        text_printf(out, " { ");
        add_enumerators(choice->profile, arena, out);
        text_printf(out, " }\n\n");
    }
}

/* ---- fields ---- */

static void add_type(const schema_choice_set *chosen, const column_choice *choice, sdn_buffer *out)
{
    static const char *const names[] = {
        [SDN_TYPE_STRING] = "string",
        [SDN_TYPE_BOOL] = "bool",
        [SDN_TYPE_I64] = "i64",
        [SDN_TYPE_U64] = "u64",
        [SDN_TYPE_F64] = "f64",
        [SDN_TYPE_DATE] = "date",
        [SDN_TYPE_TIMESTAMP] = "timestamp",
    };
    text_printf(out, "%s", choice->is_list ? "[" : "");
    if (choice->type == SDN_TYPE_ENUM)
        add_enum_name(chosen, choice, out);
    else
        text_printf(out, "%s", names[choice->type]);
    text_printf(out, "%s", choice->is_list ? "]" : choice->is_optional ? "?" : "");
}

/* Why the field is what it is. */
static void add_reasons(const schema_choice_set *chosen, const column_choice *choice, sdn_buffer *out)
{
    const column_profile *profile = choice->profile;
    size_t rows = chosen->request->profile->row_count;
    text_printf(out, "    // %zu of %zu rows", profile->present + profile->empty_texts, rows);
    if (profile->present > 1 && profile->all_differ)
        text_printf(out, ", all different");
    else if (profile->present > 0 && profile->few_words && !choice->is_list)
        text_printf(out, ", %zu value%s", profile->word_count, profile->word_count == 1 ? "" : "s");
    if (profile->empty_texts > 0)
        text_printf(out, ", %zu empty text%s", profile->empty_texts, profile->empty_texts == 1 ? "" : "s");
    if (profile->empty_texts > 0 && profile->present + profile->empty_texts < rows)
        text_printf(out, ", which cannot be told from nothing here");
    if (profile->is_odd)
        text_printf(out, ", with lists or objects, as the text of JSON");
    else if (profile->last_blow.len > 0 && choice->type == SDN_TYPE_STRING) {
        text_printf(out, "; text, since other types would not keep ");
        add_shown(out, profile->last_blow);
    }
    if (!sdn_str_equal(choice->name->column, choice->name->input)) {
        text_printf(out, "; in the input ");
        add_shown(out, choice->name->input);
    }
    text_printf(out, "\n");
}

/* How much of a line is before the colon. */
static size_t name_width(const schema_choice_set *chosen, size_t position)
{
    return chosen->columns[position].name->field.len + (position == chosen->key ? strlen("key ") : 0);
}

static void add_inferred_field(const schema_choice_set *chosen, size_t position, size_t width, sdn_buffer *out)
{
    const column_choice *choice = &chosen->columns[position];
    const input_name *name = choice->name;
    add_reasons(chosen, choice, out);
    text_printf(out, "    %s%.*s", position == chosen->key ? "key " : "", (int)name->field.len, name->field.ptr);
    text_repeat(out, ' ', width - name_width(chosen, position));
    text_printf(out, " : ");
    add_type(chosen, choice, out);
    if (!sdn_str_equal(name->column, name->field))
        text_printf(out, " column \"%.*s\"", (int)name->column.len, name->column.ptr);
    text_printf(out, ";\n");
}

void infer_print(const schema_choice_set *chosen, sdn_arena *arena, sdn_buffer *out)
{
    const infer_request *request = chosen->request;
    size_t width = 0;
    for (size_t i = 0; i < chosen->count; i++)
        width = name_width(chosen, i) > width ? name_width(chosen, i) : width;
    text_printf(out, "// Inferred from ");
    add_shown(out, sdn_str_from(request->input));
    text_printf(out, ", %zu row%s.\n\n", request->profile->row_count, request->profile->row_count == 1 ? "" : "s");
    add_enums(chosen, arena, out);
    text_printf(out, "record %.*s in %.*s {\n", (int)chosen->record.len, chosen->record.ptr, (int)request->table.len,
                request->table.ptr);
    for (size_t i = 0; i < chosen->count; i++)
        add_inferred_field(chosen, i, width, out);
    text_printf(out, "}\n");
}
