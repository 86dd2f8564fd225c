#include "random_schema.h"

#include <stdio.h>
#include <string.h>

#include "diag/text.h"
#include "names/cname.h"
#include "awkward_names.h"

enum { NAME_SIZE = 300, NAMES_MAX = 24, ENUMS_MAX = 6, FIELDS_MAX = 14 };

#define PICK(r, list) ((list)[random_below((r), sizeof(list) / sizeof(list)[0])])

typedef enum scalar { STRING, BOOL, I32, I64, U32, U64, F64, DATE, TIMESTAMP, ENUM, SCALAR_COUNT } scalar;

static const char *const scalar_names[] = {"string", "bool", "i32", "i64", "u32", "u64", "f64", "date", "timestamp"};

/* Values as schemas write them, extremes among them. */
static const char *const texts[] = {
    "\"text\"",
    "\"\"",
    "\"two words\"",
    "\"a, b; c|d\"",
    "\"\\\"quoted\\\"\"",
    "\"back\\\\slash\"",
    "\"tab\\tline\\n\"",
    "\"true\"",
    "\"null\"",
    "\"0\"",
    "\"-1\"",
    "\"007\"",
    "\"[a]\"",
    "\"{b}\"",
    "\"# no comment\"",
    "\"// nor this\"",
    "\"*/ ?\?/ %s $ @\"",
    "\"\xC3\xA4\xE6\xBC\xA2\xF0\x9F\x8E\x89\"",
    "\" edges \"",
    "\"2026-01-31\"",
    "\"\xE2\x80\xAE\"",
};
static const char *const bools[] = {"true", "false"};
static const char *const i32s[] = {"0", "-1", "42", "2147483647", "-2147483648", "1_000", "0x7F", "-0"};
static const char *const i64s[] = {"0", "-9223372036854775808", "9223372036854775807", "-1_000_000", "0xFFFF"};
static const char *const u32s[] = {"0", "1", "4294967295", "0xFFFF_FFFF", "1_0"};
static const char *const u64s[] = {"0", "18446744073709551615", "0xFFFFFFFFFFFFFFFF", "9_223_372_036_854_775_808"};
static const char *const f64s[] = {"0",        "1.5",   "-0.5", "1e9", "-1.7976931348623157e308",
                                   "2.5e-300", "1_0.5", "0.1",  "-7"};
static const char *const dates[] = {"\"2026-01-31\"", "\"0001-01-01\"", "\"9999-12-31\"", "\"2024-02-29\""};
static const char *const timestamps[] = {"\"2026-01-31T12:00:00Z\"", "\"1969-12-31T23:59:59.999999999Z\"",
                                         "\"2026-06-30T23:30:00+02:00\"", "\"0000-01-01T00:00:00Z\""};

#define VALUES(list)                           \
    {                                          \
        (list), sizeof(list) / sizeof(list)[0] \
    }

static const struct {
    const char *const *items;
    size_t count;
} values[] = {
    [STRING] = VALUES(texts), [BOOL] = VALUES(bools), [I32] = VALUES(i32s),
    [I64] = VALUES(i64s),     [U32] = VALUES(u32s),   [U64] = VALUES(u64s),
    [F64] = VALUES(f64s),     [DATE] = VALUES(dates), [TIMESTAMP] = VALUES(timestamps),
};

/* Bounds that hold every value above, and the bounds of the types. */
static const char *const ranges[][2] = {
    [I32] = {"-2147483648..2147483647", "-2_147_483_648..0x7FFF_FFFF"},
    [I64] = {"-9223372036854775808..9223372036854775807", "-9_223_372_036_854_775_808..0x7FFFFFFFFFFFFFFF"},
    [U32] = {"0..4294967295", "0..0xFFFFFFFF"},
    [U64] = {"0..18446744073709551615", "0x0..0xFFFFFFFFFFFFFFFF"},
    [F64] = {"-1.7976931348623157e308..1e300", "-1.7976931348623157e308..1e9"},
};

typedef struct drawn_enum {
    char name[NAME_SIZE];
    char items[NAMES_MAX][NAME_SIZE];
    size_t count;
    bool open, imported;
} drawn_enum;

