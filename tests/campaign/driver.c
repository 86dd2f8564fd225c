#include "driver.h"

#include <inttypes.h>

#include "diag/diag.h"
#include "diag/text.h"
#include "names/cname.h"

/* C names while a function is written. */
typedef struct driver {
    sdn_arena arena;
    sdn_buffer *out;
    sdn_str type; /* of the record */
} driver;

static const struct {
    const char *word;  /* in the names of draw_... and list types */
    const char *ctype; /* of an element */
} scalars[] = {
    [MODEL_STRING] = {"str", "sdn_str"},
    [MODEL_BOOL] = {"bool", "bool"},
    [MODEL_I32] = {"i32", "int32_t"},
    [MODEL_I64] = {"i64", "int64_t"},
    [MODEL_U32] = {"u32", "uint32_t"},
    [MODEL_U64] = {"u64", "uint64_t"},
    [MODEL_F64] = {"f64", "double"},
    [MODEL_DATE] = {"date", "sdn_date"},
    [MODEL_TIMESTAMP] = {"timestamp", "sdn_timestamp"},
};

static sdn_str snake(driver *d, sdn_str name)
{
    return cname_snake(&d->arena, name);
}

/* The bounds of a number, as arguments. */
static void put_bounds(driver *d, const model_field *field)
{
    const model_value *low = &field->range.low;
    const model_value *high = &field->range.high;
    bool given = field->range.given;
    switch (field->type.scalar) {
    case MODEL_I32:
    case MODEL_I64:
        if (given) /* the lowest is no literal in C */
            text_printf(d->out, ", %" PRId64 "%s, %" PRId64,
                        low->signed_number == INT64_MIN ? -INT64_MAX : low->signed_number,
                        low->signed_number == INT64_MIN ? " - 1" : "", high->signed_number);
        else
            text_printf(d->out, field->type.scalar == MODEL_I32 ? ", INT32_MIN, INT32_MAX" : ", INT64_MIN, INT64_MAX");
        break;
    case MODEL_U32:
    case MODEL_U64:
        if (given)
            text_printf(d->out, ", %" PRIu64 "u, %" PRIu64 "u", low->number, high->number);
        else
            text_printf(d->out, field->type.scalar == MODEL_U32 ? ", 0, UINT32_MAX" : ", 0, UINT64_MAX");
        break;
    case MODEL_F64:
        if (given)
            text_printf(d->out, ", %.17g, %.17g", low->real, high->real);
        else
            text_printf(d->out, ", -1.7976931348623157e308, 1.7976931348623157e308");
        break;
    default:
        break;
    }
}

/* A number that leaves room for larger ones. */
static void put_small(driver *d, const model_field *field)
{
    text_printf(d->out, "(%s)(1 + draw_below(r, 1000))", scalars[field->type.scalar].ctype);
}

/* An expression that draws one value. */
static void put_draw(driver *d, const model_field *field, bool filled)
{
    model_scalar scalar = field->type.scalar;
    if (scalar == MODEL_ENUM) {
        const model_enum *e = field->type.enumeration;
        text_printf(d->out, "(%.*s)draw_below(r, %zu)", DIAG_STR(cname_enum(&d->arena, e)), e->enumerator_count);
        return;
    }
    text_printf(d->out, "draw_%s(r", scalars[scalar].word);
    if (scalar == MODEL_STRING)
        text_printf(d->out, ", %d, arena", filled);
    put_bounds(d, field);
    text_printf(d->out, ")");
}

static void put_list(driver *d, const model_field *field, sdn_str member)
{
    bool is_enum = field->type.scalar == MODEL_ENUM;
    sdn_str enum_type = is_enum ? cname_enum(&d->arena, field->type.enumeration) : SDN_STR("");
    sdn_str element = is_enum ? enum_type : sdn_str_from(scalars[field->type.scalar].ctype);
    text_printf(d->out, "    {\n        %.*s *items = sdn_arena_alloc(arena, DRIVER_LIST_MAX * sizeof *items);\n",
                DIAG_STR(element));
    text_printf(d->out, "        size_t count = %d + draw_below(r, DRIVER_LIST_MAX);\n", field->nonempty);
    text_printf(d->out, "        for (size_t i = 0; i < count && i < DRIVER_LIST_MAX; i++)\n            items[i] = ");
    put_draw(d, field, false);
    text_printf(d->out, ";\n        record->%.*s.items = count > 0 ? items : NULL;\n", DIAG_STR(member));
    text_printf(d->out, "        record->%.*s.count = count;\n    }\n", DIAG_STR(member));
}

