#include "test.h"

#include "emit/emit.h"
#include "faults.h"
#include "names/cname.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* A schema with all kinds of fields, whose names all begin with `zz`, and one that imports its enum. */
static const model_enumerator words[] = {
    {SDN_STR_INIT("low"), SDN_STR_INIT("low"), SDN_STR_INIT("Can wait.")},
    {SDN_STR_INIT("wontFix"), SDN_STR_INIT("won't fix"), SDN_STR_INIT("")},
};
static model_schema owner;
static const model_enum level = {SDN_STR_INIT("ZzLevel"), SDN_STR_INIT("How high."), true, words, 2, &owner};
static const model_enum kind = {SDN_STR_INIT("ZzKind"), SDN_STR_INIT(""), false, words, 2, &owner};

static model_record keyed;
static const sdn_str was[] = {SDN_STR_INIT("deadline"), SDN_STR_INIT("by \"when\"")};
/* clang-format off */
static const model_field fields[] = {
    {.name = SDN_STR_INIT("id"), .column = SDN_STR_INIT("id"), .type = {.scalar = MODEL_STRING}},
    {.name = SDN_STR_INIT("store"), .column = SDN_STR_INIT("store"), .type = {.scalar = MODEL_U32}},
    {.name = SDN_STR_INIT("level"), .column = SDN_STR_INIT("level"), .doc = SDN_STR_INIT("A */ doc."),
     .type = {.scalar = MODEL_ENUM, .enumeration = &level, .optional = true}},
    {.name = SDN_STR_INIT("kind"), .column = SDN_STR_INIT("kind"),
     .type = {.scalar = MODEL_ENUM, .enumeration = &kind}, .initial = {.given = true, .value = {.number = 1}}},
    {.name = SDN_STR_INIT("done"), .column = SDN_STR_INIT("Done?"), .type = {.scalar = MODEL_BOOL}},
    {.name = SDN_STR_INIT("tags"), .column = SDN_STR_INIT("tags"),
     .type = {.scalar = MODEL_STRING, .list = true, .separator = ';'}},
    {.name = SDN_STR_INIT("kinds"), .column = SDN_STR_INIT("kinds"),
     .type = {.scalar = MODEL_ENUM, .enumeration = &kind, .list = true, .separator = ','}},
    {.name = SDN_STR_INIT("share"), .column = SDN_STR_INIT("share"), .type = {.scalar = MODEL_F64},
     .range = {.given = true, .low = {.real = 0}, .high = {.real = 0.5}}},
    {.name = SDN_STR_INIT("boss"), .column = SDN_STR_INIT("boss"), .type = {.scalar = MODEL_STRING},
     .nonempty = true, .references = &keyed},
    {.name = SDN_STR_INIT("due"), .column = SDN_STR_INIT("due"), .type = {.scalar = MODEL_DATE, .optional = true},
     .unique = true, .was = was, .was_count = 2},
};
/* clang-format on */
enum { FIELDS = sizeof fields / sizeof fields[0] };

static const size_t first[] = {0}, first_two[] = {0, 1}, kind_and_done[] = {3, 4}, due[] = {FIELDS - 1};
static const model_index indexes[] = {
    {.fields = due, .field_count = 1, .unique = true, .doc = SDN_STR_INIT("One a day.")},
    {.fields = first_two, .field_count = 2},
    {.fields = kind_and_done, .field_count = 2},
};
static const model_enum *const enums[] = {&level, &kind};

/* clang-format off */
static model_record keyed = {
    .name = SDN_STR_INIT("Zz"), .table = SDN_STR_INIT("zzs"), .fields = fields, .field_count = FIELDS,
    .key = {.fields = first, .field_count = 1}, .key_auto = true, .order_by_key = true,
    .indexes = indexes, .index_count = sizeof indexes / sizeof indexes[0], .schema = &owner,
};
/* clang-format on */
static model_record logged = {
    .name = SDN_STR_INIT("ZzLog"),
    .table = SDN_STR_INIT("zz_log"),
    .fields = fields,
    .field_count = FIELDS,
    .schema = &owner,
};

static sdn_arena arena;

static int setup(void **state)
{
    (void)state;
    arena = (sdn_arena)SDN_ARENA_INIT;
    owner = (model_schema){.prefix = SDN_STR("")};
    faults_begin();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    faults_remove();
    sdn_arena_release(&arena);
    return 0;
}

static model_schema schema_of(const model_record *record)
{
    model_schema schema = {
        .base_name = SDN_STR("zz"),
        .enums = enums,
        .enum_count = 2,
        .records = record,
        .record_count = 1,
    };
    return schema;
}

