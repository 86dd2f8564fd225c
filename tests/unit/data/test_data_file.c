#define _POSIX_C_SOURCE 200809L
/* Data files: which schema they get, and what is opened with it. */
#include "test.h"

#include "data/data_file.h"
#include "files.h"
#include "tempdir.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "diag/diag.h"

#define BUGS_SCHEMA                                                                  \
    "record Bug in bugs {\n    key id : u32;\n    title : string column \"name\";\n" \
    "    prio : i32? was \"priority\";\n    area : string? references Area;\n}\n"    \
    "record Area in areas { key name : string; }\n"

/* ---- opening ---- */

typedef struct opened_file {
    sdn_arena arena;
    diag_list diags;
    data_file file;
    sdn_error err;
    sdn_code code;
} opened_file;

static opened_file opened;

static void open_request(const data_request *request)
{
    memset(&opened, 0, sizeof opened);
    diag_list_init(&opened.diags, &opened.arena);
    opened.code = data_file_open(&opened.file, request, &opened.diags, &opened.err);
}

static void open_path(const char *path)
{
    open_request(&(data_request){.path = path});
    assert_ok(opened.code, opened.err);
}

static void close_opened(void)
{
    data_file_close(&opened.file);
    diag_list_release(&opened.diags);
    sdn_arena_release(&opened.arena);
}

static const char *schema_of(const char *path)
{
    static char found[200];
    open_path(path);
    snprintf(found, sizeof found, "%s", opened.file.schema_path.ptr);
    close_opened();
    return found;
}

static void assert_refused(const data_request *request, sdn_code code, const char *message)
{
    open_request(request);
    assert_int_equal(opened.code, code);
    assert_string_equal(opened.err.message, message);
    close_opened();
}

/* `name:type` of each field of a table. */
static const char *fields_of(const data_table *table)
{
    static char text[500];
    size_t len = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < table->type->field_count; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%s:%d", i > 0 ? " " : "", table->type->fields[i].name,
                                (int)table->type->fields[i].type);
    return text;
}

static void make_directory(const char *path)
{
    assert_int_equal(mkdir(path, 0777), 0);
}

/* ---- which schema ---- */

static void nearest_schema_with_a_record_for_the_table_is_found(void **state)
{
    (void)state;
    make_directory(".git");
    make_directory("schemas");
    make_directory("a");
    make_directory("a/b");
    write_file("a/b/x.sdn", "bugs |id, name|\n    1, one\n");
    assert_string_equal(schema_of("a/b/x.sdn"), "");
    write_file("a/b/other.schema", "record Other in others { key id : u32; }\n");
    assert_string_equal(schema_of("a/b/x.sdn"), "");
    write_file("schemas/bugs.schema", BUGS_SCHEMA);
    assert_string_equal(schema_of("a/b/x.sdn"), "schemas/bugs.schema");
    write_file("a/near.schema", BUGS_SCHEMA);
    assert_string_equal(schema_of("a/b/x.sdn"), "a/near.schema");
    make_directory("a/b/schemas");
    write_file("a/b/schemas/nearer.schema", BUGS_SCHEMA);
    assert_string_equal(schema_of("a/b/x.sdn"), "a/b/schemas/nearer.schema");
    write_file("a/b/nearest.schema", BUGS_SCHEMA);
    assert_string_equal(schema_of("a/b/x.sdn"), "a/b/nearest.schema");
}

static void schema_beside_the_target_of_a_link_is_found(void **state)
{
    (void)state;
    make_directory("a");
    make_directory("b");
    write_file("a/x.sdn", "bugs |id, name|\n    1, one\n");
    write_file("a/bugs.schema", BUGS_SCHEMA);
    assert_int_equal(symlink("../a/x.sdn", "b/link.sdn"), 0);
    assert_string_equal(schema_of("b/link.sdn"), "b/../a/bugs.schema");
    assert_int_equal(symlink("b/link.sdn", "twice.sdn"), 0);
    assert_string_equal(schema_of("twice.sdn"), "b/../a/bugs.schema");
    write_file("b/near.schema", BUGS_SCHEMA);
    assert_string_equal(schema_of("b/link.sdn"), "b/near.schema");
    assert_int_equal(symlink("none.sdn", "dangling.sdn"), 0);
    assert_string_equal(schema_of("dangling.sdn"), "");
}

static void search_ends_at_the_root_and_does_not_leave_a_plain_directory(void **state)
{
    (void)state;
    make_directory("a");
    write_file("bugs.schema", BUGS_SCHEMA);
    write_file("a/x.sdn", "bugs |id, name|\n    1, one\n");
    assert_string_equal(schema_of("a/x.sdn"), ""); /* no repository */
    make_directory("a/.git");
    assert_string_equal(schema_of("a/x.sdn"), "");
    make_directory(".git");
    assert_string_equal(schema_of("a/x.sdn"), "");
    assert_int_equal(remove_tree("a/.git"), 0);
    assert_string_equal(schema_of("a/x.sdn"), "bugs.schema");
}