static bool is_key(const model_record *record, size_t field)
{
    for (size_t i = 0; i < record->key.field_count; i++)
        if (record->key.fields[i] == field)
            return true;
    return false;
}

/* Now and then an open enum has a word that it does not know. */
static void put_open_enum(driver *d, const model_field *field, sdn_str member)
{
    sdn_str other = cname_other(&d->arena, field->type.enumeration);
    text_printf(d->out, "    if (draw_below(r, 4) == 0) {\n        record->%.*s = %.*s;\n", DIAG_STR(member),
                DIAG_STR(other));
    text_printf(d->out, "        record->%.*s_text = SDN_STR(\"some other-word\");\n    }\n", DIAG_STR(member));
}

static void put_field(driver *d, const model_record *record, size_t i)
{
    const model_field *field = &record->fields[i];
    sdn_str member = snake(d, field->name);
    bool asks = is_key(record, i) && (record->key_auto || record->key_random);
    if (field->type.list) {
        put_list(d, field, member);
        return;
    }
    if (asks)
        text_printf(d->out, "    if (draw_bool(r)) /* else it is asked for */\n    ");
    if (field->type.optional)
        text_printf(d->out, "    record->has_%.*s = draw_bool(r);\n    if (record->has_%.*s)\n    ", DIAG_STR(member),
                    DIAG_STR(member));
    text_printf(d->out, "    record->%.*s = ", DIAG_STR(member));
    if (asks && field->type.scalar != MODEL_STRING)
        put_small(d, field);
    else
        put_draw(d, field, field->type.optional || field->nonempty || is_key(record, i));
    text_printf(d->out, ";\n");
    if (field->type.scalar == MODEL_ENUM && field->type.enumeration->open && !field->type.optional)
        put_open_enum(d, field, member);
}

static void put_fill(driver *d, const model_record *record)
{
    text_printf(d->out, "static void fill_%.*s(%.*s *record, uint64_t *r, sdn_arena *arena)\n{\n", DIAG_STR(d->type),
                DIAG_STR(d->type));
    text_printf(d->out, "    (void)r;\n    (void)arena;\n    %.*s_init(record);\n", DIAG_STR(d->type));
    for (size_t i = 0; i < record->field_count; i++)
        put_field(d, record, i);
    text_printf(d->out, "}\n\n");
}

/* The arguments that name a record. */
static void put_key(driver *d, const model_record *record, const char *from)
{
    for (size_t i = 0; i < record->key.field_count; i++) {
        const model_field *field = &record->fields[record->key.fields[i]];
        text_printf(d->out, ", %s%.*s%s", from, DIAG_STR(snake(d, field->name)),
                    field->type.scalar == MODEL_STRING ? ".ptr" : "");
    }
}

/* As the driver's text with T for the record's type and K for the arguments of its key. */
static void put_pattern(driver *d, const model_record *record, const char *pattern)
{
    for (const char *at = pattern; *at != '\0'; at++) {
        if (*at == '$')
            text_printf(d->out, "%.*s", DIAG_STR(d->type));
        else if (*at == '@')
            put_key(d, record, "kept[i].");
        else
            sdn__buffer_add(d->out, at, 1);
    }
}

/* Assigns copies of the lists, made in the store, to what was inserted. */
static void put_copy(driver *d, const model_record *record)
{
    text_printf(d->out, "static void copy_%.*s(%.*s_store *store, %.*s *record)\n{\n", DIAG_STR(d->type),
                DIAG_STR(d->type), DIAG_STR(d->type));
    text_printf(d->out, "    (void)store;\n    (void)record;\n");
    for (size_t i = 0; i < record->field_count; i++) {
        const model_field *field = &record->fields[i];
        if (!field->type.list || field->type.scalar == MODEL_STRING)
            continue;
        sdn_str member = snake(d, field->name);
        sdn_str copy = cname_list_copier(&d->arena, record, &field->type);
        text_printf(d->out, "    record->%.*s = %.*s(store, record->%.*s.items, record->%.*s.count);\n",
                    DIAG_STR(member), DIAG_STR(copy), DIAG_STR(member), DIAG_STR(member));
    }
    text_printf(d->out, "}\n\n");
}

