/*
 * A save that merges and a merge of git agree: random edits of a file are merged with another version of it by the store,
 * and, written as a version, by file_merge_run. The records are the same and so are the conflicts; with conflicts, the
 * records are the same whichever side wins. What they do differently on purpose is in the table `deviations`.
 *
 * SDN_TEST_MERGES sets how many random merges there are (500), SDN_TEST_SEED the first seed: a failure prints its own.
 */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/data_file.h"
#include "files.h"
#include "merged_files.h"
#include "record/record.h"
#include "store/file_bytes.h"
#include "tempdir.h"
#include "xorshift.h"

static const char schema[] = "enum State { open, done, stale }\n"
                             "record Item in items {\n"
                             "    key id : string = auto merge renumber;\n"
                             "    pin    : string;\n"
                             "    title  : string;\n"
                             "    state  : State = open;\n"
                             "    first  : date? merge min;\n"
                             "    hits   : u32 = 0 merge max;\n"
                             "    tags   : [string] merge union;\n"
                             "    words  : [string];\n"
                             "    level  : i32 = 0 merge ours;\n"
                             "    grade  : string? merge theirs;\n"
                             "    parent : string? references Item;\n"
                             "    owner  : string? references Person;\n"
                             "}\n"
                             "record Ticket in tickets {\n"
                             "    key id : u32 = auto;\n"
                             "    pin    : string;\n"
                             "    title  : string?;\n"
                             "    states : [State] merge union;\n"
                             "}\n"
                             "record Person in people {\n"
                             "    key name : string;\n"
                             "    mail     : string? unique;\n"
                             "    state    : State? merge theirs;\n"
                             "    score    : f64 = 0.5 merge max;\n"
                             "    items    : [string] references Item;\n"
                             "    order by key;\n"
                             "}\n"
                             "record Edge in edges {\n"
                             "    key (source, number);\n"
                             "    source : string;\n"
                             "    number : i32;\n"
                             "    title  : string;\n"
                             "    seen   : timestamp? merge max;\n"
                             "    second : string? references Person on delete clear;\n"
                             "}\n";

/* The columns of a file; the schema knows no `remark`. */
static const char known_headers[] =
    "items |id, pin, title, state, first, hits, tags, words, level, grade, parent, owner|\n"
    "tickets |id, pin, title, states|\n"
    "people |name, mail, state, score, items|\n"
    "edges |source, number, title, seen, second|\n";
static const char all_headers[] =
    "items |id, pin, title, state, first, hits, tags, words, level, grade, parent, owner, remark|\n"
    "tickets |id, pin, title, states|\n"
    "people |name, mail, state, score, items, remark|\n"
    "edges |source, number, title, seen, second|\n";

enum { TABLES = 4, FIELDS_MAX = 16, VALUES = 4 };

/* What the fields of a name hold. */
static const struct {
    const char *name;
    const char *values[VALUES];
} pools[] = {
    {"title", {"one", "two words", "a, b", ""}},
    {"state", {"open", "done", "stale", ""}},
    {"states", {"open", "done,stale", "stale,open", ""}},
    {"first", {"2024-01-01", "2024-02-01", "2025-01-01", ""}},
    {"hits", {"0", "1", "2", "7"}},
    {"tags", {"a", "a,b", "c,a", ""}},
    {"words", {"x", "x,y", "y", ""}},
    {"level", {"0", "1", "-2", "3"}},
    {"grade", {"A", "B", "C", ""}},
    {"parent", {"1", "3", "9", ""}},
    {"owner", {"ann", "bob", "eve", ""}},
    {"mail", {"m1", "m2", "m3", ""}},
    {"score", {"0.5", "1", "2.25", "1e3"}},
    {"items", {"1", "2,8", "8,9", ""}},
    {"seen", {"2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z", "2024-01-01T12:00:00Z", ""}},
    {"second", {"", "", "", ""}}, /* see deviations */
    {"remark", {"r1", "r2", "r3", ""}},
    {"name", {"ann", "bob", "eve", "kim"}},
    {"source", {"a", "b", "c", "d"}},
    {"number", {"1", "2", "-3", "4"}},
};

