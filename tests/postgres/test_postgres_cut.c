/*
 * Connections that are cut, at each step of the protocol in turn: before the step or after it, with a server that can be
 * reached again or not. What a call returned is what is in the database; only `commit unknown` may be both. Edits stay
 * pending after a failure, and a save makes them once.
 */
#include "test.h"

#include "cutting_proxy.h"
#include "postgres_tables.h"
#include "record_types/basic.h"
#include "tempdir.h"

#include <sdn/postgres.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* More steps than an open and a commit have. */
enum { MOST_STEPS = 200 };

/* How often nobody knew. */
static unsigned unknown_commits;

static int enter(void **state)
{
    drop_tables();
    make_table(&note_record_type);
    run_sql("INSERT INTO notes VALUES ('1', 'shared', 0, false, 'idea', 'left', NULL, NULL, '{}')");
    return sdn_postgres_use(NULL) == SDN_OK ? tempdir_enter(state) : -1;
}

static sdn_store *open_type_by_proxy(const sdn_record_type *type, sdn_error *err)
{
    char uri[512], directory[256];
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = 200;
    assert_non_null(getcwd(directory, sizeof directory));
    snprintf(uri, sizeof uri, "postgresql://?host=%s", directory);
    return sdn_store_open(type, uri, &options, err);
}

static sdn_store *open_by_proxy(sdn_error *err)
{
    return open_type_by_proxy(&note_record_type, err);
}

static sdn_code count_up(sdn_store *store, bool by_transaction, sdn_error *err)
{
    sdn_value key = {.text = SDN_STR("1")};
    sdn_file *file = sdn_store_file(store);
    sdn_code code = by_transaction ? sdn_file_begin(file, err) : SDN_OK;
    if (code != SDN_OK)
        return code;
    note *found = sdn_store_edit(store, &key, err);
    assert_non_null(found);
    found->number++;
    code = by_transaction ? sdn_file_commit(file, err) : sdn_file_save(file, err);
    if (code != SDN_OK && !sdn_file_changed(file))
        fail_msg("nothing is pending after: %s", err->message);
    return code;
}

static long number_in_database(void)
{
    return strtol(sql_text("SELECT no FROM notes"), NULL, 10);
}

static bool is_failure_of_connection(sdn_code code)
{
    return code == SDN_E_IO || code == SDN_E_TIMEOUT || code == SDN_E_LOCK_LOST;
}

static void assert_reported(long before, long after, sdn_code code, const char *message, unsigned step)
{
    bool unknown = code == SDN_E_IO && strstr(message, "commit unknown") != NULL;
    unknown_commits += unknown;
    if (code != SDN_OK && !is_failure_of_connection(code))
        fail_msg("step %u: %s %s", step, sdn_code_name(code), message);
    if (unknown ? after != before && after != before + 1 : after != before + (code == SDN_OK))
        fail_msg("step %u: %s %s, %ld became %ld", step, sdn_code_name(code), message, before, after);
}

/* What is pending is made once, when the server is there; also if the commit of which nobody knew took place. */
static void assert_made_once(sdn_store *store, long before, unsigned step)
{
    sdn_error err = {0};
    if (sdn_file_changed(sdn_store_file(store)) && sdn_file_save(sdn_store_file(store), &err) != SDN_OK)
        fail_msg("step %u, saved again: %s", step, err.message);
    if (number_in_database() != before + 1)
        fail_msg("step %u, saved again: %ld became %ld", step, before, number_in_database());
}

/* False: the steps are over. */
static bool try_cut(cutting_proxy *proxy, bool by_transaction)
{
    sdn_error err = {0};
    long before = number_in_database();
    proxy_start(proxy);
    sdn_store *store = open_by_proxy(&err);
    sdn_code code = store != NULL ? count_up(store, by_transaction, &err) : err.code;
    assert_reported(before, number_in_database(), code, err.message, proxy->cut_at);
    bool was_cut = access("was_cut", F_OK) == 0;
    if (store != NULL && proxy->stays && !(by_transaction && !sdn_file_changed(sdn_store_file(store))))
        assert_made_once(store, before, proxy->cut_at);
    sdn_store_close(store);
    proxy_stop(proxy);
    return was_cut;
}

static void cut_each_step(bool forwards, bool stays)
{
    unsigned steps = 0;
    unknown_commits = 0;
    for (int by_transaction = 0; by_transaction < 2; by_transaction++) {
        bool goes_on = true;
        for (unsigned step = 1; goes_on && step < MOST_STEPS; step++, steps++) {
            cutting_proxy proxy = {.cut_at = step, .forwards = forwards, .stays = stays};
            goes_on = try_cut(&proxy, by_transaction);
        }
        assert_false(goes_on);
    }
    assert_true(steps > 20);
    assert_true((unknown_commits > 0) == !stays);
}

