/*
 * The layout of data files: random files, with everything that may be in them. That only blanks and the order of rows
 * change is seen without the library: without blanks the text is the same, or its lines are if it was sorted.
 *
 * test_arrange: short; SDNC_ARRANGE_ROUNDS=100000 for longer.
 */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arrange/arrange.h"
#include "diag/text.h"
#include "files.h"
#include "tempdir.h"
#include "xorshift.h"

#define SCHEMA                                                                                                    \
    "enum Status { open, done }\n"                                                                                \
    "record Todo in todos {\n    key id : string = auto;\n    line : u32 = 0;\n    status : Status = open;\n    " \
    "order by key;\n}\n"                                                                                          \
    "record User in users { key (name, born); name : string; born : i32; order by key; }\n"

/* --- random files --- */

static uint64_t seed;

static const char *pick(const char *const *words, size_t count)
{
    return words[test_below(&seed, (unsigned)count)];
}

#define PICK(words) pick(words, sizeof(words) / sizeof(words)[0])

static void add_blanks(sdn_buffer *text)
{
    static const char *const blanks[] = {"", "", " ", "  ", "\t", "      "};
    text_printf(text, "%s", PICK(blanks));
}

static void add_cell(sdn_buffer *text)
{
    static const char *const cells[] = {"1",    "2",        "10",   "7",        "300",    "",           "\"\"",
                                        "open", "done",     "doen", "\"a, b\"", "[1, 2",  "[\"x\", y]", "\"a",
                                        "#x",   "\"\\\"\"", "a b",  "x: y",     "überl…", "\xFF",       "{a",
                                        "}",    "\"l\nm\"", "a\"b", "'",        "-5",     "界"};
    text_printf(text, "%s", PICK(cells));
}

/* Tables: headers, and how many columns they have. */
static const struct {
    const char *header;
    unsigned columns;
} tables[] = {{"todos |id, line, status|", 3},
              {"todos|id,line,|", 2},
              {"users |name,  born|", 2},
              {"other |a, b, c|  # c", 3},
              {"  deep |a, b|", 2},
              {"todos |id, status| 1, open", 2},
              {"überall ||", 1}};

enum { TABLES = sizeof tables / sizeof tables[0] };

/* A row that the schema allows, for the tables that it has. */
static void add_fine_row(sdn_buffer *text, unsigned table)
{
    static const char *const words[] = {"open", "done", "\"open\""};
    add_blanks(text);
    text_printf(text, "%u,", test_below(&seed, 60));
    add_blanks(text);
    if (table == 5)
        text_printf(text, "%s", PICK(words));
    else
        text_printf(text, "%u", test_below(&seed, 300));
    add_blanks(text);
    if (table == 0)
        text_printf(text, " , %s", PICK(words));
}

static void add_odd_row(sdn_buffer *text, unsigned columns)
{
    unsigned cells = test_below(&seed, 4) == 0 ? test_below(&seed, 6) + 1 : columns;
    for (unsigned i = 0; i < cells; i++) {
        add_blanks(text);
        add_cell(text);
        add_blanks(text);
        text_printf(text, "%s", i + 1 < cells ? "," : "");
    }
}

static void add_line(sdn_buffer *text, unsigned *table)
{
    static const char *const lines[] = {"", "# comment", "   # \"comment\" ", "   ", "# 1, 2", "  # x"};
    static const char *const odd_lines[] = {"statement: [1,", "name = \"x",    "<<<<<<< o",  "=======",
                                            ">>>>>>> t",      "  indented: 1", "stray line", "||||||| base"};
    unsigned kind = test_below(&seed, 40);
    if (kind == 0) {
        *table = test_below(&seed, TABLES);
        text_printf(text, "%s", tables[*table].header);
    } else if (kind == 1) {
        text_printf(text, "%s", PICK(odd_lines));
    } else if (kind < 5) {
        text_printf(text, "%s", PICK(lines));
    } else if (kind < 9) {
        add_odd_row(text, tables[*table].columns);
    } else {
        add_fine_row(text, *table);
    }
}

/* A file; NUL-terminated. */
static sdn_str make_file(sdn_arena *arena)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    unsigned table = 0, count = test_below(&seed, 30) + 1;
    const char *line_end = test_below(&seed, 4) == 0 ? "\r\n" : "\n";
    if (test_below(&seed, 8) == 0)
        text_printf(&text, "\xEF\xBB\xBF");
    else if (test_below(&seed, 8) == 0)
        text_printf(&text, "#sdn-crc32:1%s", line_end);
    text_printf(&text, "%s%s", tables[0].header, line_end);
    for (unsigned i = 0; i < count; i++) {
        add_line(&text, &table);
        text_printf(&text, "%s", i + 1 < count || test_below(&seed, 2) == 0 ? line_end : "");
    }
    sdn_str made = text_copy(&text, arena);
    sdn__buffer_release(&text);
    assert_non_null(made.ptr);
    return made;
}