/* The header and the source of a schema, one after the other. */
static const char *emitted(const model_schema *schema)
{
    emit_output outputs[EMIT_OUTPUTS_MAX];
    size_t count = 0;
    assert_int_equal(emit_schema(schema, NULL, outputs, &count, &arena), 0);
    assert_int_equal(count, 2);
    size_t len = outputs[0].text.len + outputs[1].text.len;
    char *all = sdn_arena_alloc(&arena, len + 1);
    assert_non_null(all);
    memcpy(all, outputs[0].text.ptr, outputs[0].text.len);
    memcpy(all + outputs[0].text.len, outputs[1].text.ptr, outputs[1].text.len + 1);
    return all;
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* The next identifier from *text on that begins with zz or ZZ; false at the end. */
static bool next_zz(const char **text, sdn_str *word)
{
    const char *start = *text;
    while (*start != '\0' && !(strncmp(start, "zz", 2) == 0 || strncmp(start, "ZZ", 2) == 0)) {
        if (is_word(*start))
            while (is_word(start[1]))
                start++;
        start++;
    }
    size_t len = 0;
    while (is_word(start[len]))
        len++;
    *word = (sdn_str){start, len};
    *text = start + len;
    return len > 0;
}

/* That each of the names is in the text, which without a key has fewer. */
static void assert_declared(const char *text, sdn_str_list names)
{
    for (size_t i = 0; i < names.count; i++)
        if (strstr(text, names.items[i].ptr) == NULL && strstr(names.items[i].ptr, "_conflicts") == NULL)
            fail_msg("'%s' is listed but not declared", names.items[i].ptr);
}

static bool ends_with(sdn_str word, sdn_str end)
{
    return word.len > end.len && memcmp(word.ptr + word.len - end.len, end.ptr, end.len) == 0;
}

/* A name for the linker is that of a function, followed by a description of the form of the record or enum. */
static sdn_str without_layout(sdn_str word)
{
    const sdn_str layouts[] = {cname_layout(&arena, &keyed), cname_enum_layout(&arena, enums[0]),
                               cname_enum_layout(&arena, enums[1])};
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++)
        if (ends_with(word, layouts[i]))
            return (sdn_str){word.ptr, word.len - layouts[i].len};
    return word;
}

/* The names a schema declares are those that cname says it takes: sema refuses clashes by that list. */
static void declared_names_are_those_listed(void **state)
{
    model_schema schema = schema_of(&keyed);
    const char *text = emitted(&schema);
    name_table visible = {.arena = &arena};
    sdn_str_list names;
    sdn_str word;
    (void)state;
    assert_int_equal(cname_visible(&schema, &visible), 0);
    for (const char *rest = text; next_zz(&rest, &word);) {
        word = without_layout(word);
        bool known = name_table_find(&visible, word) != NULL || sdn_str_equal(word, SDN_STR("zzs"));
        if (!known)
            fail_msg("'%.*s' is not listed", (int)word.len, word.ptr);
    }
    assert_int_equal(cname_of_record(&arena, &keyed, &names), 0);
    assert_declared(text, names);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(cname_of_enum(&arena, enums[i], &names), 0);
        assert_declared(text, names);
    }
}

/* No name is put together past the functions that know of the prefix. What data files and messages show has none. */
static void a_prefix_is_before_each_declared_name(void **state)
{
    static const char *const kept[] = {".name = \"Zz\"", ".name = \"ZzLevel\"", "SDN_STR_INIT(\"zzs\")",
                                       "#include \"file.h\""};
    const model_record *const records[] = {&keyed, &logged};
    (void)state;
    owner.prefix = SDN_STR("net_");
    for (size_t i = 0; i < 2; i++) {
        model_schema schema = schema_of(records[i]);
        schema.base_name = SDN_STR("file");
        const char *text = emitted(&schema);
        sdn_str word;
        for (const char *rest = text; next_zz(&rest, &word);)
            if (!sdn_str_equal(word, records[i]->table))
                fail_msg("'%.*s' is without the prefix", (int)word.len, word.ptr);
        for (size_t k = 0; i == 0 && k < sizeof kept / sizeof kept[0]; k++)
            assert_non_null(strstr(text, kept[k]));
    }
}

/* The linker tells records of two prefixes apart, however alike they are. */
static void a_prefix_is_in_the_names_for_the_linker(void **state)
{
    model_schema schema = schema_of(&keyed);
    sdn_str plain = cname_layout(&arena, &keyed);
    char linked[64];
    (void)state;
    owner.prefix = SDN_STR("net_");
    const char *text = emitted(&schema);
    assert_string_equal(cname_layout(&arena, &keyed).ptr, plain.ptr);
    snprintf(linked, sizeof linked, "SDN_LINKED_AS(\"net_zz_init%s\")", plain.ptr);
    assert_non_null(strstr(text, linked));
    snprintf(linked, sizeof linked, "SDN_LINKED_AS(\"zz_");
    assert_null(strstr(text, linked));
}