static void cut_before_a_step(void **state)
{
    (void)state;
    cut_each_step(false, true);
}

static void cut_after_a_step(void **state)
{
    (void)state;
    cut_each_step(true, true);
}

static void cut_before_a_step_for_good(void **state)
{
    (void)state;
    cut_each_step(false, false);
}

static void cut_after_a_step_for_good(void **state)
{
    (void)state;
    cut_each_step(true, false);
}

/* ---- triggers ---- */

static bool try_trigger(unsigned step)
{
    sdn_error err = {0};
    sdn_value key = {.text = SDN_STR("2")};
    cutting_proxy proxy = {.cut_at = step, .forwards = true, .stays = true};
    proxy_start(&proxy);
    sdn_store *store = open_by_proxy(&err);
    if (store != NULL && count_up(store, false, &err) == SDN_OK) {
        if (sdn_file_reload(sdn_store_file(store), &err) != SDN_OK) /* that was cut */
            assert_int_equal(sdn_file_reload(sdn_store_file(store), &err), SDN_OK);
        const note *found = sdn_store_get(store, &key);
        if ((long)found->number != number_in_database())
            fail_msg("step %u: %ld in the database, %u in the store", step, number_in_database(),
                     (unsigned)found->number);
    }
    sdn_store_close(store);
    return proxy_stop(&proxy);
}

/* What a trigger changed with a commit is seen, also if the connection was lost in it. */
static void rows_that_triggers_change_are_seen(void **state)
{
    (void)state;
    unsigned step = 1;
    run_sql(
        "INSERT INTO notes VALUES ('2', 'shared', 0, false, 'idea', 'left', NULL, NULL, '{}'); CREATE FUNCTION mine() "
        "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE notes SET no = NEW.no WHERE id = '2'; RETURN NULL; END "
        "$$; CREATE TRIGGER mine AFTER UPDATE OF no ON notes FOR EACH ROW WHEN (NEW.id = '1') EXECUTE FUNCTION mine()");
    while (step < MOST_STEPS && try_trigger(step))
        step++;
    assert_in_range(step, 5, MOST_STEPS - 1);
}

/* ---- what was unknown ---- */

static long lines_in_database(void)
{
    return strtol(sql_text("SELECT count(*) FROM log"), NULL, 10);
}

/* The server can be reached again, and another program wrote meanwhile: the line that was tried is there once. */
static void save_again(sdn_store *log, long before, unsigned step)
{
    sdn_error err = {0};
    cutting_proxy proxy = {.cut_at = UINT32_MAX, .stays = true};
    proxy_start(&proxy);
    run_sql("INSERT INTO log VALUES ('h', 'by hand', 0, false, 'idea', 'left', NULL, NULL, '{}')");
    if (sdn_file_save(sdn_store_file(log), &err) != SDN_OK || sdn_file_reload(sdn_store_file(log), &err) != SDN_OK)
        fail_msg("step %u, saved again: %s", step, err.message);
    if (lines_in_database() != before + 2 || sdn_store_count(log) != (size_t)before + 2)
        fail_msg("step %u: %ld lines became %ld, and the store has %zu", step, before, lines_in_database(),
                 sdn_store_count(log));
    assert_false(sdn_file_changed(sdn_store_file(log)));
    proxy_stop(&proxy);
}

static bool try_line(unsigned step)
{
    sdn_error err = {0};
    long before = lines_in_database();
    cutting_proxy proxy = {.cut_at = step, .forwards = true};
    proxy_start(&proxy);
    sdn_store *log = open_type_by_proxy(&log_record_type, &err);
    sdn_code code = SDN_OK;
    if (log != NULL) {
        note line = *(const note *)log_record_type.defaults;
        line.id = SDN_STR("x");
        assert_non_null(sdn_store_insert(log, &line, &err));
        code = sdn_file_save(sdn_store_file(log), &err);
    }
    unknown_commits += code == SDN_E_IO && strstr(err.message, "commit unknown") != NULL;
    bool was_cut = proxy_stop(&proxy);
    if (log != NULL && code != SDN_OK)
        save_again(log, before, step);
    sdn_store_close(log);
    return was_cut;
}

/* A record without key cannot be told from another one with the same values: so it would be there twice. */
static void unknown_commit_is_found_out(void **state)
{
    (void)state;
    unsigned step = 1;
    make_table(&log_record_type);
    unknown_commits = 0;
    while (step < MOST_STEPS && try_line(step))
        step++;
    assert_in_range(step, 5, MOST_STEPS - 1);
    assert_true(unknown_commits > 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cut_before_a_step, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(cut_after_a_step, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(cut_before_a_step_for_good, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(cut_after_a_step_for_good, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(rows_that_triggers_change_are_seen, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(unknown_commit_is_found_out, enter, tempdir_leave),
    };
    return run_cases(argc, argv, tests);
}