static sdn_error err;
static uint64_t seed, current; /* current: the seed of the merge, as it is printed */
static sdn_arena arena;        /* of texts that are shown */

/* Types with the columns that the schema knows, as programs have them, and with all columns. */
static data_file known_types, all_types;

/* ---- files in memory ---- */

static sdn_file *open_file(const char *text, const data_file *types, sdn_store **stores)
{
    sdn_file *file = sdn__file_from_bytes("todo.sdn", sdn_str_from(text), NULL, &err);
    if (file == NULL)
        fail_msg("%s in\n%s", err.message, text);
    for (int i = 0; i < TABLES; i++) {
        stores[i] = sdn_file_store(file, types->tables[i].type, &err);
        assert_non_null(stores[i]);
        assert_int_equal(sdn_store_problems(stores[i], NULL), 0);
    }
    return file;
}

static char *text_of(sdn_file *file)
{
    sdn_buffer bytes = SDN_BUFFER_INIT;
    assert_ok(sdn__file_to_bytes(file, &bytes, &err), err);
    sdn__buffer_add(&bytes, "", 1);
    assert_false(bytes.out_of_memory);
    return bytes.bytes;
}

static void open_types(data_file *types, const char *headers)
{
    sdn_str bytes = sdn_str_from(headers);
    const data_request request = {.path = "todo.sdn", .bytes = &bytes, .schema = "agree.schema"};
    diag_list diags;
    diag_list_init(&diags, &arena);
    assert_ok(data_file_open(types, &request, &diags, &err), err);
    diag_list_release(&diags);
    assert_int_equal(types->table_count, TABLES);
}

/* ---- random edits ---- */

static bool is_chance(unsigned one_in)
{
    return test_below(&seed, one_in) == 0;
}

static sdn_str draw_value(const char *field)
{
    for (size_t i = 0; i < sizeof pools / sizeof *pools; i++)
        if (strcmp(pools[i].name, field) == 0)
            return sdn_str_from(pools[i].values[test_below(&seed, VALUES)]);
    fail_msg("no values for %s", field);
    return sdn_str_from("");
}

static bool is_field(const sdn_record_type *type, uint32_t field, const char *name)
{
    return strcmp(type->fields[field].name, name) == 0;
}

static void draw_field(sdn_store *store, const sdn_record_type *type, void *record, uint32_t field)
{
    assert_ok(sdn_store_set(store, record, field, draw_value(type->fields[field].name), &err), err);
}

/* Inserts a record with a random key, which nobody has or had: `base`, or NULL, had them. A key may be taken by now. */
static void insert_record(sdn_store *store, const sdn_record_type *type, const sdn_store *base)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    void *record = malloc(type->size);
    assert_non_null(record);
    memcpy(record, type->defaults, type->size);
    for (uint32_t i = 0; i < type->field_count; i++)
        if (is_field(type, i, "pin"))
            assert_ok(sdn_store_set(store, record, i, sdn_str_from("p"), &err), err);
        else if (!is_field(type, i, "id") && !is_field(type, i, "remark"))
            draw_field(store, type, record, i);
    sdn__values_of(type, &type->key, record, key);
    if (base == NULL || sdn_store_get(base, key) == NULL)
        sdn_store_insert(store, record, &err);
    free(record);
}

static const void *draw_record(const sdn_store *store)
{
    sdn_cursor cursor = sdn_store_all(store);
    const void *record = NULL;
    for (unsigned i = test_below(&seed, (unsigned)sdn_store_count(store)) + 1; i > 0; i--)
        record = sdn_cursor_next(&cursor);
    return record;
}

/* Not a row with something in the column that the schema does not know, nor a new record with a number: `deviations`
 * says why. `before`: the record in base, or NULL. */
static bool may_delete(const sdn_record_type *type, const void *before, bool is_new)
{
    uint32_t last = type->field_count - 1;
    if (before != NULL && is_field(type, last, "remark") && sdn_field_text(type, last, before, &arena).len > 0)
        return false;
    return !is_new || (type->flags & SDN_RECORD_KEY_AUTO) == 0;
}

