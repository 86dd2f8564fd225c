#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "faults.h"
#include "files.h"
#include "compile_text.h"
#include "tempdir.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "diag/source.h"

static source_file made_from(sdn_arena *arena, const char *bytes, size_t len)
{
    source_file made;
    sdn_error err = {0};
    assert_ok(source_init(&made, SDN_STR("x.schema"), (sdn_str){bytes, len}, arena, &err), err);
    return made;
}

static void offsets_become_lines_and_columns(void **state)
{
    static const struct {
        uint32_t offset, line, column;
    } cases[] = {{0, 1, 1}, {2, 1, 3}, {3, 2, 1}, {4, 3, 1}, {6, 3, 3}, {7, 4, 1}};
    sdn_arena arena = SDN_ARENA_INIT;
    source_file s = made_from(&arena, "ab\n\ncd\n", 7);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        source_position position = source_locate(&s, cases[i].offset);
        assert_int_equal(position.line, cases[i].line);
        assert_int_equal(position.column, cases[i].column);
    }
    sdn_arena_release(&arena);
}

static void lines_come_without_their_ends(void **state)
{
    sdn_arena arena = SDN_ARENA_INIT;
    source_file s = made_from(&arena, "ab\r\n\nc", 6);
    (void)state;
    assert_int_equal(s.line_count, 3);
    assert_str(source_line(&s, 1), "ab");
    assert_str(source_line(&s, 2), "");
    assert_str(source_line(&s, 3), "c");
    sdn_arena_release(&arena);
}

static void places_become_offsets_and_spans_end_in_their_line(void **state)
{
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_error err = {0};
    source_file s;
    (void)state;
    assert_ok(source_init_data(&s, SDN_STR("a.sdn"),
                               SDN_STR("\xEF\xBB\xBF"
                                       "ab\r\n\ncde"),
                               &arena, &err),
              err);
    assert_int_equal(source_offset(&s, 1, 2), 1);
    assert_int_equal(source_offset(&s, 3, 1), 5);
    assert_int_equal(source_offset(&s, 3, 0), 5);
    assert_int_equal(source_offset(&s, 3, 99), 8);
    assert_int_equal(source_offset(&s, 4, 1), 8);
    assert_int_equal(source_offset(&s, 0, 1), 8);
    assert_int_equal(source_span_end((source_span){&s, 0, 1}).column, 2);
    assert_int_equal(source_span_end((source_span){&s, 1, 7}).column, 3); /* the line end does not count */
    assert_int_equal(source_span_end((source_span){&s, 1, 7}).line, 1);
    assert_int_equal(source_span_end((source_span){&s, 5, 0}).column, 1);
    sdn_arena_release(&arena);
}

static void an_empty_source_has_one_empty_line(void **state)
{
    sdn_arena arena = SDN_ARENA_INIT;
    source_file s = made_from(&arena, "", 0);
    (void)state;
    assert_int_equal(s.line_count, 1);
    assert_str(source_line(&s, 1), "");
    assert_int_equal(s.text.ptr[0], '\0');
    sdn_arena_release(&arena);
}

static void a_byte_order_mark_is_left_out(void **state)
{
    sdn_arena arena = SDN_ARENA_INIT;
    source_file s = made_from(&arena, "\xEF\xBB\xBFx", 4);
    (void)state;
    assert_str(s.text, "x");
    assert_str(s.bytes, "\xEF\xBB\xBFx"); /* though not from what is in the file */
    s = made_from(&arena, "x", 1);
    assert_str(s.bytes, "x");
    sdn_arena_release(&arena);
}

static void a_file_is_read_whole(void **state)
{
    static char text[10001];
    sdn_arena arena = SDN_ARENA_INIT;
    source_file s;
    sdn_error err = {0};
    (void)state;
    memset(text, 'x', sizeof text - 1);
    write_file("big.schema", text);
    assert_ok(source_read(&s, SDN_STR("big.schema"), &arena, &err), err);
    assert_str(s.text, text);
    assert_true(s.inode != 0);
    sdn_arena_release(&arena);
}

static void what_is_no_file_is_refused(void **state)
{
    sdn_arena arena = SDN_ARENA_INIT;
    source_file s;
    sdn_error err = {0};
    (void)state;
    assert_int_equal(source_read(&s, SDN_STR("none.schema"), &arena, &err), SDN_E_IO);
    assert_int_equal(err.os_error, ENOENT);
    assert_string_equal(err.message, "cannot read this file: No such file or directory");
    assert_str(s.text, "");
    assert_int_equal(source_read(&s, SDN_STR("."), &arena, &err), SDN_E_INVALID);
    assert_string_equal(err.message, "this is a directory, not a schema");
    assert_int_equal(mkfifo("pipe.schema", 0600), 0);
    assert_int_equal(source_read(&s, SDN_STR("pipe.schema"), &arena, &err), SDN_E_INVALID);
    assert_string_equal(err.message, "this is not a regular file");
    sdn_arena_release(&arena);
}

static void a_failing_system_call_is_reported(void **state)
{
    (void)state;
    write_file("a.schema", "x");
    for (int nth = 1;; nth++) {
        sdn_arena arena = SDN_ARENA_INIT;
        source_file s;
        sdn_error err = {0};
        faults_arm(nth, EIO, FAULT_INSTEAD);
        sdn_code code = source_read(&s, SDN_STR("a.schema"), &arena, &err);
        const char *fired = faults_fired();
        sdn_arena_release(&arena);
        if (fired == NULL)
            break;
        if (strcmp(fired, "close") != 0)
            assert_int_equal(code, SDN_E_IO);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offsets_become_lines_and_columns),
        cmocka_unit_test(lines_come_without_their_ends),
        cmocka_unit_test(places_become_offsets_and_spans_end_in_their_line),
        cmocka_unit_test(an_empty_source_has_one_empty_line),
        cmocka_unit_test(a_byte_order_mark_is_left_out),
        TEST_IN_TEMPDIR(a_file_is_read_whole),
        TEST_IN_TEMPDIR(what_is_no_file_is_refused),
        TEST_IN_TEMPDIR(a_failing_system_call_is_reported),
    };
    return run_cases(argc, argv, tests);
}
