/* Programs without a lock that write in place within the last steps of a save, each at the one moment where a look in
 * the wrong order, or none, would miss them. */
#define _DEFAULT_SOURCE

#include "test.h"

#include "coarse_stamps.h"
#include "temp_stores.h"

#include "os/sys.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const char NOTES[] = "notes |id, text|\n    1, one\n    2, two\n";
static const char BOTH[] = "notes |id, text|\n    1, uno\n    2, TWO\n";

static sdn_sys_table real;
static int editor; /* its descriptor of the file */

static int enter(void **state)
{
    int failed = temp_stores_enter(state);
    real = sdn__sys;
    editor = -1;
    return failed;
}

static void open_in_editor(void)
{
    editor = open(STORE_PATH, O_RDWR);
    assert_true(editor >= 0);
}

/* Neither the size nor anything else of the file changes. */
static void write_in_editor(void)
{
    off_t at = (off_t)(strstr(NOTES, "two") - NOTES);
    assert_int_equal(pwrite(editor, "TWO", 3, at), 3);
    assert_int_equal(close(editor), 0);
    editor = -1;
}

static void edit_first(sdn_store *store)
{
    edit_note(store, "1")->text = SDN_STR("uno");
}

/* ---- before the look after the exchange ---- */

static int exchange_and_open(int directory, const char *a, const char *b)
{
    sdn__sys.exchange_at = real.exchange_at;
    open_in_editor();
    return real.exchange_at(directory, a, b);
}

/* The look whether somebody writes comes first or last of the two; the editor is done just before it. */
static int write_and_look(int fd)
{
    if (editor >= 0)
        write_in_editor();
    return real.is_being_written(fd);
}

static void writer_that_is_done_just_before_the_look_is_not_lost(void **state)
{
    only_on_linux("a writer of a file is seen by a lease");
    (void)state;
    sdn_store *store = notes_of(NOTES);
    edit_first(store);
    usleep(30 * 1000); /* no stamp of the editor's can be that of the file now */
    sdn__sys.exchange_at = exchange_and_open;
    sdn__sys.is_being_written = write_and_look;
    save_store(store);
    assert_content(BOTH);
}

/* ---- the same stamps ---- */

static void wait_for_the_start_of_a_second(void)
{
    enum { NS_PER_MS = 1000000, MS_PER_S = 1000 };
    int64_t ms = real.realtime_ns() / NS_PER_MS % MS_PER_S;
    if (ms > MS_PER_S / 2)
        usleep((useconds_t)(MS_PER_S + 20 - ms) * 1000);
}

static int write_and_exchange(int directory, const char *a, const char *b)
{
    sdn__sys.exchange_at = real.exchange_at;
    open_in_editor();
    write_in_editor();
    return real.exchange_at(directory, a, b);
}

static void write_before_the_exchange_shows_in_no_stamp(void **state)
{
    only_on_linux("two names are exchanged by renameat2");
    (void)state;
    coarse_stamps();
    wait_for_the_start_of_a_second();
    sdn_store *store = notes_of(NOTES);
    edit_first(store);
    sdn__sys.exchange_at = write_and_exchange;
    save_store(store);
    assert_content(BOTH);
}

/* ---- after the exchange ---- */

static int exchange_and_write(int directory, const char *a, const char *b)
{
    int error = real.exchange_at(directory, a, b);
    sdn__sys.exchange_at = real.exchange_at;
    open_in_editor();
    write_in_editor();
    return error;
}

/* The editor finds the new file, which the store takes for its own. */
static void write_to_the_new_file_before_the_save_is_over_is_kept(void **state)
{
    only_on_linux("a writer of a file is seen by a lease");
    (void)state;
    sdn_store *store = notes_of(NOTES);
    edit_first(store);
    sdn__sys.exchange_at = exchange_and_write;
    save_store(store);
    assert_content(BOTH);
    edit_note(store, "1")->text = SDN_STR("one");
    save_store(store);
    assert_content("notes |id, text|\n    1, one\n    2, TWO\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(writer_that_is_done_just_before_the_look_is_not_lost, enter, temp_stores_leave),
        cmocka_unit_test_setup_teardown(write_before_the_exchange_shows_in_no_stamp, enter, temp_stores_leave),
        cmocka_unit_test_setup_teardown(write_to_the_new_file_before_the_save_is_over_is_kept, enter,
                                        temp_stores_leave),
    };
    return run_cases(argc, argv, tests);
}