/* Deletes a record, or edits some of its fields; of one that is not in `base` those that the schema knows. */
static void change_record(sdn_store *store, const sdn_record_type *type, const sdn_store *base)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__values_of(type, &type->key, draw_record(store), key);
    const void *before = base != NULL ? sdn_store_get(base, key) : NULL;
    bool is_new = base != NULL && before == NULL;
    if (is_chance(4) && may_delete(type, before, is_new)) {
        assert_ok(sdn_store_delete(store, key, &err), err);
        return;
    }
    void *record = sdn_store_edit(store, key, &err);
    assert_non_null(record);
    for (unsigned i = test_below(&seed, 8) + 1; i > 0; i--) {
        uint32_t field = test_below(&seed, type->field_count);
        if (!sdn__key_has(type, field) && !is_field(type, field, "pin") &&
            (!is_new || !is_field(type, field, "remark")))
            draw_field(store, type, record, field);
    }
}

static void edit_file(sdn_store **stores, const data_file *types, sdn_store **base)
{
    for (unsigned i = test_below(&seed, 14); i > 0; i--) {
        unsigned table = test_below(&seed, TABLES);
        const sdn_record_type *type = types->tables[table].type;
        if (is_chance(3) || sdn_store_count(stores[table]) == 0)
            insert_record(stores[table], type, base[table]);
        else
            change_record(stores[table], type, base[table]);
    }
}

/* ---- versions as text ---- */

static void add_text(sdn_buffer *to, const char *text)
{
    sdn__buffer_add(to, text, strlen(text));
}

/* Columns in random order; the ones of the schema alone, or all. */
static uint32_t draw_columns(const sdn_record_type *type, bool all, uint32_t *columns)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < type->field_count; i++)
        if (all || !is_field(type, i, "remark"))
            columns[count++] = i;
    for (uint32_t i = count; i > 1 && is_chance(2); i--) {
        uint32_t other = test_below(&seed, i), kept = columns[i - 1];
        columns[i - 1] = columns[other];
        columns[other] = kept;
    }
    return count;
}

static void write_table(sdn_buffer *to, const sdn_store *store, const sdn_record_type *type, bool all)
{
    uint32_t columns[FIELDS_MAX], count = draw_columns(type, all, columns);
    sdn_cursor cursor = sdn_store_in_file_order(store);
    if (is_chance(6))
        cursor = sdn_cursor_reverse(cursor);
    sdn__buffer_add_str(to, type->table);
    for (uint32_t i = 0; i < count; i++) {
        add_text(to, i == 0 ? " |" : ", ");
        sdn__buffer_add_str(to, type->fields[columns[i]].column);
    }
    add_text(to, "|\n");
    for (const void *record = sdn_cursor_next(&cursor); record != NULL; record = sdn_cursor_next(&cursor)) {
        for (uint32_t i = 0; i < count; i++) {
            add_text(to, i == 0 ? "    \"" : ", \"");
            sdn__buffer_add_str(to, sdn_field_text(type, columns[i], record, &arena));
            add_text(to, "\"");
        }
        add_text(to, "\n");
    }
}

/* The file as somebody else would write it; `all`: with the column that the schema does not know. */
static char *write_version(sdn_store **stores, const data_file *types, bool all)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    for (int i = 0; i < TABLES; i++)
        write_table(&text, stores[i], types->tables[i].type, all);
    sdn__buffer_add(&text, "", 1);
    assert_false(text.out_of_memory);
    return text.bytes;
}

static char *draw_base(void)
{
    sdn_store *stores[TABLES];
    sdn_file *file = open_file("", &all_types, stores);
    for (int i = 0; i < TABLES; i++) {
        const sdn_record_type *type = all_types.tables[i].type;
        for (unsigned n = test_below(&seed, 5); n > 0; n--)
            insert_record(stores[i], type, NULL);
        for (unsigned n = sdn_store_count(stores[i]) > 0 ? 3 : 0; n > 0 && sdn_store_count(stores[i]) > 0; n--)
            change_record(stores[i], type, NULL);
    }
    char *text = write_version(stores, &all_types, !is_chance(4));
    sdn_file_close(file);
    return text;
}

