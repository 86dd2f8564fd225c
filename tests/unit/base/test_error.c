#include "test.h"

#include "base/error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void every_code_has_its_name(void **state)
{
    (void)state;
    assert_string_equal(sdn_code_name(SDN_OK), "SDN_OK");
    assert_string_equal(sdn_code_name(SDN_E_NOMEM), "SDN_E_NOMEM");
    assert_string_equal(sdn_code_name(SDN_E_MISUSE), "SDN_E_MISUSE");
    assert_string_equal(sdn_code_name(SDN_W_NOT_DURABLE), "SDN_W_NOT_DURABLE");
    for (int code = SDN_OK; code <= SDN_W_NOT_DURABLE; code++)
        assert_int_equal(strncmp(sdn_code_name((sdn_code)code), "SDN_", 4), 0);
    assert_string_equal(sdn_code_name((sdn_code)(SDN_W_NOT_DURABLE + 1)), "unknown code");
    assert_string_equal(sdn_code_name((sdn_code)-1), "unknown code");
}

static void message_starts_with_the_place(void **state)
{
    (void)state;
    sdn_error err = {0};
    assert_int_equal(sdn__fail(&err, SDN_E_LOCK, "dir/x.sdn", "it is %s", "so"), SDN_E_LOCK);
    assert_string_equal(err.message, "dir/x.sdn: it is so");
    assert_string_equal(err.path, "dir/x.sdn");
    assert_int_equal(err.code, SDN_E_LOCK);
    assert_int_equal(err.line, 0);
    assert_int_equal(sdn__fail_at(&err, SDN_E_SYNTAX, "x.sdn", 12, 3, "no"), SDN_E_SYNTAX);
    assert_string_equal(err.message, "x.sdn:12:3: no");
    assert_int_equal(err.line, 12);
    assert_int_equal(err.column, 3);
}

static void message_without_a_path_is_alone(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn__fail(&err, SDN_E_MISUSE, NULL, "wrong");
    assert_string_equal(err.message, "wrong");
    assert_string_equal(err.path, "");
}

static void failed_calls_say_what_the_system_says(void **state)
{
    (void)state;
    sdn_error err = {0};
    assert_int_equal(sdn__fail_os(&err, ENOENT, "x.sdn", "cannot read"), SDN_E_IO);
    assert_string_equal(err.message, "x.sdn: cannot read: No such file or directory");
    assert_int_equal(err.os_error, ENOENT);
    assert_int_equal(sdn__fail_os(&err, ENOMEM, "x.sdn", "cannot read"), SDN_E_NOMEM);
}

/* The C library refuses the number, or has words for all of them. */
static void an_unknown_errno_is_a_number_or_what_the_system_says(void **state)
{
    (void)state;
    sdn_error err = {0};
    char said[sizeof err.message];
    snprintf(said, sizeof said, "x.sdn: cannot read: %s", strerror(99999));
    sdn__fail_os(&err, 99999, "x.sdn", "cannot read");
    if (strcmp(err.message, said) != 0)
        assert_string_equal(err.message, "x.sdn: cannot read: error 99999");
}

static void a_new_error_leaves_nothing_of_the_old_one(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn__fail_os(&err, EACCES, "a/long/path/x.sdn", "cannot");
    sdn__fail_at(&err, SDN_E_SYNTAX, "y", 1, 2, "z");
    sdn__fail_memory(&err);
    assert_string_equal(err.message, "out of memory; free some and try again");
    assert_string_equal(err.path, "");
    assert_int_equal(err.os_error, 0);
    assert_int_equal(err.line, 0);
}