typedef struct drawn_field {
    char name[NAME_SIZE];
    scalar type;
    const drawn_enum *enumeration;
    bool list, optional, key, unique;
} drawn_field;

typedef struct drawing {
    random_state *r;
    sdn_buffer *out;
    size_t tag;
    bool prefixed;     /* so that names need no tag */
    size_t first_word; /* of the prefixed words: those of this schema are the ones from here on */
    size_t own_enums;
    drawn_enum enums[ENUMS_MAX]; /* in view */
    size_t enum_count;
    char target[NAME_SIZE]; /* a record with a text key, to refer to; "" for none */
    bool key_line;          /* the record at hand has a key of several fields, any of its fields */
} drawing;

/* --- names --- */

static const char *const type_words[] = {
    "Todo",    "HTTPServer",
    "x",       "X",
    "aB",      "order",
    "Index",   "Key",
    "record",  "Enum",
    "MP3File", "was",
    "in",      "Open",
    "Store",   "Cursor",
    "Row",     "Value",
    "Sdnx",    "Struct",
    "Class",   "Main",
    "Std",     "Null",
    "P0x",     "LongNameOfManyWordsThatGoesOnAndOnAndOn",
};

/* Names that only a schema with a prefix can have. */
static const char *const prefixed_words[] = {
    "Log",  "Stat",  "Time", "Index", "Link",  "Socket", "Kind",    "Int", "Class",
    "NULL", "errno", "Main", "linux", "Short", "Sdn",    "SdnFile", "I",   "Struct",
};

static const char *const member_words[] = {
    "id",         "key",       "index",     "order",
    "record",     "enum",      "open",      "import",
    "by",         "in",        "column",    "unique",
    "range",      "was",       "nonempty",  "merge",
    "references", "separator", "auto_id",   "random",
    "store",      "err",       "wanted",    "values",
    "value",      "on",        "clear",     "refuse",
    "row",        "self",      "path",      "options",
    "arena",      "file",      "dst",       "src",
    "a",          "b",         "B",         "t",
    "N",          "x",         "status",    "name",
    "names",      "text",      "count",     "list",
    "items",      "ptr",       "len",       "start",
    "end",        "create",    "add",       "get",
    "init",       "parse",     "copy",      "equal",
    "string",     "date",      "timestamp", "u32",
    "camelCase",  "HTTPCode",  "p0",        "snake_case_name",
    "base",       "next",      "cursor",    "type",
    "fields",     "doc",       "main",      "time",
    "read",       "write",     "open2",     "index1",
    "is_x",       "n_x",       "size",      "offset",
    "flags",      "table",     "nil",       "problems",
};

/* The enum of that name that was imported; NULL if there is none. */
static drawn_enum *find_imported(drawing *d, const char *name)
{
    for (size_t i = 0; i < d->enum_count; i++)
        if (d->enums[i].imported && strcmp(d->enums[i].name, name) == 0)
            return &d->enums[i];
    return NULL;
}

/* A name of records and enums: a word, the tag, a letter of its own. With a prefix also a word alone. Each letter has
 * another one. */
static void draw_type_name(drawing *d, char letter, char *name)
{
    size_t words = sizeof prefixed_words / sizeof prefixed_words[0];
    size_t number = letter < 'r' ? (size_t)(letter - 'a') : (size_t)(letter - 'r') + ENUMS_MAX;
    const char *word = prefixed_words[(d->first_word + number) % words];
    if (d->prefixed && random_chance(d->r, 50) && find_imported(d, word) == NULL)
        snprintf(name, NAME_SIZE, "%s", word);
    else
        snprintf(name, NAME_SIZE, "%s%s%zu%c", PICK(d->r, type_words), random_chance(d->r, 30) ? "_" : "", d->tag,
                 letter);
}

/* Also at the end of the name of an index. */
static bool is_legal(const char *name)
{
    size_t len = strlen(name);
    bool ends_in_t = len > 2 && memcmp(name + len - 2, "_t", 2) == 0;
    return !ends_in_t && cname_reserved(sdn_str_from(name)) == NULL;
}

