/* Saves of which nobody knows whether they took place: nothing is there twice, nothing is lost. */
#include "test.h"

#include "faults.h"
#include "memory_backend.h"
#include "record_types/basic.h"

#include <string.h>

#include "store/file.h"

#define TEST_WITH_MEMORY(function) cmocka_unit_test_setup_teardown(function, memory_backend_enter, memory_backend_leave)

static sdn_error err;

static const char *const other_line[] = {"x", "of another program", "1", "false", "idea", "left", NULL, NULL, ""};

static note line_of(const char *text)
{
    note values;
    memcpy(&values, log_record_type.defaults, sizeof values);
    values.id = SDN_STR("x");
    values.text = sdn_str_from(text);
    return values;
}

static sdn_store *open_log(void)
{
    sdn_store *log = sdn_store_open(&log_record_type, "memory:x", NULL, &err);
    if (log == NULL)
        fail_msg("%s", err.message);
    return log;
}

/* Adds a line, and saves; `made`: that takes place, but is not known. */
static sdn_store *open_log_with_unknown_line(bool made)
{
    sdn_store *log = open_log();
    note line = line_of("a line");
    assert_non_null(sdn_store_insert(log, &line, &err));
    memory_state.hides_push = made;
    memory_state.loses_push = !made;
    assert_int_equal(sdn_file_save(sdn_store_file(log), &err), SDN_E_IO);
    memory_state.hides_push = memory_state.loses_push = false;
    assert_true(sdn_file_changed(sdn_store_file(log)));
    assert_int_equal(memory_record(&log_record_type, NULL, 0) != NULL, made);
    return log;
}

/* The lines of the store and of the backend, which are the same. */
static void assert_lines(const sdn_store *log, size_t count)
{
    assert_null(sdn__table_fault(log->file->image->tables[0]));
    assert_int_equal(sdn_store_count(log), count);
    assert_true(count == 0 || memory_record(&log_record_type, NULL, count - 1) != NULL);
    assert_null(memory_record(&log_record_type, NULL, count));
    assert_false(sdn_file_changed(log->file));
}

static void save_finds_out_that_it_took_place(void **state)
{
    (void)state;
    sdn_store *log = open_log_with_unknown_line(true);
    assert_ok(sdn_file_save(sdn_store_file(log), &err), err);
    assert_lines(log, 1);
    assert_int_equal(memory_state.asked, 1);
    sdn_store_close(log);
}

static void save_finds_out_that_it_did_not(void **state)
{
    (void)state;
    sdn_store *log = open_log_with_unknown_line(false);
    assert_ok(sdn_file_save(sdn_store_file(log), &err), err);
    assert_lines(log, 1);
    sdn_store_close(log);
}

static void reload_finds_out(void **state)
{
    (void)state;
    sdn_store *log = open_log_with_unknown_line(true);
    assert_ok(sdn_file_reload(sdn_store_file(log), &err), err);
    assert_lines(log, 1);
    sdn_store_close(log);
    memory_backend_enter(NULL);
    log = open_log_with_unknown_line(false);
    assert_ok(sdn_file_reload(sdn_store_file(log), &err), err);
    assert_true(sdn_file_changed(sdn_store_file(log)));
    assert_ok(sdn_file_save(sdn_store_file(log), &err), err);
    assert_lines(log, 1);
    sdn_store_close(log);
}

static void begin_finds_out(void **state)
{
    (void)state;
    sdn_store *log = open_log_with_unknown_line(true);
    note second = line_of("second");
    assert_ok(sdn_file_begin(sdn_store_file(log), &err), err);
    assert_non_null(sdn_store_insert(log, &second, &err));
    assert_ok(sdn_file_commit(sdn_store_file(log), &err), err);
    assert_lines(log, 2);
    sdn_store_close(log);
}

static void changes_of_others_come_in_too(void **state)
{
    (void)state;
    sdn_store *log = open_log_with_unknown_line(true);
    memory_put(&log_record_type, other_line);
    assert_ok(sdn_file_save(sdn_store_file(log), &err), err);
    assert_lines(log, 2);
    sdn_store_close(log);
}

static void asking_in_vain_changes_nothing(void **state)
{
    (void)state;
    sdn_store *log = open_log_with_unknown_line(true);
    memory_state.fails_find_out = SDN_E_IO;
    assert_int_equal(sdn_file_save(sdn_store_file(log), &err), SDN_E_IO);
    assert_int_equal(sdn_file_reload(sdn_store_file(log), &err), SDN_E_IO);
    assert_true(sdn_file_changed(sdn_store_file(log)));
    memory_state.fails_find_out = SDN_OK;
    assert_ok(sdn_file_save(sdn_store_file(log), &err), err);
    assert_lines(log, 1);
    assert_int_equal(memory_state.asked, 3);
    sdn_store_close(log);
}

/* What was tried is another program's then, which this one merges with. */
static void edits_that_were_changed_since_are_merged(void **state)
{
    (void)state;
    sdn_store *notes = sdn_store_open(&note_record_type, "memory:x", NULL, &err);
    note added = line_of("tried");
    memory_state.hides_push = true;
    note *kept = sdn_store_insert(notes, &added, &err);
    assert_int_equal(sdn_file_save(sdn_store_file(notes), &err), SDN_E_IO);
    memory_state.hides_push = false;
    kept->number = 7;
    assert_ok(sdn_file_save(sdn_store_file(notes), &err), err);
    assert_int_equal(sdn_store_count(notes), 1);
    assert_string_equal(memory_record(&note_record_type, "x", 0), "x|tried|7|false|fact|left|||");
    sdn_store_close(notes);
}

static void edits_that_were_rolled_back_are_not_made(void **state)
{
    (void)state;
    sdn_store *log = open_log_with_unknown_line(true);
    sdn_file_rollback(sdn_store_file(log));
    assert_ok(sdn_file_reload(sdn_store_file(log), &err), err);
    assert_lines(log, 1);
    sdn_store_close(log);
}

static void memory_that_runs_out_loses_nothing(void **state)
{
    (void)state;
    bool fired = true;
    faults_begin();
    for (int nth = 1; fired; nth++) {
        memory_backend_enter(NULL);
        sdn_store *log = open_log_with_unknown_line(true);
        faults_arm_memory(nth);
        sdn_code code = sdn_file_save(sdn_store_file(log), &err);
        fired = faults_fired_memory();
        faults_remove();
        assert_true(code == SDN_OK || code == SDN_E_NOMEM);
        if (code != SDN_OK)
            assert_ok(sdn_file_save(sdn_store_file(log), &err), err);
        assert_lines(log, 1);
        sdn_store_close(log);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_MEMORY(save_finds_out_that_it_took_place),
        TEST_WITH_MEMORY(save_finds_out_that_it_did_not),
        TEST_WITH_MEMORY(reload_finds_out),
        TEST_WITH_MEMORY(begin_finds_out),
        TEST_WITH_MEMORY(changes_of_others_come_in_too),
        TEST_WITH_MEMORY(asking_in_vain_changes_nothing),
        TEST_WITH_MEMORY(edits_that_were_changed_since_are_merged),
        TEST_WITH_MEMORY(edits_that_were_rolled_back_are_not_made),
        TEST_WITH_MEMORY(memory_that_runs_out_loses_nothing),
    };
    return run_cases(argc, argv, tests);
}