static void a_long_path_keeps_its_end(void **state)
{
    (void)state;
    sdn_error err = {0};
    char path[1000];
    memset(path, 'd', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    memcpy(path + sizeof path - 7, "/x.sdn", 6);
    sdn__fail(&err, SDN_E_IO, path, "text");
    assert_int_equal(strlen(err.path), SDN_ERROR_PATH_SIZE - 1);
    assert_int_equal(strncmp(err.path, "...ddd", 6), 0);
    assert_string_equal(err.path + strlen(err.path) - 6, "/x.sdn");
    assert_message_has(err, "/x.sdn: text");
}

static void a_long_message_is_cut_and_terminated(void **state)
{
    (void)state;
    sdn_error err = {0};
    char text[2000];
    memset(text, 't', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    sdn__fail_os(&err, EIO, "x.sdn", "%s", text);
    assert_int_equal(strlen(err.message), SDN_ERROR_MESSAGE_SIZE - 1);
}

/* Always one line, whichever names are in it; the path itself stays as it is. */
static void control_characters_are_shown_not_sent(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn__fail_at(&err, SDN_E_SYNTAX, "a\nb\x1b[2J.sdn", 3, 4, "table '%s' has '%s'", "x\r\ty", "\x7f\xc2\x9b\xc3\xa9");
    assert_string_equal(err.message, "a\\nb\\x1b[2J.sdn:3:4: table 'x\\r\\ty' has '\\x7f\\xc2\\x9b\xc3\xa9'");
    assert_string_equal(err.path, "a\nb\x1b[2J.sdn");
    sdn__fail(&err, SDN_E_IO, NULL, "%s", "\x01 \x0e \xc2\xa9 \xc2");
    assert_string_equal(err.message, "\\x01 \\x0e \xc2\xa9 \xc2");
}

static void message_is_cut_before_a_shown_control_character_not_within(void **state)
{
    (void)state;
    sdn_error err = {0};
    char text[2000];
    memset(text, '\n', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    sdn__fail(&err, SDN_E_IO, "x", "%s", text);
    size_t len = strlen(err.message);
    assert_true(len < SDN_ERROR_MESSAGE_SIZE && len > SDN_ERROR_MESSAGE_SIZE - 4);
    assert_null(strchr(err.message, '\n'));
    assert_string_equal(err.message + len - 2, "\\n");
    memset(text, 't', sizeof text - 1);
    text[SDN_ERROR_MESSAGE_SIZE - 4] = '\x1b'; /* with its escape the message would be two longer than fits */
    sdn__fail(&err, SDN_E_IO, NULL, "%s", text);
    assert_int_equal(strlen(err.message), SDN_ERROR_MESSAGE_SIZE - 4);
}

/* A violation of a rule has room for more than the message of an error. */
static void longer_buffer_than_an_error_has_is_shown_whole(void **state)
{
    (void)state;
    char text[SDN_SHOWN_MESSAGE_SIZE];
    memset(text, 'a', 800);
    memcpy(text + 800, "\n", 2);
    sdn__show_controls(text, sizeof text);
    assert_int_equal(strlen(text), 802);
    assert_string_equal(text + 799, "a\\n");
}

static void no_error_struct_is_fine(void **state)
{
    (void)state;
    assert_int_equal(sdn__fail(NULL, SDN_E_LOCK, "x", "y"), SDN_E_LOCK);
    assert_int_equal(sdn__fail_at(NULL, SDN_E_LOCK, "x", 1, 1, "y"), SDN_E_LOCK);
    assert_int_equal(sdn__fail_os(NULL, EIO, "x", "y"), SDN_E_IO);
    assert_int_equal(sdn__fail_memory(NULL), SDN_E_NOMEM);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_its_name),
        cmocka_unit_test(message_starts_with_the_place),
        cmocka_unit_test(message_without_a_path_is_alone),
        cmocka_unit_test(failed_calls_say_what_the_system_says),
        cmocka_unit_test(an_unknown_errno_is_a_number_or_what_the_system_says),
        cmocka_unit_test(a_new_error_leaves_nothing_of_the_old_one),
        cmocka_unit_test(a_long_path_keeps_its_end),
        cmocka_unit_test(a_long_message_is_cut_and_terminated),
        cmocka_unit_test(longer_buffer_than_an_error_has_is_shown_whole),
        cmocka_unit_test(no_error_struct_is_fine),
        cmocka_unit_test(control_characters_are_shown_not_sent),
        cmocka_unit_test(message_is_cut_before_a_shown_control_character_not_within),
    };
    return run_cases(argc, argv, tests);
}