static const char insert_pattern[] =
    "static int try_$(const char *path, uint64_t seed)\n{\n"
    "    uint64_t *r = &seed;\n    sdn_arena arena = SDN_ARENA_INIT;\n    sdn_error err = {0};\n"
    "    $ kept[DRIVER_ROWS];\n    bool found[DRIVER_ROWS] = {false};\n    size_t count = 0;\n"
    "    (void)remove(path);\n    $_store *store = $_store_open(path, NULL, &err);\n    DEMAND(store != "
    "NULL, \"$\");\n"
    "    for (int row = 0; row < DRIVER_ROWS; row++) {\n        $ values;\n        fill_$(&values, r, "
    "&arena);\n"
    "        $ *made = $_store_insert(store, &values, &err);\n"
    "        DEMAND(made != NULL || err.code == SDN_E_EXISTS, \"$\");\n"
    "        if (made != NULL) {\n            $ before = *made;\n            copy_$(store, made);\n"
    "            DEMAND($_equal(&before, made), \"$\");\n"
    "            DEMAND($_copy(&kept[count++], made, &arena) == 0, \"$\");\n        }\n    }\n"
    "    DEMAND($_store_save(store, &err) == SDN_OK, \"$\");\n    $_store_close(store);\n";

static const char compare_pattern[] =
    "    store = $_store_open(path, NULL, &err);\n    DEMAND(store != NULL, \"$\");\n"
    "    const sdn_problem *problems;\n    size_t broken = $_store_problems(store, &problems);\n"
    "    if (broken > 0)\n        printf(\"%s\\n\", problems[0].message);\n"
    "    DEMAND(broken == 0, \"$\");\n    DEMAND($_store_count(store) == count, \"$\");\n"
    "    $_cursor cursor = $_store_all(store);\n    size_t seen = 0;\n"
    "    for (const $ *at; (at = $_cursor_next(&cursor)) != NULL; seen++) {\n        size_t i = 0;\n"
    "        while (i < count && (found[i] || !$_equal(&kept[i], at)))\n            i++;\n"
    "        DEMAND(i < count, \"$\");\n        found[i] = true;\n    }\n    DEMAND(seen == count, \"$\");\n"
    "    cursor = $_cursor_reverse($_store_all(store));\n    for (seen = 0; $_cursor_next(&cursor) != NULL; seen++)\n"
    "        ;\n    DEMAND(seen == count, \"$\");\n"
    "    DEMAND($_store_validate(store, &problems, &broken, &err) == SDN_OK && broken == 0, \"$\");\n";

static const char key_pattern[] =
    "    for (size_t i = 0; i < count; i++) {\n        const $ *got = $_store_get(store@);\n"
    "        DEMAND(got != NULL && $_equal(got, &kept[i]), \"$\");\n    }\n"
    "    for (size_t i = 0; i < count / 2; i++)\n        DEMAND($_store_delete(store@, &err) == SDN_OK, "
    "\"$\");\n"
    "    DEMAND($_store_save(store, &err) == SDN_OK && $_store_count(store) == count - count / 2, \"$\");\n";

static const char end_pattern[] = "    $_store_close(store);\n    sdn_arena_release(&arena);\n    (void)remove(path);\n"
                                  "    return 0;\n}\n\n";

void driver_add(const model_schema *schema, sdn_buffer *functions, sdn_buffer *calls)
{
    for (size_t i = 0; i < schema->record_count; i++) {
        const model_record *record = &schema->records[i];
        driver d = {.arena = SDN_ARENA_INIT, .out = functions};
        d.type = cname_record(&d.arena, record);
        put_fill(&d, record);
        put_copy(&d, record);
        put_pattern(&d, record, insert_pattern);
        put_pattern(&d, record, compare_pattern);
        if (record->key.field_count > 0)
            put_pattern(&d, record, key_pattern);
        put_pattern(&d, record, end_pattern);
        text_printf(calls, "    type_text(types, &%.*s_record_type);\n", DIAG_STR(d.type));
        text_printf(calls, "    failures += try_%.*s(argv[1], seed++);\n", DIAG_STR(d.type));
        sdn_arena_release(&d.arena);
    }
}