/* The version that is merged into: with edits of the unknown column too; as a save writes it, or in another form. */
static char *draw_ours(const char *base)
{
    sdn_store *stores[TABLES], *base_stores[TABLES];
    sdn_file *file = open_file(base, &all_types, stores), *before = open_file(base, &all_types, base_stores);
    edit_file(stores, &all_types, base_stores);
    char *text = is_chance(2) ? text_of(file)
                              : write_version(stores, &all_types, !is_chance(4) || strstr(base, "remark") != NULL);
    sdn_file_close(file);
    sdn_file_close(before);
    return text;
}

/* ---- conflicts ---- */

/* A conflict is a line: table, key, and the field, unless it is about the whole record. */
typedef struct conflict_lines {
    sdn_str lines[64];
    size_t count;
    size_t rule_count; /* rules that the result breaks */
} conflict_lines;

static int lines_in_order(const void *a, const void *b)
{
    return sdn_str_compare(*(const sdn_str *)a, *(const sdn_str *)b);
}

static void add_line(conflict_lines *to, const char *text)
{
    assert_true(to->count < sizeof to->lines / sizeof *to->lines);
    to->lines[to->count] = sdn_arena_copy(&arena, text, strlen(text));
    assert_non_null(to->lines[to->count++].ptr);
}

static void join_lines(conflict_lines *lines, sdn_buffer *to)
{
    qsort(lines->lines, lines->count, sizeof *lines->lines, lines_in_order);
    for (size_t i = 0; i < lines->count; i++) {
        sdn__buffer_add_str(to, lines->lines[i]);
        add_text(to, "\n");
    }
    sdn__buffer_add(to, "", 1);
}

/* Those that git's merge names, in messages such as
 *     table 'items', record '1', field 'title': was one, ours two, theirs three
 *     table 'items', record '1' was inserted on both sides, with different values
 *     table 'items', record '1': field ...        of a rule */
static void read_messages(const char *messages, conflict_lines *to)
{
    char line[200], table[20], key[20], field[20], after;
    for (const char *at = strstr(messages, "table '"); at != NULL; at = strstr(at + 1, "table '")) {
        if (sscanf(at, "table '%19[^']', record '%19[^']'%c", table, key, &after) != 3)
            continue;
        if (sscanf(at, "table '%*[^']', record '%*[^']', field '%19[^']'", field) != 1)
            *field = 0;
        snprintf(line, sizeof line, "%s %s %s", table, key, field);
        if (after == ':')
            to->rule_count++;
        else
            add_line(to, line);
    }
}

static void list_conflicts(sdn_store **stores, conflict_lines *to)
{
    char line[200];
    for (int i = 0; i < TABLES; i++) {
        const sdn_conflict *list;
        size_t count = sdn_store_conflicts(stores[i], &list);
        for (size_t j = 0; j < count; j++) {
            snprintf(line, sizeof line, "%s %s %s", known_types.tables[i].type->table.ptr, list[j].key,
                     list[j].field != NULL ? list[j].field : "");
            add_line(to, line);
        }
    }
}

/* ---- what a merge gives ---- */

/* The text with one side of each conflict. */
static char *resolve(const char *text, bool ours)
{
    sdn_buffer kept = SDN_BUFFER_INIT;
    bool keep = true;
    for (const char *end; *text != 0; text = end) {
        end = strchr(text, '\n') + 1;
        if (strncmp(text, "<<<<<<<", 7) == 0)
            keep = ours;
        else if (strncmp(text, "=======", 7) == 0)
            keep = !ours;
        else if (strncmp(text, ">>>>>>>", 7) == 0)
            keep = true;
        else if (keep)
            sdn__buffer_add(&kept, text, (size_t)(end - text));
    }
    sdn__buffer_add(&kept, "", 1);
    assert_false(kept.out_of_memory);
    return kept.bytes;
}

