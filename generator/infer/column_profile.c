/*
 * A column begins with all types, and each value takes away those that would not give back its text: a value is read as the
 * type and printed again. So `007`, `1.0`, `+5`, `1_000` and numbers of more digits than fit are text. A number of JSON has
 * a value and no spelling, so there it is the value that has to come back.
 */
#include "infer/column_profile.h"

#include "infer/same_number.h"
#include "record/scalar.h"

#define TYPE_BIT(type) (1u << (type))

enum {
    TEXT_TYPES = TYPE_BIT(SDN_TYPE_DATE) | TYPE_BIT(SDN_TYPE_TIMESTAMP),
    NUMBER_TYPES = TYPE_BIT(SDN_TYPE_I64) | TYPE_BIT(SDN_TYPE_U64) | TYPE_BIT(SDN_TYPE_F64),
    ALL_TYPES = TEXT_TYPES | NUMBER_TYPES | TYPE_BIT(SDN_TYPE_BOOL)
};

/* In this order they are preferred. */
static const sdn_type inferred_types[] = {SDN_TYPE_BOOL, SDN_TYPE_I64,  SDN_TYPE_U64,
                                          SDN_TYPE_F64,  SDN_TYPE_DATE, SDN_TYPE_TIMESTAMP};

enum { INFERRED_TYPES = sizeof inferred_types / sizeof inferred_types[0] };

void column_profile_init(column_profile *profile, sdn_arena *arena)
{
    *profile = (column_profile){.types = ALL_TYPES, .all_differ = true, .few_words = true, .seen = {.arena = arena}};
}

sdn_type column_profile_type(const column_profile *profile)
{
    if (profile->present == 0 || profile->is_odd || profile->empty_texts > 0)
        return SDN_TYPE_STRING;
    for (size_t i = 0; i < INFERRED_TYPES; i++)
        if ((profile->types & TYPE_BIT(inferred_types[i])) != 0)
            return inferred_types[i];
    return SDN_TYPE_STRING;
}

/* ---- types ---- */

/* Whether a text comes back as it was from a value of the type. */
static bool comes_back(sdn_type type, const input_value *value)
{
    sdn_value read;
    char scratch[SDN_SCALAR_SIZE];
    const sdn_field field = {.type = type};
    const sdn_scalar *scalar = &sdn__scalars[type];
    if (!scalar->parse(&field, value->text, &read))
        return false;
    sdn_str printed = scalar->print(&field, &read, scratch);
    return value->kind == INPUT_NUMBER ? same_number(printed, value->text) : sdn_str_equal(printed, value->text);
}

static unsigned types_of_kind(const input_value *value, bool typed)
{
    static const unsigned types[] = {[INPUT_TEXT] = TEXT_TYPES,
                                     [INPUT_NUMBER] = NUMBER_TYPES,
                                     [INPUT_TRUE] = TYPE_BIT(SDN_TYPE_BOOL),
                                     [INPUT_FALSE] = TYPE_BIT(SDN_TYPE_BOOL),
                                     [INPUT_OBJECT] = 0};
    return typed ? types[value->kind] : ALL_TYPES;
}

/* Takes away the types that a single value cannot have. */
static void narrow(column_profile *profile, const input_value *value, bool typed)
{
    profile->types &= types_of_kind(value, typed);
    for (size_t i = 0; i < INFERRED_TYPES; i++)
        if ((profile->types & TYPE_BIT(inferred_types[i])) != 0 && !comes_back(inferred_types[i], value))
            profile->types &= ~TYPE_BIT(inferred_types[i]);
}

static unsigned kind_group(input_kind kind)
{
    return kind == INPUT_FALSE ? INPUT_TRUE : (unsigned)kind;
}

/* Whether a list has elements of one kind, none of which is null, a list or an object. */
static bool is_plain_list(const input_value *list)
{
    for (size_t i = 0; i < list->item_count; i++) {
        input_kind kind = list->items[i].kind;
        if (kind == INPUT_NULL || kind == INPUT_LIST || kind == INPUT_OBJECT ||
            kind_group(kind) != kind_group(list->items[0].kind))
            return false;
    }
    return true;
}

static void narrow_list(column_profile *profile, const input_value *list)
{
    profile->lists++;
    profile->is_odd = profile->is_odd || !is_plain_list(list) || profile->lists < profile->present;
    for (size_t i = 0; i < list->item_count && !profile->is_odd; i++)
        narrow(profile, &list->items[i], true);
}

/* ---- words ---- */

static int note_word(column_profile *profile, sdn_str text)
{
    const void *value = profile;
    if (name_table_find(&profile->seen, text) != NULL) {
        profile->all_differ = false;
        return 0;
    }
    sdn_str copy = sdn_arena_copy_str(profile->seen.arena, text);
    if (copy.ptr == NULL || name_table_add(&profile->seen, copy, &value) != 0)
        return -1;
    if (profile->word_count < PROFILE_WORDS)
        profile->words[profile->word_count++] = copy;
    else
        profile->few_words = false;
    return 0;
}

/* ---- values ---- */

static bool is_nothing(const input_value *value)
{
    return value->kind == INPUT_NULL || (value->kind == INPUT_TEXT && value->text.len == 0 && !value->quoted);
}

/* Whether people would take a text for a number or a date. */
static bool looks_like_number(sdn_str text)
{
    size_t start = text.len > 1 && (text.ptr[0] == '-' || text.ptr[0] == '+' || text.ptr[0] == '.');
    return text.len > 0 && text.ptr[start] >= '0' && text.ptr[start] <= '9';
}

static int remember_blow(column_profile *profile, unsigned before, const input_value *value, bool typed)
{
    bool is_bare = value->kind == INPUT_NUMBER || (value->kind == INPUT_TEXT && !typed);
    if (before == 0 || profile->types != 0 || !is_bare || !looks_like_number(value->text))
        return 0;
    profile->last_blow = sdn_arena_copy_str(profile->seen.arena, value->text);
    return profile->last_blow.ptr != NULL ? 0 : -1;
}

int column_profile_add(column_profile *profile, const input_value *value, bool typed)
{
    unsigned before = profile->types;
    if (is_nothing(value))
        return 0;
    if (value->kind == INPUT_TEXT && value->text.len == 0) {
        profile->empty_texts++;
        return 0;
    }
    profile->present++;
    if (value->kind == INPUT_LIST) {
        narrow_list(profile, value);
    } else {
        narrow(profile, value, typed);
        profile->is_odd = profile->is_odd || value->kind == INPUT_OBJECT || profile->lists > 0;
    }
    if (remember_blow(profile, before, value, typed) != 0)
        return -1;
    bool counts = profile->all_differ || profile->few_words;
    return counts ? note_word(profile, value->text) : 0;
}