/* A name of fields and enumerators. */
static void draw_member_name(drawing *d, char *name)
{
    const char *word = PICK(d->r, member_words);
    if (random_chance(d->r, 25)) {
        const char *dangerous = dangerous_names[random_below(d->r, dangerous_name_count)];
        word = is_legal(dangerous) ? dangerous : word;
    }
    snprintf(name, NAME_SIZE, "%s", word);
}

/* Whether two names stay different in C in every role that the name of a field has. */
static bool is_apart(const char *name, const char *other)
{
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_str a = cname_snake(&arena, sdn_str_from(name));
    sdn_str b = cname_snake(&arena, sdn_str_from(other));
    bool apart = !sdn_str_equal(a, b) && !(a.len == b.len + 4 && memcmp(a.ptr, "has_", 4) == 0) &&
                 !(b.len == a.len + 4 && memcmp(b.ptr, "has_", 4) == 0) &&
                 !(a.len == b.len + 5 && memcmp(a.ptr + b.len, "_text", 5) == 0) &&
                 !(b.len == a.len + 5 && memcmp(b.ptr + a.len, "_text", 5) == 0);
    sdn_arena_release(&arena);
    return apart;
}

/* --- space and comments --- */

static void put(drawing *d, const char *text)
{
    text_printf(d->out, "%s", text);
}

static void draw_space(drawing *d)
{
    static const char *const spaces[] = {" ", " ", " ", "  ", "\t", "\n    ", "\r\n", " // why\n"};
    put(d, random_chance(d->r, 80) ? " " : PICK(d->r, spaces));
}

static void draw_doc(drawing *d)
{
    static const char *const plain[] = {"What it is.", "A sentence, and another one. And so on.", "", "  - an item"};
    if (random_chance(d->r, 20))
        put(d, "// a comment\n");
    if (!random_chance(d->r, 45))
        return;
    for (size_t lines = 1 + random_below(d->r, 3); lines > 0; lines--) {
        bool dangerous = random_chance(d->r, 30);
        text_printf(d->out, "\n///%s%s\n", random_chance(d->r, 90) ? " " : "",
                    dangerous ? dangerous_docs[random_below(d->r, dangerous_doc_count)] : PICK(d->r, plain));
    }
}

/* --- enums --- */

static void draw_enumerators(drawing *d, drawn_enum *e)
{
    size_t wanted = 1 + random_below(d->r, random_chance(d->r, 10) ? NAMES_MAX : 6);
    for (size_t tries = 0; e->count < wanted && tries < 3 * NAMES_MAX; tries++) {
        char *name = e->items[e->count];
        bool apart = true;
        draw_member_name(d, name);
        if (name[0] == '_' || strlen(name) > 200)
            continue;
        for (size_t i = 0; i < e->count; i++)
            apart = apart && is_apart(name, e->items[i]);
        e->count += apart;
    }
}

static void put_enumerators(drawing *d, const drawn_enum *e)
{
    for (size_t i = 0; i < e->count; i++) {
        draw_doc(d);
        text_printf(d->out, " %s", e->items[i]);
        if (random_chance(d->r, 20))
            text_printf(d->out, " = \"spelled %zu, \\\"%s\\\"\"", i, PICK(d->r, member_words));
        if (i + 1 < e->count || random_chance(d->r, 30))
            put(d, ",");
        draw_space(d);
    }
}

/* Now and then that of an imported enum, which it hides. */
static void draw_enum_name(drawing *d, char *name)
{
    const drawn_enum *first = &d->enums[0];
    bool hides = d->prefixed && d->enum_count > 0 && first->imported && random_chance(d->r, 30);
    char letter = (char)('a' + d->own_enums++);
    if (hides)
        memcpy(name, first->name, NAME_SIZE);
    else
        draw_type_name(d, letter, name);
}

