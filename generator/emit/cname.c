#include "emit/cname.h"

#include "emit/cbuffer.h"
#include "emit/cname_words.h"

/* Letters by value, not by locale. */
static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char to_lower(char c)
{
    return is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static char to_upper(char c)
{
    return is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

/* Whether a new word starts at `i`. */
static bool breaks_before(sdn_str name, size_t i)
{
    if (i == 0 || !is_upper(name.ptr[i]))
        return false;
    char before = name.ptr[i - 1];
    if (is_lower(before) || is_digit(before))
        return true;
    return is_upper(before) && i + 1 < name.len && is_lower(name.ptr[i + 1]);
}

/* Appends `name` with '_' between its words, each letter through `letter`. */
static void add_words(cbuffer *out, sdn_str name, char (*letter)(char))
{
    for (size_t i = 0; i < name.len; i++) {
        char c = letter(name.ptr[i]);
        if (breaks_before(name, i))
            cbuffer_add(out, "_");
        cbuffer_append(out, &c, 1);
    }
}

static sdn_str words(sdn_arena *arena, sdn_str name, char (*letter)(char))
{
    cbuffer made = CBUFFER_INIT(arena);
    add_words(&made, name, letter);
    return cbuffer_text(&made);
}

sdn_str cname_snake(sdn_arena *arena, sdn_str name)
{
    return words(arena, name, to_lower);
}

sdn_str cname_upper(sdn_arena *arena, sdn_str name)
{
    return words(arena, name, to_upper);
}

/* The parts one after the other; NULL text if one of them is. */
static sdn_str join(sdn_arena *arena, sdn_str first, const char *between, sdn_str second)
{
    cbuffer made = CBUFFER_INIT(arena);
    cbuffer_add_str(&made, first);
    cbuffer_add(&made, between);
    cbuffer_add_str(&made, second);
    return cbuffer_text(&made);
}

sdn_str cname_constant(sdn_arena *arena, sdn_str enum_name, sdn_str enumerator)
{
    return join(arena, cname_upper(arena, enum_name), "_", cname_upper(arena, enumerator));
}

sdn_str cname_other(sdn_arena *arena, sdn_str enum_name)
{
    return join(arena, cname_upper(arena, enum_name), "_", SDN_STR("OTHER_"));
}

sdn_str cname_index(sdn_arena *arena, const model_record *record, const model_index *index)
{
    sdn_str name = cname_snake(arena, record->fields[index->fields[0]].name);
    for (size_t i = 1; i < index->field_count; i++)
        name = join(arena, name, "_", cname_snake(arena, record->fields[index->fields[i]].name));
    return name;
}

/* A byte of a base name may stand in a guard as it is. Underscores stand alone there: two in a row are reserved. */
static bool fits_guard(sdn_str base_name, size_t i)
{
    char c = base_name.ptr[i];
    if (c == '_')
        return i > 0 && i + 1 < base_name.len && base_name.ptr[i - 1] != '_';
    return is_upper(c) || is_lower(c) || is_digit(c);
}

/* Bytes that do not fit become xHH; the small x, which no other byte gives, keeps the guards apart. */
sdn_str cname_guard(sdn_arena *arena, sdn_str base_name)
{
    static const char hex[] = "0123456789ABCDEF";
    cbuffer made = CBUFFER_INIT(arena);
    cbuffer_add(&made, "SDNC_");
    for (size_t i = 0; i < base_name.len; i++) {
        unsigned char byte = (unsigned char)base_name.ptr[i];
        char plain = to_upper(base_name.ptr[i]);
        char escaped[] = {'x', hex[byte >> 4], hex[byte & 15]};
        if (fits_guard(base_name, i))
            cbuffer_append(&made, &plain, 1);
        else
            cbuffer_append(&made, escaped, sizeof escaped);
    }
    cbuffer_add(&made, "_SCHEMA_H");
    return cbuffer_text(&made);
}

enum { LONGEST_WORD = 64 }; /* longer than any in the lists */

static bool holds_word(const char *list, sdn_str word)
{
    char padded[LONGEST_WORD + 3];
    if (word.len == 0 || word.len > LONGEST_WORD)
        return false;
    padded[0] = ' ';
    memcpy(padded + 1, word.ptr, word.len);
    padded[word.len + 1] = ' ';
    padded[word.len + 2] = '\0';
    return strstr(list, padded) != NULL;
}

static const char *find_word(const cname_words *table, sdn_str word)
{
    for (const cname_words *entry = table; entry->words != NULL; entry++)
        if (holds_word(entry->words, word))
            return entry->reason;
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

/* sdn_ and SDNC_ names are the library's and the include guards'. */
static const char *library_name(sdn_str name)
{
    bool taken = starts_with(name, "sdn_") || starts_with(name, "sdnc_") || starts_with(name, "SDN_")
        || starts_with(name, "SDNC_");
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

static const char *type_name(sdn_str name)
{
    return ends_with(name, "_t") ? "reserved for types of the system: it ends in '_t'" : NULL;
}

/* Snake case without an arena, cut to the size of the longest word: names beyond it are in no list. */
static sdn_str short_snake(char out[LONGEST_WORD], sdn_str name)
{
    sdn_str made = {out, 0};
    for (size_t i = 0; i < name.len && made.len < LONGEST_WORD; i++) {
        if (breaks_before(name, i))
            out[made.len++] = '_';
        if (made.len < LONGEST_WORD)
            out[made.len++] = to_lower(name.ptr[i]);
    }
    return made;
}

const char *cname_reserved(sdn_str name)
{
    char text[LONGEST_WORD];
    sdn_str snake = short_snake(text, name);
    const char *reason = bad_underscore(name);
    if (reason == NULL)
        reason = find_word(cname_reserved_words, name);
    if (reason == NULL)
        reason = find_word(cname_reserved_words, snake);
    return reason != NULL ? reason : library_name(snake);
}

const char *cname_reserved_global(sdn_str name)
{
    const char *reason = find_word(cname_reserved_words, name);
    if (reason == NULL)
        reason = find_word(cname_global_words, name);
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
        text[i] = to_lower(base_name.ptr[i]);
    sdn_str folded = {text, base_name.len};
    return find_word(cname_file_words, folded);
}

/* What a record's type name is followed by in the names it takes. */
static const char *const record_suffixes[] = {
    "", "_record_type", "_init", "_copy", "_equal", "_parse_row", "_write_row",
    "_store", "_store_open", "_store_in", "_store_close", "_store_reload", "_store_begin", "_store_commit",
    "_store_rollback", "_store_save", "_store_changed", "_store_get", "_store_edit", "_store_insert", "_store_put",
    "_store_delete", "_store_count", "_store_all", "_store_problems", "_store_conflicts", "_store_text",
    "_store_list", "_cursor", "_cursor_next",
    /* private */
    "_defaults", "_fields", "_indexes", "_parse", "_write",
};

static const char *const enum_suffixes[] = {"", "_name", "_from_name", "_enum_type", /* private */ "_names"};

enum {
    RECORD_SUFFIXES = sizeof record_suffixes / sizeof record_suffixes[0],
    ENUM_SUFFIXES = sizeof enum_suffixes / sizeof enum_suffixes[0]
};

/* A list with room for `count` names, the first of them `name` with each of the suffixes; NULL without memory. */
static sdn_str *with_suffixes(sdn_arena *arena, sdn_str name, const char *const *suffixes, size_t suffix_count,
                              size_t count)
{
    sdn_str *names = sdn_arena_alloc(arena, count * sizeof *names);
    for (size_t i = 0; names != NULL && i < suffix_count; i++)
        names[i] = join(arena, name, suffixes[i], SDN_STR(""));
    return names;
}

/* Hands out a finished list unless one of its names could not be made. */
static int give_names(sdn_str *names, size_t count, sdn_str_list *list)
{
    for (size_t i = 0; i < count; i++)
        if (names == NULL || names[i].ptr == NULL)
            return -1;
    list->items = names;
    list->count = count;
    return 0;
}

int cname_of_enum(sdn_arena *arena, const model_enum *enumeration, sdn_str_list *names)
{
    size_t count = ENUM_SUFFIXES + enumeration->enumerator_count + (enumeration->open ? 1 : 0);
    sdn_str type = cname_snake(arena, enumeration->name);
    sdn_str *items = with_suffixes(arena, type, enum_suffixes, ENUM_SUFFIXES, count);
    for (size_t i = 0; items != NULL && i < enumeration->enumerator_count; i++)
        items[ENUM_SUFFIXES + i] = cname_constant(arena, enumeration->name, enumeration->enumerators[i].name);
    if (items != NULL && enumeration->open)
        items[count - 1] = cname_other(arena, enumeration->name);
    return give_names(items, count, names);
}

int cname_of_record(sdn_arena *arena, const model_record *record, sdn_str_list *names)
{
    size_t count = RECORD_SUFFIXES + record->index_count;
    sdn_str type = cname_snake(arena, record->name);
    sdn_str *items = with_suffixes(arena, type, record_suffixes, RECORD_SUFFIXES, count);
    for (size_t i = 0; items != NULL && i < record->index_count; i++)
        items[RECORD_SUFFIXES + i] = join(arena, type, "_store_by_", cname_index(arena, record, &record->indexes[i]));
    return give_names(items, count, names);
}

int cname_of_field(sdn_arena *arena, const model_field *field, sdn_str_list *names)
{
    bool has_text = field->type.enumeration != NULL && field->type.enumeration->open;
    sdn_str member = cname_snake(arena, field->name);
    sdn_str *items = sdn_arena_alloc(arena, 3 * sizeof *items);
    size_t count = 0;
    if (items == NULL)
        return -1;
    items[count++] = member;
    if (field->type.optional)
        items[count++] = join(arena, SDN_STR("has"), "_", member);
    if (has_text)
        items[count++] = join(arena, member, "_", SDN_STR("text"));
    return give_names(items, count, names);
}

/* Lists joined as they are found; each schema's own names come after those of its imports. */
typedef struct name_lists {
    sdn_arena *arena;
    sdn_str *items;
    size_t count;
    size_t capacity;
} name_lists;

static int add_names(name_lists *lists, sdn_str_list names)
{
    if (lists->capacity - lists->count < names.count) {
        size_t capacity = (lists->count + names.count) * 2;
        sdn_str *items = sdn_arena_alloc(lists->arena, capacity * sizeof *items);
        if (items == NULL)
            return -1;
        if (lists->count > 0)
            memcpy(items, lists->items, lists->count * sizeof *items);
        lists->items = items;
        lists->capacity = capacity;
    }
    memcpy(lists->items + lists->count, names.items, names.count * sizeof *names.items);
    lists->count += names.count;
    return 0;
}

static int add_schema(name_lists *lists, const model_schema *schema)
{
    sdn_str_list names;
    for (size_t i = 0; i < schema->import_count; i++)
        if (add_schema(lists, schema->imports[i]) != 0)
            return -1;
    for (size_t i = 0; i < schema->enum_count; i++)
        if (cname_of_enum(lists->arena, schema->enums[i], &names) != 0 || add_names(lists, names) != 0)
            return -1;
    for (size_t i = 0; i < schema->record_count; i++)
        if (cname_of_record(lists->arena, &schema->records[i], &names) != 0 || add_names(lists, names) != 0)
            return -1;
    return 0;
}

int cname_visible(sdn_arena *arena, const model_schema *schema, sdn_str_list *names)
{
    name_lists lists = {arena, NULL, 0, 0};
    if (add_schema(&lists, schema) != 0)
        return -1;
    names->items = lists.items;
    names->count = lists.count;
    return 0;
}

static bool holds(sdn_str_list list, sdn_str name)
{
    for (size_t i = 0; i < list.count; i++)
        if (sdn_str_equal(list.items[i], name))
            return true;
    return false;
}

sdn_str cname_local(sdn_arena *arena, sdn_str_list taken, sdn_str wanted)
{
    return holds(taken, wanted) ? join(arena, wanted, "", SDN_STR("_")) : wanted;
}

/* The other names in functions that look up. */
static const sdn_str lookup_locals[] = {
    SDN_STR_INIT("store"),
    SDN_STR_INIT("err"),
    SDN_STR_INIT("wanted"),
};

sdn_str cname_parameter(sdn_arena *arena, sdn_str_list taken, sdn_str member)
{
    sdn_str_list others = {lookup_locals, sizeof lookup_locals / sizeof lookup_locals[0]};
    if (!holds(taken, member) && !holds(others, member))
        return member;
    return cname_local(arena, taken, join(arena, member, "_", SDN_STR("value")));
}