static void outputs_are_named_after_the_schema(void **state)
{
    model_schema schema = schema_of(&keyed);
    sdn_str names[EMIT_OUTPUTS_MAX];
    (void)state;
    assert_int_equal(emit_output_names(&schema, names, &arena), 2);
    assert_string_equal(names[0].ptr, "zz.h");
    assert_string_equal(names[1].ptr, "zz.c");
}

static void a_record_without_key_has_no_function_that_needs_one(void **state)
{
    static const char *const missing[] = {"_store_get", "_store_edit", "_store_put", "_store_delete"};
    static const char *const kept[] = {"_store_insert", "_store_all", "_store_count", "in file order"};
    model_schema schema = schema_of(&logged);
    const char *text = emitted(&schema);
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        assert_null(strstr(text, missing[i]));
        assert_non_null(strstr(text, kept[i]));
    }
}

static void a_composite_key_takes_all_its_fields(void **state)
{
    model_record record = keyed;
    record.key = (model_index){.fields = first_two, .field_count = 2};
    model_schema schema = schema_of(&record);
    (void)state;
    assert_non_null(strstr(emitted(&schema), "const zz *zz_store_get(const zz_store *store, const char *id, "
                                             "uint32_t store_value)\n    SDN_LINKED_AS("));
}

static void a_unique_index_finds_one_record(void **state)
{
    model_schema schema = schema_of(&keyed);
    const char *text = emitted(&schema);
    (void)state;
    assert_non_null(strstr(text, "/* One a day.\n"
                                 " * The record with this due, or NULL. */\n"
                                 "const zz *zz_store_by_due(const zz_store *store, sdn_date due);\n"));
    assert_non_null(strstr(text, "    return sdn_store_find((const sdn_store *)store, ZZ_INDEX_DUE, wanted);\n"));
    assert_non_null(strstr(text, "[ZZ_INDEX_DUE] = {\n        .fields = {ZZ_FIELD_DUE},\n        .field_count = 1,\n"
                                 "        .unique = true,\n"));
}

static void rules_are_in_the_struct_and_in_the_table(void **state)
{
    static const char *const lines[] = {
        "    double share; /* from 0.0 to 0.5 */\n",
        "    sdn_str boss; /* key of a `zz`; not empty */\n",
        "    sdn_date due; /* counts only if has_due; unique */\n",
        "        .low = {.f64 = 0.0},\n        .high = {.f64 = 0.5},\n",
        "        .flags = SDN_FIELD_NONEMPTY,\n",
        "        .references = &zz_record_type,\n",
        "        .was = (const sdn_str[]){SDN_STR_INIT(\"deadline\"), SDN_STR_INIT(\"by \\\"when\\\"\")},\n",
        "        .was_count = 2,\n",
    };
    model_schema schema = schema_of(&keyed);
    const char *text = emitted(&schema);
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (strstr(text, lines[i]) == NULL)
            fail_msg("no %s", lines[i]);
}

static void lists_but_those_of_text_have_a_function_that_copies_them(void **state)
{
    model_schema schema = schema_of(&keyed);
    const char *text = emitted(&schema);
    (void)state;
    assert_non_null(strstr(text, "/* The same for a list of `count` elements of type zz_kind. */\n"
                                 "zz_kind_list zz_store_zz_kind_list(zz_store *store, const zz_kind *items, "
                                 "size_t count);\n"));
    assert_non_null(strstr(text, "    const zz_kind *copy = sdn_store_copy((sdn_store *)store, items, count, "
                                 "sizeof *items);\n"
                                 "    return (zz_kind_list){copy, copy != NULL ? count : 0};\n"));
    assert_null(strstr(text, "zz_store_string_list"));
}

static void keys_say_what_they_ask_for(void **state)
{
    model_record record = keyed;
    model_schema schema = schema_of(&record);
    (void)state;
    assert_non_null(strstr(emitted(&schema), "sdn_str id; /* key; empty text asks for the next number */"));
    record.key_auto = false;
    record.key_random = true;
    assert_non_null(strstr(emitted(&schema), "sdn_str id; /* key; empty text asks for a random one */"));
    assert_non_null(strstr(emitted(&schema), ".flags = SDN_RECORD_KEY_RANDOM | SDN_RECORD_ORDER_BY_KEY,"));
}