static void draw_enum(drawing *d, bool open)
{
    drawn_enum *e = &d->enums[d->enum_count];
    *e = (drawn_enum){.open = open};
    draw_enum_name(d, e->name);
    draw_enumerators(d, e);
    if (e->count == 0)
        snprintf(e->items[e->count++], NAME_SIZE, "only");
    draw_doc(d);
    text_printf(d->out, "%senum %s", open ? "open " : "", e->name);
    draw_space(d);
    put(d, "{");
    put_enumerators(d, e);
    put(d, "}\n");
    drawn_enum *hidden = find_imported(d, e->name);
    if (hidden != NULL)
        *hidden = *e;
    else
        d->enum_count++;
}

/* --- fields --- */

static void put_scalar(drawing *d, const drawn_field *f)
{
    if (f->type == ENUM)
        put(d, f->enumeration->items[random_below(d->r, f->enumeration->count)]);
    else
        put(d, values[f->type].items[random_below(d->r, values[f->type].count)]);
}

static void put_list(drawing *d, const drawn_field *f)
{
    size_t count = random_below(d->r, 4);
    put(d, "[");
    for (size_t i = 0; i < count; i++) {
        put_scalar(d, f);
        if (i + 1 < count || random_chance(d->r, 20))
            put(d, ", ");
    }
    put(d, "]");
}

static void put_type(drawing *d, const drawn_field *f)
{
    const char *name = f->type == ENUM ? f->enumeration->name : scalar_names[f->type];
    text_printf(d->out, f->list ? "[%s]" : "%s%s", name, f->optional ? "?" : "");
}

static void draw_type(drawing *d, drawn_field *f)
{
    f->type = (scalar)random_below(d->r, d->enum_count > 0 ? SCALAR_COUNT : ENUM);
    if (f->type == ENUM)
        f->enumeration = &d->enums[random_below(d->r, d->enum_count)];
    f->list = random_chance(d->r, 25) && !(f->type == ENUM && f->enumeration->open);
    f->optional = !f->list && random_chance(d->r, 25);
}

/* Text that is not empty is what an optional or nonempty field takes. */
static void put_default(drawing *d, const drawn_field *f, bool nonempty)
{
    put(d, " =");
    draw_space(d);
    if (f->list)
        put_list(d, f);
    else if (f->type == STRING && (f->optional || nonempty))
        put(d, "\"text\"");
    else
        put_scalar(d, f);
}

static bool is_number(scalar type)
{
    return type >= I32 && type <= F64;
}

static void put_column(drawing *d, size_t number)
{
    static const char *const columns[] = {"Column", "a/b", "x.y", "a-b", "a#b", "_c", "T"};
    text_printf(d->out, " column \"%s%zu\"", PICK(d->r, columns), number);
}

static void put_was(drawing *d, size_t number)
{
    if (random_chance(d->r, 50))
        text_printf(d->out, " was \"old%zu\"", number);
    else
        text_printf(d->out, " was [\"old%zu\", \"older%zu\"]", number, number);
}

/* `on delete clear` only where there is something to clear. */
static void put_reference(drawing *d, const drawn_field *f)
{
    text_printf(d->out, " references %s", d->target);
    if (random_chance(d->r, 50))
        put(d, (f->optional || f->list) && random_chance(d->r, 60) ? " on delete clear" : " on delete refuse");
}

/* A policy that the field may have. */
static void put_policy(drawing *d, const drawn_field *f)
{
    static const char *const of_any[] = {"ours", "theirs"}, *const of_lists[] = {"union", "ours", "theirs"},
                             *const of_ordered[] = {"max", "min", "ours", "theirs"};
    bool ordered = is_number(f->type) || f->type == DATE || f->type == TIMESTAMP;
    text_printf(d->out, " merge %s",
                f->list   ? PICK(d->r, of_lists)
                : ordered ? PICK(d->r, of_ordered)
                          : PICK(d->r, of_any));
}