/* All records, in the order of tables and keys. */
static char *records_of(const char *text)
{
    sdn_store *stores[TABLES];
    sdn_buffer to = SDN_BUFFER_INIT;
    sdn_file *file = open_file(text, &all_types, stores);
    for (int i = 0; i < TABLES; i++) {
        sdn_cursor cursor = sdn_store_all(stores[i]);
        const void *record;
        while ((record = sdn_cursor_next(&cursor)) != NULL) {
            sdn__buffer_add_str(&to, all_types.tables[i].type->table);
            add_text(&to, " ");
            sdn__buffer_add_str(&to, sdn_record_to_row(all_types.tables[i].type, record, &arena, &err));
            add_text(&to, "\n");
        }
    }
    sdn_file_close(file);
    sdn__buffer_add(&to, "", 1);
    assert_false(to.out_of_memory);
    return to.bytes;
}

/* The three versions; the last one is made of edits that are not saved. */
typedef struct versions {
    const char *base, *ours, *theirs;
    sdn_file *edited;
    sdn_store *stores[TABLES]; /* of `edited` */
} versions;

static void show_and_fail(const versions *v, const char *what)
{
    print_error("seed %llu\n--- base\n%s--- ours\n%s", (unsigned long long)current, v->base, v->ours);
    print_error("--- theirs\n%s", v->theirs);
    fail_msg("%s", what);
}

static void expect_equal(const versions *v, const char *what, const char *of_git, const char *of_save)
{
    if (strcmp(of_git, of_save) == 0)
        return;
    print_error("--- git\n%s--- save\n%s", of_git, of_save);
    show_and_fail(v, what);
}

/* Merges the edits into `ours`; the side that is ours for git wins, or the other. The text of the result. */
static char *saved(versions *v, bool ours_wins)
{
    sdn_store *stores[TABLES];
    sdn_file *file = open_file(v->ours, &known_types, stores);
    const sdn_merge_options options = {.policy = ours_wins ? SDN_ON_CONFLICT_THEIRS : SDN_ON_CONFLICT_OURS,
                                       .equal_inserts_are_one = true,
                                       .between_versions = true};
    if (sdn__file_merge(v->edited, file, &options, &err) != SDN_OK)
        show_and_fail(v, err.message);
    char *text = text_of(file);
    sdn_file_close(file);
    return text;
}

static bool is_problem_of(sdn_store *store, const char *message)
{
    const sdn_problem *list;
    size_t count;
    bool is_one = false;
    assert_ok(sdn_store_validate(store, &list, &count, &err), err);
    for (size_t i = 0; i < count; i++)
        is_one = is_one || strcmp(list[i].message, message) == 0;
    return is_one;
}

/* How many rules a result breaks that neither side does: what a save refuses. */
static size_t count_broken_rules(const versions *v, const char *text)
{
    sdn_store *stores[TABLES], *ours_stores[TABLES];
    size_t broken = 0;
    sdn_file *file = open_file(text, &known_types, stores), *ours = open_file(v->ours, &known_types, ours_stores);
    for (int i = 0; i < TABLES; i++) {
        const sdn_problem *list;
        size_t count;
        assert_ok(sdn_store_validate(stores[i], &list, &count, &err), err);
        for (size_t j = 0; j < count; j++)
            broken += !is_problem_of(ours_stores[i], list[j].message) && !is_problem_of(v->stores[i], list[j].message);
    }
    sdn_file_close(file);
    sdn_file_close(ours);
    return broken;
}

static void compare_conflicts(versions *v, const file_merge *merged, const char *text_of_save)
{
    conflict_lines of_git = {.count = 0}, of_save = {.count = 0};
    sdn_buffer git_text = SDN_BUFFER_INIT, save_text = SDN_BUFFER_INIT;
    read_messages(merged->messages.bytes, &of_git);
    list_conflicts(v->stores, &of_save);
    join_lines(&of_git, &git_text);
    join_lines(&of_save, &save_text);
    expect_equal(v, "conflicts", git_text.bytes, save_text.bytes);
    assert_int_equal(of_git.count + of_git.rule_count, merged->conflict_count);
    if (of_git.count == 0 && of_git.rule_count != count_broken_rules(v, text_of_save))
        show_and_fail(v, "broken rules");
    sdn__buffer_release(&git_text);
    sdn__buffer_release(&save_text);
}