static void two_schemas_of_one_directory_are_refused(void **state)
{
    (void)state;
    write_file("x.sdn", "bugs |id, name|\n    1, one\n");
    write_file("a.schema", BUGS_SCHEMA);
    write_file("b.schema", BUGS_SCHEMA);
    assert_refused(&(data_request){.path = "x.sdn"}, SDN_E_MISUSE,
                   "x.sdn: table 'bugs' is described by 'a.schema' and by 'b.schema'; name one of them with --schema");
    open_request(&(data_request){.path = "x.sdn", .never_fail_for_schema = true});
    assert_ok(opened.code, opened.err);
    assert_null(opened.file.schemas);
    close_opened();
    write_file("x.sdn", "");
    assert_refused(
        &(data_request){.path = "x.sdn"}, SDN_E_MISUSE,
        "x.sdn: it has no table, and may belong to 'a.schema' or 'b.schema'; name one of them with --schema");
}

static void a_file_without_tables_belongs_to_its_namesake(void **state)
{
    (void)state;
    write_file("a.schema", BUGS_SCHEMA);
    write_file("x.schema", BUGS_SCHEMA);
    write_file("x.schemas.schema", BUGS_SCHEMA);
    assert_string_equal(schema_of("x.sdn"), "x.schema");
    assert_string_equal(schema_of("./x"), "x.schema");
    assert_refused(
        &(data_request){.path = "y.sdn"}, SDN_E_MISUSE,
        "y.sdn: it has no table, and may belong to 'a.schema' or 'x.schema'; name one of them with --schema");
}

static void schemas_of_different_tables_are_used_together(void **state)
{
    (void)state;
    write_file("x.sdn", "as |id|\n    1\nbs |id|\n    2\n");
    write_file("a.schema", "record A in as { key id : u32; }\n");
    write_file("b.schema", "record B in bs { key id : u64; }\n");
    open_path("x.sdn");
    assert_int_equal(opened.file.table_count, 2);
    assert_string_equal(fields_of(&opened.file.tables[0]), "id:4");
    assert_string_equal(fields_of(&opened.file.tables[1]), "id:5");
    close_opened();
}

static void named_schema_counts_before_others(void **state)
{
    (void)state;
    make_directory("s");
    write_file("x.sdn", "bugs |id, name|\n    1, one\n");
    write_file("a.schema", BUGS_SCHEMA);
    write_file("s/b.schema", "record Bug in bugs { key id : string; }\nrecord Other in others { key no : u32; }\n");
    open_request(&(data_request){.path = "x.sdn", .schema = "s/b.schema"});
    assert_ok(opened.code, opened.err);
    assert_string_equal(opened.file.schema_path.ptr, "s/b.schema");
    assert_string_equal(fields_of(&opened.file.tables[0]), "id:0 name:0");
    assert_int_equal(opened.file.table_count, 2);
    assert_false(opened.file.tables[1].in_file);
    close_opened();
    assert_refused(&(data_request){.path = "x.sdn", .schema = "s/b.schema:Bog"}, SDN_E_NOT_FOUND,
                   "s/b.schema: there is no record 'Bog'; did you mean 'Bug'?");
}

static void named_record_describes_the_only_table(void **state)
{
    (void)state;
    write_file("x.sdn", "old_bugs |id, name|\n    1, one\n");
    write_file("a.schema", BUGS_SCHEMA);
    open_request(&(data_request){.path = "x.sdn", .schema = "a.schema:Bug"});
    assert_ok(opened.code, opened.err);
    assert_int_equal(opened.file.table_count, 1);
    assert_string_equal(opened.file.tables[0].type->name, "Bug");
    assert_string_equal(opened.file.tables[0].type->table.ptr, "old_bugs");
    assert_int_equal(sdn_store_count(opened.file.tables[0].store), 1);
    close_opened();
}

static void mistakes_of_the_schema_are_listed(void **state)
{
    (void)state;
    write_file("x.sdn", "bugs |id, name|\n    1, one\n");
    write_file("a.schema", "record Bug in bugs { key id : nonsense; }\n");
    open_request(&(data_request){.path = "x.sdn"});
    assert_int_equal(opened.code, SDN_E_INVALID);
    assert_string_equal(opened.err.message, "a.schema: this schema has mistakes; correct them first");
    assert_int_equal(opened.diags.errors, 1);
    close_opened();
    open_request(&(data_request){.path = "x.sdn", .never_fail_for_schema = true});
    assert_ok(opened.code, opened.err);
    assert_int_equal(opened.diags.count, 0);
    assert_int_equal(opened.diags.errors, 0);
    assert_null(opened.file.tables[0].record);
    close_opened();
    write_file("a.schema", "<<<<<<< ours\nrecrd Bug in bugs { key id : u32; }\n");
    open_request(&(data_request){.path = "x.sdn"});
    assert_int_equal(opened.code, SDN_E_INVALID);
    close_opened();
    open_request(&(data_request){.path = "x.sdn", .schema = "missing.schema"});
    assert_int_equal(opened.code, SDN_E_INVALID);
    assert_int_equal(opened.diags.errors, 1);
    close_opened();
}