/* Attributes that the field may have, in any order. */
static void draw_attributes(drawing *d, const drawn_field *f, size_t number, bool nonempty)
{
    size_t first = random_below(d->r, 8);
    for (size_t i = 0; i < 8; i++) {
        bool wanted = random_chance(d->r, 15);
        switch ((first + i) % 8) {
        case 0:
            if (wanted)
                put_column(d, number);
            break;
        case 1:
            if (wanted)
                put_was(d, number);
            break;
        case 2:
            if (f->unique)
                put(d, " unique");
            break;
        case 3:
            if (nonempty)
                put(d, " nonempty");
            break;
        case 4:
            if (wanted && is_number(f->type))
                text_printf(d->out, " range %s", ranges[f->type][0]);
            break;
        case 5:
            if (wanted && f->type == STRING && d->target[0] != '\0')
                put_reference(d, f);
            break;
        case 6:
            if (wanted && !f->key && !d->key_line)
                put_policy(d, f);
            break;
        default:
            if (wanted && f->list)
                text_printf(d->out, " separator \"%s\"", random_chance(d->r, 50) ? ";" : "|");
        }
    }
}

static bool draw_field_name(drawing *d, drawn_field *fields, size_t count)
{
    draw_member_name(d, fields[count].name);
    if (!is_legal(fields[count].name))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!is_apart(fields[count].name, fields[i].name))
            return false;
    return true;
}

static bool is_table_word(const char *name)
{
    static const char *const words[] = {"true", "false", "null", "nil", "table"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(name, words[i]) == 0)
            return true;
    return false;
}

static void draw_field(drawing *d, drawn_field *f, size_t number, bool is_key)
{
    bool asks = false;
    f->key = is_key;
    f->unique = !is_key && random_chance(d->r, 12);
    do
        draw_type(d, f);
    while (is_key && (f->list || f->optional || f->type == BOOL || f->type == F64 || f->type == ENUM));
    f->unique = f->unique && !f->list;
    bool nonempty = random_chance(d->r, 15) && !f->optional && (f->type == STRING || f->list);
    draw_doc(d);
    text_printf(d->out, "%s%s", is_key ? " key " : " ", f->name);
    draw_space(d);
    put(d, ":");
    draw_space(d);
    put_type(d, f);
    if (is_key && random_chance(d->r, 50)) {
        asks = f->type == STRING || (f->type >= I32 && f->type <= U64);
        if (asks)
            put(d, f->type == STRING && random_chance(d->r, 50) ? " = random"
                   : random_chance(d->r, 50)                    ? " = auto"
                                                                : " = auto merge renumber");
    } else if (!is_key && !(f->list && nonempty) && random_chance(d->r, 45)) {
        put_default(d, f, nonempty);
    }
    if (is_table_word(f->name))
        put_column(d, 100 + number);
    else
        draw_attributes(d, f, number, nonempty && !asks);
    put(d, ";");
    draw_space(d);
}

/* --- records --- */

static void put_names(drawing *d, const drawn_field *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        text_printf(d->out, "%s%s", i > 0 ? ", " : "", list[i]->name);
}

/* Up to `most` different fields that an index or key can have; their number. */
static size_t draw_subset(drawing *d, const drawn_field *fields, size_t count, bool key, size_t most,
                          const drawn_field **list)
{
    size_t got = 0;
    size_t step = 1 + random_below(d->r, 3);
    for (size_t i = random_below(d->r, count); i < count && got < most; i += step) {
        const drawn_field *f = &fields[i];
        bool open = f->type == ENUM && f->enumeration->open;
        if (!f->list && !(key && (f->optional || f->type == F64 || open)))
            list[got++] = f;
    }
    return got;
}

/* Whether an index over these fields is there already, or is the key. */
static bool is_there(const drawn_field *const *list, size_t count, bool seen[FIELDS_MAX][4], const drawn_field *fields)
{
    bool single = count == 1 && (list[0]->unique || list[0]->key);
    bool *slot = &seen[list[0] - fields][count - 1];
    bool there = single || *slot;
    *slot = true;
    return there;
}

/* `seen`: by first field and number of fields. */
static void draw_indexes(drawing *d, const drawn_field *fields, size_t count, bool keyed, bool seen[FIELDS_MAX][4])
{
    const drawn_field *list[4];
    for (size_t i = random_below(d->r, 5); i > 0; i--) {
        size_t got = draw_subset(d, fields, count, false, 1 + random_below(d->r, 4), list);
        if (got == 0 || is_there(list, got, seen, fields))
            continue;
        draw_doc(d);
        text_printf(d->out, " %sindex by ", random_chance(d->r, 25) ? "unique " : "");
        put_names(d, list, got);
        put(d, ";");
    }
    if (keyed && random_chance(d->r, 40))
        put(d, " order by key;");
}

