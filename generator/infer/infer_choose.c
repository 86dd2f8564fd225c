/* What the columns are: type, optional or not, enum, key. */
#include "infer/infer_private.h"

#include <string.h>

#include "base/error.h"

enum { MOST_FIELDS = 1000, LONGEST_ENUM_WORD = 60 };

/* ---- one column ---- */

/* A word that people would give to an enumerator: it starts with a letter. Numbers and codes of digits are none. */
static bool is_word_of_enum(sdn_str text)
{
    unsigned char first = (unsigned char)(text.ptr[0] | 0x20);
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < ' ' || text.ptr[i] == 0x7F)
            return false;
    return text.len <= LONGEST_ENUM_WORD && (first >= 0x80 || (first >= 'a' && first <= 'z'));
}

static bool is_enum(const column_profile *profile)
{
    if (!profile->few_words || profile->word_count < 2 || profile->is_odd || profile->empty_texts > 0 ||
        profile->present < PROFILE_REPEATS * profile->word_count)
        return false;
    for (size_t i = 0; i < profile->word_count; i++)
        if (!is_word_of_enum(profile->words[i]))
            return false;
    return true;
}

static bool is_key_type(sdn_type type)
{
    return type != SDN_TYPE_BOOL && type != SDN_TYPE_F64 && type != SDN_TYPE_ENUM;
}

static column_choice choose_column(const schema_choice_set *made, size_t position)
{
    const input_profile *input = made->request->profile;
    const column_profile *profile = &input->columns[position];
    column_choice choice = {.name = &input->names.items[position], .profile = profile};
    choice.type = column_profile_type(profile);
    choice.is_list = column_profile_is_list(profile);
    if (choice.type == SDN_TYPE_STRING && !choice.is_list && !made->without_enums && is_enum(profile))
        choice.type = SDN_TYPE_ENUM;
    choice.is_optional = !choice.is_list && profile->empty_texts == 0 && profile->present < input->row_count;
    if (profile->present == 0 && profile->empty_texts == 0)
        choice.is_optional = true;
    choice.can_be_key = is_key_type(choice.type) && !choice.is_list && !profile->is_odd && profile->all_differ &&
                        profile->present == input->row_count && profile->present > 0;
    return choice;
}

/* ---- the key ---- */

static bool ends_in_id(sdn_str name)
{
    return name.len >= 2 && (name.ptr[name.len - 2] | 0x20) == 'i' && (name.ptr[name.len - 1] | 0x20) == 'd';
}

static bool is_name_of_key(sdn_str field)
{
    static const char *const names[] = {"id", "key", "uuid", "guid", "slug", "code", "name", "number"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (field.len == strlen(names[i]) && memcmp(field.ptr, names[i], field.len) == 0)
            return true;
    return ends_in_id(field);
}

static size_t find_input_key(const schema_choice_set *made)
{
    for (size_t i = 0; i < made->count; i++)
        if (made->columns[i].can_be_key && is_name_of_key(made->columns[i].name->field))
            return i;
    for (size_t i = 0; i < made->count; i++)
        if (made->columns[i].can_be_key)
            return i;
    return made->count;
}

static const char *why_no_key(const schema_choice_set *made, const column_choice *choice)
{
    const column_profile *profile = choice->profile;
    if (choice->is_list || profile->is_odd)
        return "it has lists or objects";
    if (profile->present < made->request->profile->row_count)
        return "it is empty in some rows";
    return profile->all_differ ? "it is no text, whole number, date or time" : "several rows have the same value";
}

static sdn_code find_wanted_key(schema_choice_set *made, sdn_error *err)
{
    sdn_str wanted = made->request->key;
    for (size_t i = 0; i < made->count; i++) {
        const column_choice *choice = &made->columns[i];
        if (!sdn_str_equal(choice->name->field, wanted) && !sdn_str_equal(choice->name->input, wanted))
            continue;
        if (!choice->can_be_key)
            return sdn__fail(err, SDN_E_INVALID, made->request->input, "'%.*s' cannot be the key: %s", (int)wanted.len,
                             wanted.ptr, why_no_key(made, choice));
        made->key = i;
        return SDN_OK;
    }
    return sdn__fail(err, SDN_E_NOT_FOUND, made->request->input, "there is no '%.*s' that could be the key",
                     (int)wanted.len, wanted.ptr);
}

/* ---- all of it ---- */

sdn_code infer_choose(schema_choice_set *made, sdn_arena *arena, sdn_error *err)
{
    made->count = made->key = made->request->profile->names.count;
    if (made->count == 0)
        return sdn__fail(err, SDN_E_INVALID, made->request->input, "there is nothing that could be a field");
    if (made->count > MOST_FIELDS)
        return sdn__fail(err, SDN_E_INVALID, made->request->input, "%zu columns are more than the %d of a record",
                         made->count, MOST_FIELDS);
    made->columns = sdn_arena_alloc(arena, made->count * sizeof *made->columns);
    if (made->columns == NULL)
        return sdn__fail_memory(err);
    for (size_t i = 0; i < made->count; i++)
        made->columns[i] = choose_column(made, i);
    if (made->request->key.len > 0)
        return find_wanted_key(made, err);
    made->key = find_input_key(made);
    return SDN_OK;
}