/* ---- what is opened ---- */

static void columns_that_the_schema_lacks_are_fields(void **state)
{
    (void)state;
    write_file("a.schema", BUGS_SCHEMA);
    write_file("x.sdn", "bugs |owner, id, name, owner, priority, due|\n    ann, 1, one, bob, 3, soon\n");
    open_path("x.sdn");
    const data_table *bugs = &opened.file.tables[0];
    assert_string_equal(fields_of(bugs), "id:4 title:0 prio:2 area:0 owner:0 due:0");
    sdn_cursor all = sdn_store_in_file_order(bugs->store);
    const void *record = sdn_cursor_next(&all);
    assert_non_null(record);
    assert_string_equal(sdn_field_text(bugs->type, 2, record, &opened.arena).ptr, "3");
    assert_string_equal(sdn_field_text(bugs->type, 4, record, &opened.arena).ptr, "ann");
    assert_string_equal(sdn_field_text(bugs->type, 5, record, &opened.arena).ptr, "soon");
    assert_int_equal(sdn_store_problems(bugs->store, NULL), 1); /* the column that is there twice */
    close_opened();
}

/* As in a program: with a guess the values would be the defaults. */
static void a_misspelled_column_is_no_extra_one(void **state)
{
    const sdn_problem *problems = NULL;
    (void)state;
    write_file("a.schema", BUGS_SCHEMA);
    write_file("x.sdn", "bugs |id, Name, other|\n    1, one, two\n");
    open_path("x.sdn");
    assert_string_equal(fields_of(&opened.file.tables[0]), "id:4 title:0 prio:2 area:0 other:0");
    assert_true(sdn_store_problems(opened.file.tables[0].store, &problems) > 0);
    assert_non_null(strstr(problems[0].message, "did you mean 'Name'"));
    close_opened();
}

static void references_to_a_table_that_the_file_lacks_are_not_checked(void **state)
{
    size_t count = 1;
    const sdn_problem *problems;
    (void)state;
    write_file("a.schema", BUGS_SCHEMA);
    write_file("x.sdn", "bugs |id, name, area|\n    1, one, nowhere\n");
    open_path("x.sdn");
    assert_int_equal(opened.file.table_count, 2);
    assert_false(opened.file.tables[1].in_file);
    assert_ok(sdn_store_validate(opened.file.tables[0].store, &problems, &count, &opened.err), opened.err);
    assert_int_equal(count, 0);
    close_opened();
    write_file("x.sdn", "bugs |id, name, area|\n    1, one, nowhere\nareas |name|\n    here\n");
    open_path("x.sdn");
    assert_ok(sdn_store_validate(opened.file.tables[0].store, &problems, &count, &opened.err), opened.err);
    assert_int_equal(count, 1);
    close_opened();
}

static uint32_t untyped_key_count(const char *text)
{
    write_file("x.sdn", text);
    open_path("x.sdn");
    assert_null(opened.file.tables[0].record);
    assert_int_equal(sdn_store_problems(opened.file.tables[0].store, NULL), 0);
    uint32_t count = opened.file.tables[0].type->key.field_count;
    close_opened();
    return count;
}

static void first_column_of_an_untyped_table_is_the_key_if_it_can_be(void **state)
{
    (void)state;
    assert_int_equal(untyped_key_count("t |a, b|\n    1, x\n    2, x\n"), 1);
    assert_int_equal(untyped_key_count("t |a, b|\n    1, x\n    1, y\n"), 0);
    assert_int_equal(untyped_key_count("t |a, b|\n    1, x\n    , y\n"), 0);
    assert_int_equal(untyped_key_count("t |a, b|\n"), 1);
}

static void file_that_is_missing_is_empty_or_refused(void **state)
{
    (void)state;
    write_file("a.schema", BUGS_SCHEMA);
    open_path("x.sdn");
    assert_int_equal(opened.file.table_count, 2);
    assert_false(opened.file.tables[0].in_file);
    close_opened();
    assert_refused(&(data_request){.path = "x.sdn", .must_exist = true}, SDN_E_NOT_FOUND,
                   "x.sdn: there is no such file");
}