static void compare_records(versions *v, const file_merge *merged, bool ours_wins)
{
    char *text_of_git = resolve(merged->text.bytes, ours_wins), *text_of_save = saved(v, ours_wins);
    char *of_git = records_of(text_of_git), *of_save = records_of(text_of_save);
    expect_equal(v, ours_wins ? "records, ours wins" : "records, theirs wins", of_git, of_save);
    compare_conflicts(v, merged, text_of_save);
    free(text_of_git);
    free(text_of_save);
    free(of_git);
    free(of_save);
}

static void compare_merges(versions *v)
{
    file_merge merged = merged_as(v->base, v->ours, v->theirs, "agree.schema", MERGE_STYLE_MERGE);
    if (merged.result == FILE_MERGE_AS_TEXT)
        show_and_fail(v, merged.messages.bytes);
    compare_records(v, &merged, true);
    compare_records(v, &merged, false);
    file_merge_release(&merged);
}

/* ---- random merges ---- */

static void merge_once(void)
{
    sdn_store *base_stores[TABLES];
    char *base = draw_base(), *ours = draw_ours(base);
    versions v = {.base = base, .ours = ours};
    v.edited = open_file(base, &known_types, v.stores);
    sdn_file *before = open_file(base, &known_types, base_stores);
    edit_file(v.stores, &known_types, base_stores);
    char *theirs = text_of(v.edited);
    v.theirs = theirs;
    compare_merges(&v);
    sdn_file_close(v.edited);
    sdn_file_close(before);
    free(base);
    free(ours);
    free(theirs);
    sdn_arena_release(&arena);
}

static uint64_t number_from(const char *variable, uint64_t usual)
{
    const char *asked = getenv(variable);
    return asked != NULL ? strtoull(asked, NULL, 10) : usual;
}

static void random_merges_agree(void **state)
{
    uint64_t first = number_from("SDN_TEST_SEED", 1), count = number_from("SDN_TEST_MERGES", 500);
    (void)state;
    for (uint64_t i = first; i < first + count; i++) {
        seed = (i + 1) * UINT64_C(0x9E3779B97F4A7C15);
        current = i;
        merge_once();
    }
}

/* ---- deviations ---- */

enum { ITEMS, TICKETS, PEOPLE, EDGES };

static void set_text(sdn_store **stores, int table, const char *key, const char *field, const char *text)
{
    const sdn_record_type *type = known_types.tables[table].type;
    const sdn_value name = {.text = sdn_str_from(key)}, number = {.u64 = strtoull(key, NULL, 10)};
    void *record = sdn_store_edit(stores[table], table == TICKETS ? &number : &name, &err);
    assert_non_null(record);
    assert_ok(sdn_store_set(stores[table], record, sdn_field_find(type, sdn_str_from(field)), sdn_str_from(text), &err),
              err);
}

static void delete_ann(sdn_store **stores)
{
    assert_ok(sdn_store_delete(stores[PEOPLE], &(sdn_value){.text = SDN_STR("ann")}, &err), err);
}

static void insert_with(sdn_store **stores, int table, uint32_t field, const char *text, const char *mail)
{
    const sdn_record_type *type = known_types.tables[table].type;
    void *record = malloc(type->size);
    assert_non_null(record);
    memcpy(record, type->defaults, type->size);
    assert_ok(sdn_store_set(stores[table], record, field, sdn_str_from(text), &err), err);
    if (mail != NULL)
        assert_ok(sdn_store_set(stores[table], record, field + 1, sdn_str_from(mail), &err), err);
    assert_non_null(sdn_store_insert(stores[table], record, &err));
    free(record);
}

static void insert_person(sdn_store **stores, const char *name, const char *mail)
{
    insert_with(stores, PEOPLE, 0, name, mail);
}