/* --- what must hold --- */

/* A line without blanks; that of a checksum without its sum, and one that may get a line end with it. */
static sdn_str bare_line(sdn_str line, sdn_arena *arena)
{
    char *bare = sdn_arena_alloc(arena, line.len + 1);
    size_t len = 0;
    assert_non_null(bare);
    if (line.len > 11 && memcmp(line.ptr, "#sdn-crc32:", 11) == 0)
        line.len = 11;
    for (size_t i = 0; i < line.len; i++)
        if (strchr(" \t\r", line.ptr[i]) == NULL)
            bare[len++] = line.ptr[i];
    bare[len] = '\0';
    return (sdn_str){bare, len};
}

static int by_text(const void *a, const void *b)
{
    return sdn_str_compare(*(const sdn_str *)a, *(const sdn_str *)b);
}

/* The lines without blanks, sorted. Returns their number. */
static size_t bare_lines(sdn_str text, sdn_str **lines, sdn_arena *arena)
{
    size_t count = 0;
    *lines = sdn_arena_alloc(arena, (text.len + 1) * sizeof **lines);
    assert_non_null(*lines);
    for (const char *at = text.ptr, *end = text.ptr + text.len; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop != NULL ? stop : end;
        (*lines)[count++] = bare_line((sdn_str){at, (size_t)(stop - at)}, arena);
        at = stop + 1;
    }
    qsort(*lines, count, sizeof **lines, by_text);
    return count;
}

static void assert_same_lines(sdn_str before, sdn_str after, sdn_arena *arena)
{
    sdn_str *old, *new;
    size_t old_count = bare_lines(before, &old, arena), new_count = bare_lines(after, &new, arena);
    assert_int_equal(old_count, new_count);
    for (size_t i = 0; i < old_count; i++)
        assert_string_equal(old[i].ptr, new[i].ptr);
}

/* Opens a text with the schema, or without if `untyped`. False: it is no file of tables. */
static bool open_text(data_file *data, sdn_str bytes, bool untyped, sdn_arena *arena)
{
    diag_list diags;
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.ignore_checksum = true;
    diag_list_init(&diags, arena);
    data_request request = {.path = untyped ? "none/x.sdn" : "x.sdn",
                            .bytes = &bytes,
                            .schema = untyped ? NULL : "x.schema",
                            .options = &options};
    sdn_code code = data_file_open(data, &request, &diags, &err);
    diag_list_release(&diags);
    if (code != SDN_OK && code != SDN_E_SYNTAX)
        fail_msg("%s", err.message);
    return code == SDN_OK;
}

static sdn_str arranged(const data_file *data, sdn_str bytes, sdn_arena *arena)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    sdn_error err = {0};
    assert_ok(arrange_text(data, bytes, &text, &err), err);
    sdn_str made = text_copy(&text, arena);
    sdn__buffer_release(&text);
    return made;
}

/* Whether it was arranged. */
static bool try_file(sdn_str bytes, bool untyped, sdn_arena *arena)
{
    data_file before = {.file = NULL}, after = {.file = NULL};
    sdn_error err = {0};
    bool readable = open_text(&before, bytes, untyped, arena);
    if (readable) {
        sdn_str once = arranged(&before, bytes, arena);
        assert_true(open_text(&after, once, untyped, arena));
        if (arrange_require_same(&before, &after, &err) != SDN_OK)
            fail_msg("%s\n%s\n--- is arranged as\n%s", err.message, bytes.ptr, once.ptr);
        assert_string_equal(arranged(&after, once, arena).ptr, once.ptr);
        assert_same_lines(bytes, once, arena);
    }
    data_file_close(&before);
    data_file_close(&after);
    return readable;
}

static void random_files_keep_their_records(void **state)
{
    const char *rounds = getenv("SDNC_ARRANGE_ROUNDS");
    unsigned count = rounds != NULL ? (unsigned)strtoul(rounds, NULL, 10) : 500, readable = 0;
    (void)state;
    write_file("x.schema", SCHEMA);
    for (unsigned i = 0; i < count; i++) {
        sdn_arena arena = SDN_ARENA_INIT;
        seed = i + 1;
        sdn_str bytes = make_file(&arena);
        readable += try_file(bytes, i % 3 == 0, &arena);
        sdn_arena_release(&arena);
    }
    assert_true(readable > count / 4);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(random_files_keep_their_records),
    };
    return run_cases(argc, argv, tests);
}
