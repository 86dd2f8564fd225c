/* Saves: full disks, links, descriptors, files that change all the time. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "files.h"
#include "temp_stores.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char NOTES[] = "notes |id, text|\n    1, one\n    2, two\n";

/* ---- saving ---- */

static void a_save_keeps_the_mode_and_goes_through_links(void **state)
{
    (void)state;
    write_store(NOTES);
    assert_int_equal(rename(STORE_PATH, "real.sdn"), 0);
    assert_int_equal(symlink("real.sdn", STORE_PATH), 0);
    assert_int_equal(chmod("real.sdn", 0640), 0);
    sdn_store *store = open_store(&note_record_type);
    edit_note(store, "1")->text = SDN_STR("new");
    save_store(store);
    struct stat link;
    assert_int_equal(lstat(STORE_PATH, &link), 0);
    assert_true(S_ISLNK(link.st_mode));
    assert_int_equal(file_mode("real.sdn"), 0640);
    assert_content("notes |id, text|\n    1, new\n    2, two\n");
}

static void save_after_save_works_without_reloading(void **state)
{
    (void)state;
    sdn_store *store = open_store(&note_record_type);
    for (int i = 0; i < 50; i++) {
        note *added = insert_note(store, "", "x");
        added->number = (uint32_t)i;
        save_store(store);
        assert_false(sdn_file_changed(sdn_store_file(store)));
    }
    assert_int_equal(sdn_store_count(store), 50);
    close_store(store);
    store = open_store(&note_record_type);
    assert_int_equal(sdn_store_count(store), 50);
    assert_int_equal(get_note(store, "50")->number, 49);
}

static void a_change_of_directory_does_no_harm(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    assert_int_equal(mkdir("d", 0755), 0);
    assert_int_equal(chdir("d"), 0);
    edit_note(store, "1")->text = SDN_STR("new");
    sdn_error err = {0};
    sdn_code code = sdn_file_save(sdn_store_file(store), &err);
    assert_int_equal(chdir(".."), 0);
    assert_ok(code, err);
    assert_content("notes |id, text|\n    1, new\n    2, two\n");
}

static void no_descriptor_is_left_open(void **state)
{
    (void)state;
    size_t before = count_open_descriptors();
    for (int i = 0; i < 5; i++) {
        sdn_store *store = notes_of(NOTES);
        edit_note(store, "1")->text = SDN_STR("new");
        save_store(store);
        begin_store(store);
        close_store(store);
    }
    assert_int_equal(count_open_descriptors(), before);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_save_keeps_the_mode_and_goes_through_links),
        TEST_WITH_STORES(save_after_save_works_without_reloading),
        TEST_WITH_STORES(a_change_of_directory_does_no_harm),
        TEST_WITH_STORES(no_descriptor_is_left_open),
    };
    return run_cases(argc, argv, tests);
}