static void bytes_are_opened_as_the_file_that_they_stand_for(void **state)
{
    const sdn_str bytes = SDN_STR("bugs |id, name|\n    7, seven\n");
    (void)state;
    write_file("a.schema", BUGS_SCHEMA);
    open_request(&(data_request){.path = "x.sdn", .bytes = &bytes});
    assert_ok(opened.code, opened.err);
    assert_string_equal(opened.file.tables[0].type->name, "Bug");
    assert_int_equal(sdn_store_count(opened.file.tables[0].store), 1);
    close_opened();
}

/* ---- versions ---- */

static void versions_have_the_same_types(void **state)
{
    const sdn_str texts[] = {SDN_STR("bugs |id, name, old|\n    1, one, x\nthings |k|\n    a\n"),
                             SDN_STR("others |k, v|\n    1, 2\n    1, 3\nbugs |id, name, new|\n    1, uno, y\n")};
    data_request requests[] = {{.path = "x.sdn", .bytes = &texts[0]}, {.path = "x.sdn", .bytes = &texts[1]}};
    data_file files[2];
    sdn_arena arena = SDN_ARENA_INIT;
    diag_list diags;
    sdn_error err = {0};
    (void)state;
    write_file("a.schema", BUGS_SCHEMA);
    diag_list_init(&diags, &arena);
    assert_ok(data_file_open_versions(files, requests, 2, &diags, &err), err);
    assert_int_equal(files[0].table_count, 4);
    assert_int_equal(files[1].table_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_ptr_equal(files[0].tables[i].type, files[1].tables[i].type);
    assert_string_equal(files[0].tables[0].type->table.ptr, "others");
    assert_false(files[0].tables[0].in_file);
    assert_int_equal(files[0].tables[0].type->key.field_count, 0);
    assert_string_equal(fields_of(&files[0].tables[1]), "id:4 title:0 prio:2 area:0 new:0 old:0");
    assert_int_equal(sdn_store_problems(files[0].tables[1].store, NULL), 0);
    assert_string_equal(files[1].tables[2].type->table.ptr, "things");
    assert_string_equal(files[1].tables[3].type->table.ptr, "areas");
    data_files_close(files, 2);
    diag_list_release(&diags);
    sdn_arena_release(&arena);
}

/* ---- the table that is meant ---- */

static void only_table_is_meant_without_a_name(void **state)
{
    const data_table *found = NULL;
    sdn_error err = {0};
    (void)state;
    write_file("a.schema", BUGS_SCHEMA);
    write_file("x.sdn", "bugs |id, name|\n    1, one\n");
    open_path("x.sdn");
    assert_ok(data_file_table(&opened.file, NULL, &found, &err), err);
    assert_string_equal(found->type->name, "Bug");
    assert_ok(data_file_table(&opened.file, "areas", &found, &err), err);
    assert_string_equal(found->type->name, "Area");
    assert_int_equal(data_file_table(&opened.file, "bogs", &found, &err), SDN_E_NOT_FOUND);
    assert_string_equal(err.message, "x.sdn: there is no table 'bogs'; did you mean 'bugs'?");
    close_opened();
    write_file("x.sdn", "");
    open_path("x.sdn");
    assert_int_equal(data_file_table(&opened.file, NULL, &found, &err), SDN_E_MISUSE);
    assert_string_equal(err.message, "x.sdn: it has several tables, 'bugs', 'areas'; choose one with --table");
    close_opened();
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(nearest_schema_with_a_record_for_the_table_is_found),
        TEST_IN_TEMPDIR(schema_beside_the_target_of_a_link_is_found),
        TEST_IN_TEMPDIR(search_ends_at_the_root_and_does_not_leave_a_plain_directory),
        TEST_IN_TEMPDIR(two_schemas_of_one_directory_are_refused),
        TEST_IN_TEMPDIR(a_file_without_tables_belongs_to_its_namesake),
        TEST_IN_TEMPDIR(schemas_of_different_tables_are_used_together),
        TEST_IN_TEMPDIR(named_schema_counts_before_others),
        TEST_IN_TEMPDIR(named_record_describes_the_only_table),
        TEST_IN_TEMPDIR(mistakes_of_the_schema_are_listed),
        TEST_IN_TEMPDIR(columns_that_the_schema_lacks_are_fields),
        TEST_IN_TEMPDIR(a_misspelled_column_is_no_extra_one),
        TEST_IN_TEMPDIR(references_to_a_table_that_the_file_lacks_are_not_checked),
        TEST_IN_TEMPDIR(first_column_of_an_untyped_table_is_the_key_if_it_can_be),
        TEST_IN_TEMPDIR(file_that_is_missing_is_empty_or_refused),
        TEST_IN_TEMPDIR(bytes_are_opened_as_the_file_that_they_stand_for),
        TEST_IN_TEMPDIR(versions_have_the_same_types),
        TEST_IN_TEMPDIR(only_table_is_meant_without_a_name),
    };
    return run_cases(argc, argv, tests);
}