static void edit_ann(sdn_store **stores)
{
    set_text(stores, PEOPLE, "ann", "mail", "new");
}

static void insert_eve(sdn_store **stores)
{
    insert_person(stores, "eve", "m1");
}

static void replace_ann(sdn_store **stores)
{
    delete_ann(stores);
    insert_person(stores, "ann", "new");
}

static void rename_ann(sdn_store **stores)
{
    const sdn_value from = {.text = SDN_STR("ann")}, to = {.text = SDN_STR("zoe")};
    assert_ok(sdn_store_rename(stores[PEOPLE], &from, &to, &err), err);
}

static void edit_ticket(sdn_store **stores)
{
    set_text(stores, TICKETS, "1", "states", "done");
}

static void insert_two_delete_one(sdn_store **stores)
{
    insert_with(stores, ITEMS, 1, "p", NULL);
    insert_with(stores, ITEMS, 1, "q", NULL);
    assert_ok(sdn_store_delete(stores[ITEMS], &(sdn_value){.text = SDN_STR("2")}, &err), err);
}

/* Messages name the table where a file has several. */
#define ITEMS_TOO "items |id, pin|\n"

/* What git's merge and a save give, on purpose, differently: conflicts, as read_messages has them, and the records if
 * theirs wins. */
static const struct {
    const char *reason;
    const char *base, *ours;
    void (*edit)(sdn_store **stores); /* makes theirs */
    const char *git_conflicts, *git_records;
    const char *save_conflicts, *save_records;
    size_t git_rules; /* that the result of git breaks */
} deviations[] = {
    {"A column that ours removed is a change of the format for git, which has all versions of the header. For a save "
     "what "
     "it held is lost from the row.",
     ITEMS_TOO "people |name, mail, remark|\nann, m1, r1\n", ITEMS_TOO "people |name, mail|\nann, m1\n",
     delete_ann, /**/
     "", "", "people ann \n", "", 0},
    {"Git has the row of theirs, and puts it back as it is. A save inserts the record, which has no other columns.",
     ITEMS_TOO "people |name, mail, remark|\nann, m1, r1\n", ITEMS_TOO "people |name, mail, remark|\n", edit_ann, /**/
     "people ann \n", "people ann, new, \"\", 0.5, \"\", r1\n", "people ann \n",
     "people ann, new, \"\", 0.5, \"\", \"\"\n", 0},
    {"Both inserted the record. For git the rows differ; a program has no value for the column, and wants none.",
     ITEMS_TOO "people |name, mail, remark|\n", ITEMS_TOO "people |name, mail, remark|\neve, m1, r1\n", insert_eve, /**/
     "people eve \n", "people eve, m1, \"\", 0.5, \"\", \"\"\n", "", "people eve, m1, \"\", 0.5, \"\", r1\n", 0},
    {"A record that is deleted and inserted again is a new one for the program. Versions only show that it changed.",
     ITEMS_TOO "people |name, mail, score|\nann, m1, 1\n", ITEMS_TOO "people |name, mail, score|\nann, m1, 3\n",
     replace_ann, /**/
     "", "people ann, new, \"\", 3, \"\", \"\"\n", "people ann \n", "people ann, new, \"\", 0.5, \"\", \"\"\n", 0},
    {"A save knows of a rename. Versions show a deletion and a new record.",
     ITEMS_TOO "people |name, mail, score|\nann, m1, 1\n", ITEMS_TOO "people |name, mail, score|\nann, m1, 3\n",
     rename_ann, /**/
     "people ann \n", "people zoe, m1, \"\", 1, \"\", \"\"\n", "", "people zoe, m1, \"\", 3, \"\", \"\"\n", 0},
    {"A program that runs may hold a number which another one has given to a new record meanwhile (merge.h), so that a "
     "record of which nothing is left counts as another. In a history the number is the record.",
     ITEMS_TOO "tickets |id, pin, title, states|\n1, p, one, \"\"\n",
     ITEMS_TOO "tickets |id, pin, title, states|\n1, q, two, \"\"\n", edit_ticket, /**/
     "", "tickets 1, q, two, done\n", "tickets 1 \n", "tickets 1, p, one, done\n", 0},
    {"A save clears references to what was deleted, as the schema says, those that ours added too. A merge of git "
     "changes "
     "no row that no side changed so: the broken rule is a conflict.",
     ITEMS_TOO "people |name, mail|\nann, m1\nedges |source, number, title, seen, second|\na, 1, x, \"\", \"\"\n",
     ITEMS_TOO "people |name, mail|\nann, m1\nedges |source, number, title, seen, second|\na, 1, x, \"\", ann\n",
     delete_ann, /**/
     "", "edges a, 1, x, \"\", ann\n", "", "edges a, 1, x, \"\", \"\"\n", 1},
    {"A program does not give a number twice, though it deleted the record since. Versions do not show that it had "
     "one.",
     "items |id, pin|\npeople |name|\n", "items |id, pin|\n1, x\npeople |name|\n", insert_two_delete_one, /**/
     "",
     "items 1, x, \"\", open, \"\", 0, \"\", \"\", 0, \"\", \"\", \"\", \"\"\nitems 2, p, \"\", open, \"\", 0, \"\", "
     "\"\", 0, \"\", \"\", \"\", \"\"\n",
     "",
     "items 1, x, \"\", open, \"\", 0, \"\", \"\", 0, \"\", \"\", \"\", \"\"\nitems 3, p, \"\", open, \"\", 0, \"\", "
     "\"\", 0, \"\", \"\", \"\", \"\"\n",
     0},
};