/* A line with a key of several fields; false if there are none for it. */
static bool draw_key_line(drawing *d, const drawn_field *fields, size_t count, bool seen[FIELDS_MAX][4])
{
    const drawn_field *list[3];
    size_t got = draw_subset(d, fields, count, true, 3, list);
    if (got < 2)
        return false;
    seen[list[0] - fields][got - 1] = true;
    put(d, " key (");
    put_names(d, list, got);
    put(d, ");");
    return true;
}

static void draw_record(drawing *d, size_t number)
{
    drawn_field fields[FIELDS_MAX];
    bool seen[FIELDS_MAX][4] = {{false}};
    char name[NAME_SIZE];
    size_t wanted = 1 + random_below(d->r, FIELDS_MAX);
    size_t count = 0;
    unsigned keyed = (unsigned)random_below(d->r, 4); /* 0 none, 1 a line, else a field */
    d->key_line = keyed == 1;
    draw_type_name(d, (char)('r' + number), name);
    draw_doc(d);
    text_printf(d->out, "record %s in %s%zu", name, PICK(d->r, member_words), number);
    draw_space(d);
    put(d, "{");
    for (size_t i = 0; i < wanted || count == 0; i++) {
        fields[count] = (drawn_field){.type = STRING};
        if (draw_field_name(d, fields, count)) {
            draw_field(d, &fields[count], count, keyed > 1 && count == 0);
            count++;
        }
    }
    bool line = keyed == 1 && draw_key_line(d, fields, count, seen);
    draw_indexes(d, fields, count, line || keyed > 1, seen);
    put(d, "}\n");
    if (keyed > 1 && fields[0].type == STRING)
        memcpy(d->target, name, sizeof d->target);
}

/* --- schemas --- */

static void draw_prefix(drawing *d)
{
    static const char *const words[] = {"p", "int", "x_y", "log", "e"};
    d->prefixed = random_chance(d->r, 40);
    d->first_word = random_below(d->r, 100);
    if (!d->prefixed)
        return;
    text_printf(d->out, "prefix");
    draw_space(d);
    text_printf(d->out, "\"%s%zu_\";", PICK(d->r, words), d->tag);
    draw_space(d);
}

void random_schema_shared(random_state *r, size_t tag, sdn_buffer *out)
{
    drawing d = {.r = r, .out = out, .tag = tag};
    draw_prefix(&d);
    draw_enum(&d, false);
    draw_enum(&d, true);
    draw_record(&d, 7);
}

/* The enums of a shared schema, which the same numbers draw again. */
static void recall_shared(drawing *d, random_state shared, size_t tag)
{
    sdn_buffer ignored = SDN_BUFFER_INIT;
    drawing again = {.r = &shared, .out = &ignored, .tag = tag};
    draw_prefix(&again);
    draw_enum(&again, false);
    draw_enum(&again, true);
    memcpy(d->enums, again.enums, 2 * sizeof d->enums[0]);
    d->enums[0].imported = d->enums[1].imported = true;
    d->enum_count = 2;
    sdn__buffer_release(&ignored);
}

void random_schema(random_state *r, size_t tag, const char *import, size_t import_tag, sdn_buffer *out)
{
    drawing d = {.r = r, .out = out, .tag = tag};
    bool late = random_chance(r, 30);
    if (!late)
        draw_prefix(&d);
    if (import != NULL) {
        recall_shared(&d, random_from(0, import_tag), import_tag);
        text_printf(out, "import \"%s\";\n", import);
    }
    if (late)
        draw_prefix(&d);
    for (size_t i = random_below(r, 3); i > 0; i--)
        draw_enum(&d, random_chance(r, 40));
    for (size_t i = 0, records = 1 + random_below(r, 3); i < records; i++)
        draw_record(&d, i);
}