static void what_is_imported_is_included_not_repeated(void **state)
{
    model_schema base = schema_of(&keyed);
    const model_schema *imports[] = {&base};
    model_schema schema = {
        .base_name = SDN_STR("user"),
        .imports = imports,
        .import_count = 1,
        .records = &logged,
        .record_count = 1,
    };
    const char *text = emitted(&schema);
    (void)state;
    assert_non_null(strstr(text, "#include \"zz.h\"\n"));
    assert_null(strstr(text, "typedef enum"));
    assert_non_null(strstr(text, ".enumeration = &zz_level_enum_type,"));
}

static void a_parameter_does_not_hide_a_type(void **state)
{
    model_record record = keyed;
    record.name = SDN_STR("File");
    model_schema schema = schema_of(&record);
    (void)state;
    assert_non_null(strstr(emitted(&schema), "file_store *file_store_in_file(sdn_file *file_, sdn_error *err)\n"
                                             "    SDN_LINKED_AS("));
}

static void enums_alone_make_a_schema(void **state)
{
    model_schema schema = {.base_name = SDN_STR("words"), .enums = enums, .enum_count = 2};
    const char *text = emitted(&schema);
    (void)state;
    assert_non_null(strstr(text, "} zz_level;"));
    assert_null(strstr(text, "_store"));
}

/* Without the macro the text is as if there were no such option; build_library.sh tries that all is exported. */
static void an_export_macro_starts_each_declaration(void **state)
{
    emit_options options = {.export_macro = SDN_STR("ZZ_API"), .export_header = SDN_STR("zz_api.h")};
    emit_output outputs[EMIT_OUTPUTS_MAX];
    size_t count = 0;
    model_schema schema = schema_of(&keyed);
    (void)state;
    assert_null(strstr(emitted(&schema), "ZZ_API"));
    assert_int_equal(emit_schema(&schema, &options, outputs, &count, &arena), 0);
    assert_non_null(strstr(outputs[0].text.ptr, "#include <sdn/sdn.h>\n\n#include \"zz_api.h\"\n\n"));
    assert_non_null(strstr(outputs[0].text.ptr, "\nextern ZZ_API const sdn_record_type "));
    assert_non_null(strstr(outputs[0].text.ptr, "\nZZ_API void "));
    assert_non_null(strstr(outputs[0].text.ptr, "\nZZ_API const char *zz_level_name("));
    assert_null(strstr(outputs[1].text.ptr, "ZZ_API"));
}

/* Each allocation fails once: no output then, and nothing else happens. */
static void failing_memory_gives_no_output(void **state)
{
    model_schema schema = schema_of(&keyed);
    (void)state;
    for (int nth = 1;; nth++) {
        emit_output outputs[EMIT_OUTPUTS_MAX] = {{{NULL, 0}, {NULL, 0}}};
        sdn_arena small = SDN_ARENA_INIT;
        size_t count = 0;
        faults_arm_memory(nth);
        int result = emit_schema(&schema, NULL, outputs, &count, &small);
        bool fired = faults_fired_memory();
        faults_remove();
        assert_int_equal(result, fired ? -1 : 0);
        assert_int_equal(count, fired ? 0 : 2);
        sdn_arena_release(&small);
        if (!fired)
            break;
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(declared_names_are_those_listed, setup, teardown),
        cmocka_unit_test_setup_teardown(a_prefix_is_before_each_declared_name, setup, teardown),
        cmocka_unit_test_setup_teardown(a_prefix_is_in_the_names_for_the_linker, setup, teardown),
        cmocka_unit_test_setup_teardown(outputs_are_named_after_the_schema, setup, teardown),
        cmocka_unit_test_setup_teardown(a_record_without_key_has_no_function_that_needs_one, setup, teardown),
        cmocka_unit_test_setup_teardown(a_composite_key_takes_all_its_fields, setup, teardown),
        cmocka_unit_test_setup_teardown(a_unique_index_finds_one_record, setup, teardown),
        cmocka_unit_test_setup_teardown(rules_are_in_the_struct_and_in_the_table, setup, teardown),
        cmocka_unit_test_setup_teardown(lists_but_those_of_text_have_a_function_that_copies_them, setup, teardown),
        cmocka_unit_test_setup_teardown(keys_say_what_they_ask_for, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_imported_is_included_not_repeated, setup, teardown),
        cmocka_unit_test_setup_teardown(a_parameter_does_not_hide_a_type, setup, teardown),
        cmocka_unit_test_setup_teardown(enums_alone_make_a_schema, setup, teardown),
        cmocka_unit_test_setup_teardown(an_export_macro_starts_each_declaration, setup, teardown),
        cmocka_unit_test_setup_teardown(failing_memory_gives_no_output, setup, teardown),
    };
    return run_cases(argc, argv, tests);
}