static void expect_text(const char *reason, const char *found, const char *expected)
{
    if (strcmp(found, expected) != 0)
        fail_msg("%s\n--- found\n%s--- expected\n%s", reason, found, expected);
}

static void expect_lines(const char *reason, conflict_lines *lines, const char *expected)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    join_lines(lines, &text);
    expect_text(reason, text.bytes, expected);
    sdn__buffer_release(&text);
}

static void expect_deviation(size_t i)
{
    conflict_lines of_git = {.count = 0}, of_save = {.count = 0};
    versions v = {.base = deviations[i].base, .ours = deviations[i].ours};
    v.edited = open_file(v.base, &known_types, v.stores);
    deviations[i].edit(v.stores);
    char *theirs = text_of(v.edited);
    v.theirs = theirs;
    file_merge merged = merged_as(v.base, v.ours, v.theirs, "agree.schema", MERGE_STYLE_MERGE);
    char *text_of_git = resolve(merged.text.bytes, false), *text_of_save = saved(&v, false);
    char *records_of_git = records_of(text_of_git), *records_of_save = records_of(text_of_save);
    read_messages(merged.messages.bytes, &of_git);
    list_conflicts(v.stores, &of_save);
    expect_lines(deviations[i].reason, &of_git, deviations[i].git_conflicts);
    assert_int_equal(of_git.rule_count, deviations[i].git_rules);
    expect_lines(deviations[i].reason, &of_save, deviations[i].save_conflicts);
    expect_text(deviations[i].reason, records_of_git, deviations[i].git_records);
    expect_text(deviations[i].reason, records_of_save, deviations[i].save_records);
    file_merge_release(&merged);
    sdn_file_close(v.edited);
    free(theirs);
    free(text_of_git);
    free(text_of_save);
    free(records_of_git);
    free(records_of_save);
}

static void deviations_are_as_listed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof deviations / sizeof *deviations; i++)
        expect_deviation(i);
}

/* ---- all ---- */

static int enter(void **state)
{
    int code = tempdir_enter(state);
    write_file("agree.schema", schema);
    open_types(&known_types, known_headers);
    open_types(&all_types, all_headers);
    return code;
}

static int leave(void **state)
{
    data_file_close(&known_types);
    data_file_close(&all_types);
    sdn_arena_release(&arena);
    return tempdir_leave(state);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(random_merges_agree, enter, leave),
        cmocka_unit_test_setup_teardown(deviations_are_as_listed, enter, leave),
    };
    return run_cases(argc, argv, tests);
}
