/* Copies between files in memory: which changes are made, and what is refused. */
#include "test.h"

#include <string.h>

#include "copy/copy_records.h"
#include "copy/losses.h"
#include "diag/diag.h"
#include "files.h"
#include "store/file_bytes.h"
#include "tempdir.h"

#define SCHEMA                                                                                    \
    "record Member in members {\n    key name : string;\n    boss : string? references Member;\n" \
    "    code : i32? unique;\n}\n"                                                                \
    "record Job in jobs {\n    key id : u32 = auto;\n    owner : string references Member;\n}\n"  \
    "record Remark in remarks {\n    text : string;\n    who : string? references Member;\n}\n"

static sdn_error err;

typedef struct fixture {
    data_file files[2]; /* to, from */
    diag_list diags;
    sdn_arena arena;
    bool chosen[8];
    record_copy copy;
} fixture;

static void open_both(fixture *f, const char *to, const char *from)
{
    sdn_str texts[] = {sdn_str_from(to), sdn_str_from(from)};
    data_request requests[] = {{.path = "to.sdn", .bytes = &texts[0], .schema = "team.schema"},
                               {.path = "from.sdn", .bytes = &texts[1], .schema = "team.schema"}};
    *f = (fixture){.arena = SDN_ARENA_INIT};
    diag_list_init(&f->diags, &f->arena);
    write_file("team.schema", SCHEMA);
    assert_ok(data_file_open_versions(f->files, requests, 2, &f->diags, &err), err);
    for (size_t i = 0; i < f->files[0].table_count; i++)
        f->chosen[i] = true;
    f->copy = (record_copy){.from = &f->files[1], .to = &f->files[0], .chosen = f->chosen, .arena = &f->arena};
}

static void close_both(fixture *f)
{
    data_files_close(f->files, 2);
    diag_list_release(&f->diags);
    sdn_arena_release(&f->arena);
}

/* What the copy would be as a file. */
static void assert_content(const fixture *f, const char *content)
{
    sdn_buffer bytes = SDN_BUFFER_INIT;
    assert_ok(sdn__file_to_bytes(f->files[0].file, &bytes, &err), err);
    sdn__buffer_add(&bytes, "", 1);
    assert_false(bytes.out_of_memory);
    assert_string_equal(bytes.bytes, content);
    sdn__buffer_release(&bytes);
}

static void assert_counts(const fixture *f, size_t changed, size_t added, size_t deleted)
{
    assert_int_equal(f->copy.changed, changed);
    assert_int_equal(f->copy.added, added);
    assert_int_equal(f->copy.deleted, deleted);
}

static void copies_records_that_refer_to_each_other(void **state)
{
    static const char from[] = "members |name, boss, code|\n    ann, bob, 1\n    bob, ann, \"\"\n"
                               "jobs |id, owner|\n    1, bob\n"
                               "remarks |text, who|\n    x, ann\n    x, ann\n";
    fixture f;
    (void)state;
    open_both(&f, "", from);
    assert_ok(record_copy_make(&f.copy, &err), err);
    assert_counts(&f, 0, 5, 0);
    assert_content(&f, "members |name, boss, code|\n    ann, bob, 1\n    bob, ann, \"\"\n\n"
                       "jobs |id, owner|\n    1, bob\n\n"
                       "remarks |text, who|\n    x, ann\n    x, ann\n");
    close_both(&f);
}

static void makes_the_fewest_changes(void **state)
{
    static const char to[] = "members |name, boss, code|\n    ann, \"\", 1\n    bob, ann, 2\n    cid, ann, 3\n"
                             "remarks |text, who|\n    x, \"\"\n    y, \"\"\n";
    static const char from[] = "members |name, boss, code|\n    ann, \"\", 2\n    bob, ann, 1\n    dan, bob, 3\n"
                               "remarks |text, who|\n    x, \"\"\n    x, \"\"\n";
    fixture f;
    (void)state;
    open_both(&f, to, from);
    assert_ok(record_copy_make(&f.copy, &err), err);
    assert_counts(&f, 2, 2, 2);
    close_both(&f);
    open_both(&f, to, from);
    f.copy.keep_others = true;
    assert_int_equal(record_copy_make(&f.copy, &err), SDN_E_EXISTS); /* cid has the code of dan */
    close_both(&f);
    open_both(&f, from, from);
    assert_ok(record_copy_make(&f.copy, &err), err);
    assert_counts(&f, 0, 0, 0);
    assert_false(sdn_file_changed(f.files[0].file));
    close_both(&f);
}

static void leaves_tables_that_are_not_chosen(void **state)
{
    fixture f;
    (void)state;
    open_both(&f, "members |name, boss, code|\n    ann, \"\", 1\n",
              "members |name, boss, code|\nremarks |text, who|\n    x, \"\"\n");
    f.chosen[0] = false;
    assert_ok(record_copy_make(&f.copy, &err), err);
    assert_counts(&f, 0, 1, 0);
    close_both(&f);
}

static void refuses_what_would_not_be_the_same(void **state)
{
    fixture f;
    (void)state;
    open_both(&f, "", "members |name, boss, code|\n    ann, \"\", \"\"\njobs |id, owner|\n    0, ann\n");
    assert_int_equal(record_copy_make(&f.copy, &err), SDN_E_INVALID);
    assert_string_equal(err.message, "to.sdn: table 'jobs', record '0' would not be the same here");
    close_both(&f);
    open_both(&f, "", "members |name, boss, code|\njobs |id, owner|\n    1, ann\n");
    assert_int_equal(record_copy_make(&f.copy, &err), SDN_E_INVALID);
    assert_non_null(strstr(err.message, "record '1'"));
    close_both(&f);
}

static void finds_text_beside_records(void **state)
{
    static const struct {
        const char *content;
        uint32_t line, column; /* 0: there is none */
    } cases[] = {
        {"", 0, 0},
        {"\n  \nmembers |name, boss, code|\n\n    ann, \"\", \"# a\"\n\n", 0, 0},
        {"members |name, boss, code| ann, \"\", 1\n", 0, 0},
        {"remarks |text, who|\n    \"# two\n# lines\", \"\"\n", 0, 0},
        {"# x\nmembers |name, boss, code|\n", 1, 1},
        {"members |name, boss, code| # x\n", 1, 28},
        {"members |name, boss, code|\n    ann, \"\", 1\n  # x\n", 3, 3},
        {"members |name, boss, code|\n    ann, \"\", 1\n    # x\n    bob, \"\", 2\n", 3, 5},
        {"name: value\n", 1, 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture f;
        open_both(&f, "", cases[i].content);
        sdn_code code = losses_refuse_text(&f.files[1], &err);
        assert_int_equal(code, cases[i].line == 0 ? SDN_OK : SDN_E_INVALID);
        if (code != SDN_OK) {
            assert_int_equal(err.line, cases[i].line);
            assert_int_equal(err.column, cases[i].column);
        }
        close_both(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(copies_records_that_refer_to_each_other),
        TEST_IN_TEMPDIR(makes_the_fewest_changes),
        TEST_IN_TEMPDIR(leaves_tables_that_are_not_chosen),
        TEST_IN_TEMPDIR(refuses_what_would_not_be_the_same),
        TEST_IN_TEMPDIR(finds_text_beside_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
