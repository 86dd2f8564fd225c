/*
 * Whether a name is taken already. Each list of reserved words is one string: words in the order of their bytes,
 * separated by blanks. holds_word searches it by bisection, on bytes instead of words: from the middle it goes back to
 * the start of a word, compares, and continues in one half. So the lists need neither an index nor a line per word, and
 * stay readable as text; test_cname checks that they are sorted and that every word is found.
 */
#include "names/cname.h"

#include "names/cname_private.h"
#include "names/reserved_words.h"

#include <assert.h>

/* The order of the word at `start`, which ends in a blank, and `word`: less than, equal to or greater than 0. */
static int compare_words(const char *start, sdn_str word)
{
    size_t len = (size_t)(strchr(start, ' ') - start);
    int order = memcmp(start, word.ptr, len < word.len ? len : word.len);
    return order != 0 ? order : (len > word.len) - (len < word.len);
}

/* Invariant: the bytes at `low` and `high` are blanks, and the word, if it is in the list, is between them. */
static bool holds_word(const reserved_list *list, sdn_str word)
{
    size_t low = 0;
    size_t high = list->len - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        while (list->words[middle] != ' ')
            middle--;
        assert(middle >= low);
        int order = compare_words(list->words + middle + 1, word);
        if (order == 0)
            return true;
        if (order > 0)
            high = middle;
        else
            low = (size_t)(strchr(list->words + middle + 1, ' ') - list->words);
    }
    return false;
}

static const char *find_word(const reserved_list *table, sdn_str word)
{
    for (const reserved_list *list = table; list->words != NULL; list++)
        if (holds_word(list, word))
            return list->reason;
    return NULL;
}

static bool starts_with(sdn_str text, const char *start)
{
    size_t len = strlen(start);
    return text.len >= len && memcmp(text.ptr, start, len) == 0;
}

static bool ends_with(sdn_str text, const char *end)
{
    size_t len = strlen(end);
    return text.len >= len && memcmp(text.ptr + text.len - len, end, len) == 0;
}

static const char *double_underscore(sdn_str name)
{
    for (size_t i = 1; i < name.len; i++)
        if (name.ptr[i - 1] == '_' && name.ptr[i] == '_')
            return "reserved for the compiler: it holds '__'";
    return NULL;
}

/* Names with sdn_ belong to the library, those with SDNC_ are include guards. */
static const char *library_name(sdn_str name)
{
    bool taken = starts_with(name, "sdn_") || starts_with(name, "sdnc_") || starts_with(name, "SDN_") ||
                 starts_with(name, "SDNC_");
    return taken ? "reserved for the sdn library" : NULL;
}

static const char *bad_underscore(sdn_str name)
{
    if (starts_with(name, "_"))
        return "reserved for the compiler: it begins with '_'";
    if (ends_with(name, "_"))
        return "reserved for generated code: it ends in '_'";
    return double_underscore(name);
}

static bool holds(sdn_str name, const char *part)
{
    size_t len = strlen(part);
    for (size_t i = 0; i + len <= name.len; i++)
        if (memcmp(name.ptr + i, part, len) == 0)
            return true;
    return false;
}

/* Whether it is the name of a function that looks up, walks over, sets or changes a field, and so ends like it. */
static bool is_of_field(sdn_str name)
{
    static const char *const words[] = {
        "_store_by_",     "_store_between_", "_store_starting_", "_store_sorted_by_", "_store_append_",
        "_store_remove_", "_set_",           "_clear_"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (holds(name, words[i]))
            return true;
    return false;
}

/* The name of a function of a field `t` is no type. */
static const char *type_name(sdn_str name)
{
    bool of_field = is_of_field(name);
    bool type = ends_with(name, "_t") && !of_field;
    return type ? "reserved for types of the system: it ends in '_t'" : NULL;
}

/* A function of <math.h> or <complex.h>, or its form for another type. */
static const char *math_name(sdn_str name)
{
    static const char *const endings[] = {"", "f", "l", "f16", "f32", "f64", "f128", "f32x", "f64x"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        sdn_str base = {name.ptr, name.len - strlen(endings[i])};
        const char *reason = ends_with(name, endings[i]) ? find_word(reserved_math_words, base) : NULL;
        if (reason != NULL)
            return reason;
    }
    return NULL;
}

enum { LONGEST_WORD = 64 }; /* longer than any in the lists */

/* Snake case without an arena, cut to LONGEST_WORD bytes: longer names are in no list. */
static sdn_str short_snake(char out[LONGEST_WORD], sdn_str name)
{
    sdn_str made = {out, 0};
    for (size_t i = 0; i < name.len && made.len < LONGEST_WORD; i++) {
        if (cname_breaks_before(name, i))
            out[made.len++] = '_';
        if (made.len < LONGEST_WORD)
            out[made.len++] = cname_to_lower(name.ptr[i]);
    }
    return made;
}

const char *cname_reserved(sdn_str name)
{
    char text[LONGEST_WORD];
    sdn_str snake = short_snake(text, name);
    const char *reason = bad_underscore(name);
    if (reason == NULL)
        reason = find_word(reserved_words, name);
    if (reason == NULL)
        reason = find_word(reserved_words, snake);
    return reason != NULL ? reason : library_name(snake);
}

const char *cname_reserved_type(sdn_str prefix, sdn_str name)
{
    return prefix.len > 0 ? bad_underscore(name) : cname_reserved(name);
}

const char *cname_reserved_global(sdn_str name)
{
    const char *reason = find_word(reserved_words, name);
    if (reason == NULL)
        reason = find_word(reserved_global_words, name);
    if (reason == NULL)
        reason = math_name(name);
    if (reason == NULL)
        reason = double_underscore(name);
    if (reason == NULL)
        reason = library_name(name);
    return reason != NULL ? reason : type_name(name);
}

const char *cname_reserved_file(sdn_str base_name)
{
    char text[LONGEST_WORD];
    if (base_name.len > sizeof text)
        return NULL;
    for (size_t i = 0; i < base_name.len; i++)
        text[i] = cname_to_lower(base_name.ptr[i]);
    sdn_str folded = {text, base_name.len};
    return find_word(reserved_file_words, folded);
}

/* --- prefixes --- */

static bool is_snake(sdn_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!cname_is_lower(text.ptr[i]) && !cname_is_digit(text.ptr[i]) && text.ptr[i] != '_')
            return false;
    return true;
}

const char *cname_bad_prefix(sdn_str prefix)
{
    if (prefix.len == 0)
        return NULL;
    if (!is_snake(prefix))
        return "it may have the letters a-z, digits and '_' only";
    if (!cname_is_lower(prefix.ptr[0]))
        return "it does not start with a letter";
    if (!ends_with(prefix, "_"))
        return "it does not end in '_'";
    if (double_underscore(prefix) != NULL)
        return "it holds '__', which is reserved for the compiler";
    return library_name(prefix) != NULL ? "it is that of the sdn library" : NULL;
}

sdn_str cname_meant_prefix(sdn_arena *arena, sdn_str prefix)
{
    sdn_str meant = cname_snake(arena, prefix);
    if (meant.ptr != NULL && !ends_with(meant, "_"))
        meant = cname_join(arena, meant, "", SDN_STR("_"));
    return meant.ptr != NULL && cname_bad_prefix(meant) != NULL ? SDN_STR("") : meant;
}
