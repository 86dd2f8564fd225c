/*
 * The pieces that are kept from save to save, against the file put together anew (kept_pieces.h), over random edits of two
 * tables of one file: saves that work, that fail at an allocation or at a system call, that other programs come before,
 * and copies and rollbacks between them. The file on disk must be the pieces as well.
 */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "faults.h"
#include "kept_pieces.h"
#include "patched_saves.h"
#include "temp_stores.h"
#include "xorshift.h"

#include "base/alloc.h"
#include "save/image_bytes.h"
#include "save/layout.h"
#include "save/save.h"
#include "store/file.h"
#include "text/checksum.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static uint64_t seed;

static unsigned below(unsigned limit)
{
    return test_below(&seed, limit);
}

/* ---- one file ---- */

typedef struct scene {
    sdn_file *file;
    sdn_store *stores[2];
    unsigned patched; /* how many saves by hand kept the image, */
    unsigned failed;  /* and how many saves failed */
} scene;

static const char *const files[] = {
    "notes |id, text, no|\n    1, one, 1\n    2, two, 2\n# between\n\nordered_notes |id, text|\n    a, 1\n    b, 2\n",
    "ordered_notes |id, text|\n    a, one\n# after\nnotes |id, text, no|\n    1, \"o\nne\", 1\n    2, two, 2",
    "\xEF\xBB\xBFnotes |id, text, no|\r\n    7, seven, 1\r\nordered_notes |id, text|\r\n  k, one\r\n  b, two\r",
    "# empty so far\n",
    "notes |id, text, no|\nordered_notes |id, text|\n",
    "#sdn-crc32:0\nnotes |id, text, no|\n    1, one, 1\n    2, two, 2\nordered_notes |id, text|\n    a, one\n",
    "#sdn-crc32:\r\nnotes |id, text, no|\r\n    1, one, 1\r\n",
};

/* Adds text, and writes that with the right sum if it has a checksum line. */
static void write_with_sum(sdn_buffer *bytes, const char *text)
{
    sdn__buffer_add_str(bytes, sdn_str_from(text));
    sdn__checksum_renew(bytes);
    assert_false(bytes->out_of_memory);
    write_bytes(STORE_PATH, bytes->bytes, bytes->len);
    sdn__buffer_release(bytes);
}

static void open_scene(scene *s, const char *text)
{
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.durability = SDN_ATOMIC;
    sdn_buffer bytes = SDN_BUFFER_INIT;
    write_with_sum(&bytes, text);
    *s = (scene){.file = sdn_file_open(STORE_PATH, &options, &err)};
    assert_non_null(s->file);
    s->stores[0] = store_in(s->file, &note_record_type);
    s->stores[1] = store_in(s->file, &ordered_note_record_type);
}

/* A text of any length, some of it in need of quotes. */
static sdn_str any_text(sdn_store *store)
{
    static char text[600];
    size_t len = below(4) == 0 ? below(sizeof text - 1) : below(8);
    for (size_t i = 0; i < len; i++)
        text[i] = "abcdefghijklmnop qrs,"[below(21)];
    text[len] = '\0';
    return sdn_store_text(store, text);
}

/* A record of the store, or NULL. */
static const note *any_note(sdn_store *store)
{
    const note *found = NULL;
    sdn_cursor all = sdn_store_all(store);
    for (size_t skip = below((unsigned)sdn_store_count(store) + 1);; skip--) {
        found = sdn_cursor_next(&all);
        if (skip == 0 || found == NULL)
            return found;
    }
}

static void insert_any(const scene *s, unsigned which)
{
    char id[16] = "";
    if (which == 1) /* mostly after all others, so that saves patch */
        snprintf(id, sizeof id, "%c%07u", below(20) == 0 ? 'c' : 'z',
                 (unsigned)(sdn_store_count(s->stores[1]) + below(9000000)));
    note made = note_of(id, "");
    sdn_error err = {0};
    made.text = any_text(s->stores[which]);
    (void)sdn_store_insert(s->stores[which], &made, &err);
}

static void edit_any(const scene *s)
{
    sdn_error err = {0};
    unsigned which = below(2), what = below(6);
    const note *found = any_note(s->stores[which]);
    if (what < 2 || found == NULL) {
        insert_any(s, which);
    } else if (what == 2) {
        sdn_value key = {.text = found->id};
        assert_ok(sdn_store_delete(s->stores[which], &key, &err), err);
    } else {
        edit_note(s->stores[which], found->id.ptr)->text = any_text(s->stores[which]);
    }
}

/* ---- saves ---- */

static void assert_file_is_kept(const scene *s)
{
    sdn_str bytes = read_bytes(STORE_PATH);
    assert_true(sdn__pieces_equal(&s->file->image->pieces, bytes.ptr, bytes.len));
}

static void save_well(scene *s)
{
    sdn_error err = {0};
    sdn_code code = sdn_file_save(s->file, &err);
    assert_true(code == SDN_OK || code == SDN_E_INVALID);
    if (code != SDN_OK)
        sdn_file_rollback(s->file);
    assert_file_is_kept(s);
}

/* Step by step: with AddressSanitizer all other saves make a new image. Allocation `nth` of the steps that may fail does. */
static void save_by_hand(scene *s, int nth)
{
    sdn_save save;
    sdn_error err = {0};
    sdn_buffer bytes = SDN_BUFFER_INIT;
    if (!sdn_file_changed(s->file))
        return;
    faults_arm_memory(nth);
    sdn_code code = sdn__save_prepare(s->file->image, 42, &save, &err);
    bool is_prepared = code == SDN_OK;
    if (is_prepared)
        code = sdn__save_lay_out(s->file->image, &save, &err);
    faults_remove();
    s->failed += code == SDN_E_NOMEM;
    if (code != SDN_OK) {
        if (is_prepared)
            sdn__save_cancel(&save);
        return;
    }
    size_t len = sdn__save_pieces(&save)->len;
    sdn__buffer_reserve(&bytes, len);
    sdn__pieces_copy(sdn__save_pieces(&save), bytes.bytes);
    write_bytes(STORE_PATH, bytes.bytes, len);
    sdn__buffer_release(&bytes);
    s->patched += save.next == NULL;
    sdn__save_finish(&s->file->image, &save);
    assert_file_is_kept(s);
}

static void save_without_memory(scene *s)
{
    sdn_error err = {0};
    faults_arm_memory(1 + (int)below(40));
    sdn_code code = sdn_file_save(s->file, &err);
    faults_remove();
    s->failed += code == SDN_E_NOMEM;
}

static void save_without_disk(scene *s)
{
    sdn_error err = {0};
    faults_arm(1 + (int)below(40), ENOSPC, FAULT_INSTEAD);
    sdn_code code = sdn_file_save(s->file, &err);
    faults_remove();
    s->failed += code != SDN_OK;
}

/* Lays a save out and takes it back; the bytes of another one are taken. */
static void save_in_vain(scene *s)
{
    sdn_save save;
    sdn_error err = {0};
    sdn_buffer bytes = SDN_BUFFER_INIT;
    if (!sdn_file_changed(s->file))
        return;
    if (sdn__save_prepare(s->file->image, 42, &save, &err) == SDN_OK) {
        assert_ok(sdn__save_lay_out(s->file->image, &save, &err), err);
        sdn__save_cancel(&save);
    }
    assert_pieces_are_kept(s->file->image);
    (void)sdn__save_copy(s->file->image, 42, &bytes, &err);
    sdn__buffer_release(&bytes);
}

/* Another program adds a comment; the edits are merged into what it wrote. */
static void save_after_others(scene *s)
{
    char comment[16];
    sdn_buffer bytes = SDN_BUFFER_INIT;
    snprintf(comment, sizeof comment, "\n# %u\n", below(1000));
    sdn__buffer_add_str(&bytes, read_bytes(STORE_PATH));
    write_with_sum(&bytes, comment);
    if (!sdn_file_changed(s->file))
        insert_any(s, 0);
    save_well(s);
}

static void save_somehow(scene *s)
{
    switch (below(24)) {
    case 0:
        save_without_memory(s);
        break;
    case 1:
        save_without_disk(s);
        break;
    case 2:
    case 3:
        save_in_vain(s);
        break;
    case 4:
        sdn_file_rollback(s->file);
        break;
    case 5:
        if (below(4) == 0)
            save_after_others(s);
        break;
    case 6:
    case 7:
        save_well(s);
        break;
    case 8:
    case 9:
        save_by_hand(s, 1 + (int)below(30));
        break;
    default:
        save_by_hand(s, 0);
        break;
    }
    assert_pieces_are_kept(s->file->image);
}

static void kept_pieces_are_the_file_after_any_edits(void **state)
{
    (void)state;
    unsigned patched = 0, failed = 0;
    for (size_t i = 0; i < 42; i++) {
        scene s;
        seed = i + 1;
        open_scene(&s, files[i % (sizeof files / sizeof files[0])]);
        for (int save = 0; save < 50; save++) {
            for (unsigned edits = below(6); edits > 0; edits--)
                edit_any(&s);
            save_somehow(&s);
        }
        patched += s.patched;
        failed += s.failed;
        sdn_file_close(s.file);
    }
    assert_in_range(patched, 400, 2100); /* or what is meant to be tested was not */
    assert_in_range(failed, 40, 2100);
}

/* ---- replicas ---- */

static void open_replica(scene *s)
{
    open_scene(s, "notes |id, text, no|\n    1, one, 1\n    2, two, 2\nordered_notes |id, text|\n    a, 1\n    b, 2\n");
    for (size_t i = 0; i < s->file->image->table_count; i++)
        s->file->image->tables[i]->appends_rows = true;
}

/* What is known of the length meanwhile does not count line ends of rows. */
static void catch_up(const scene *s)
{
    sdn_error err = {0};
    sdn_image *image = s->file->image;
    size_t len = image->late_len, most = image->tables[0]->slots.row_count + image->tables[1]->slots.row_count;
    bool was_late = image->is_late;
    for (int nth = 1; image->is_late; nth++) {
        faults_arm_memory(nth);
        sdn_code code = sdn__layout_catch_up(image, &err);
        faults_remove();
        assert_true(code == SDN_E_NOMEM ? image->is_late : code == SDN_OK);
    }
    assert_pieces_are_kept(image);
    if (was_late)
        assert_in_range(image->pieces.len + most, len, len + 2 * most);
}

/* The bytes that the save was to write are those that the file has then. */
static void assert_is_copied(const scene *s, sdn_buffer *expected)
{
    sdn_error err = {0};
    char *bytes = NULL;
    size_t len = 0;
    assert_ok(sdn__image_copy_bytes(s->file->image, &bytes, &len, &err), err);
    assert_int_equal(len, expected->len);
    assert_memory_equal(bytes, expected->bytes, len);
    sdn__free(bytes);
    sdn__buffer_release(expected);
}

static void save_replica(scene *s)
{
    sdn_save save;
    sdn_error err = {0};
    sdn_buffer expected = SDN_BUFFER_INIT;
    bool copies = below(4) == 0;
    if (!sdn_file_changed(s->file))
        return;
    if (copies)
        assert_ok(sdn__save_copy(s->file->image, 42, &expected, &err), err);
    assert_ok(sdn__save_prepare(s->file->image, 42, &save, &err), err);
    assert_ok(sdn__save_lay_out(s->file->image, &save, &err), err);
    assert_true(save.is_late == (save.next == NULL));
    s->patched += save.is_late;
    sdn__save_finish(&s->file->image, &save);
    if (copies)
        assert_is_copied(s, &expected);
    else if (below(4) == 0)
        catch_up(s);
}

static void pieces_of_a_replica_catch_up_with_any_edits(void **state)
{
    (void)state;
    unsigned patched = 0;
    for (size_t i = 0; i < 20; i++) {
        scene s;
        seed = i + 1;
        open_replica(&s);
        for (int save = 0; save < 50; save++) {
            for (unsigned edits = below(6); edits > 0; edits--)
                edit_any(&s);
            save_replica(&s);
        }
        catch_up(&s);
        patched += s.patched;
        sdn_file_close(s.file);
    }
    assert_in_range(patched, 400, 1000);
}

/* A replica that might get larger than max_file_bytes is measured. */
static void replica_that_gets_too_large_is_refused(void **state)
{
    (void)state;
    sdn_save save;
    sdn_error err = {0};
    scene s;
    seed = 1;
    open_replica(&s);
    insert_note(s.stores[0], "", "more");
    s.file->options.max_file_bytes = s.file->image->pieces.len + 10;
    assert_true(sdn_file_changed(s.file));
    assert_ok(sdn__save_prepare(s.file->image, 42, &save, &err), err);
    assert_int_equal(sdn__save_lay_out(s.file->image, &save, &err), SDN_E_LIMIT);
    sdn__save_cancel(&save);
    sdn_file_close(s.file);
}

/* ---- sizes ---- */

static void make_rows(char *text, size_t size, unsigned rows)
{
    size_t len = (size_t)snprintf(text, size, "notes |id, text, no|\n");
    for (unsigned i = 1; i <= rows; i++)
        len += (size_t)snprintf(text + len, size - len, "    %u, text %u, %u\n", i, i, i);
    assert_true(len < size);
}

static size_t count_pieces(const sdn_pieces *pieces)
{
    size_t count = 0;
    for (size_t i = 0; i < pieces->count; i++)
        count += pieces->parts[i].count;
    return count;
}

static void save_in_memory(sdn_store *store)
{
    sdn_save save;
    sdn_error err = {0};
    assert_true(sdn_file_changed(store->file));
    assert_ok(sdn__save_prepare(store->file->image, 42, &save, &err), err);
    assert_null(save.next);
    assert_ok(sdn__save_lay_out(store->file->image, &save, &err), err);
    sdn__save_finish(&store->file->image, &save);
}

/* What is kept grows with the rows that differ from the file as it was read, not with the number of saves. */
static void a_row_that_is_saved_again_is_one_piece(void **state)
{
    (void)state;
    static char text[65536];
    make_rows(text, sizeof text, 1000);
    sdn_store *store = notes_of(text);
    for (int i = 0; i < 200; i++) {
        char id[16];
        snprintf(id, sizeof id, "%d", 1 + i % 10 * 100);
        edit_note(store, id)->number = (uint32_t)i + 5000;
        save_in_memory(store);
    }
    assert_pieces_are_kept(store->file->image);
    assert_int_equal(count_pieces(&store->file->image->pieces), 2 * 10 + 1);
    assert_int_equal(store->file->image->pieces.count, 1);
}

/* Rows that one save adds are one piece, whatever their number; so are the lines that are left where rows are deleted. */
static void rows_that_lie_together_are_one_piece(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, no|\n    1, one, 1\n");
    for (int i = 0; i < 200; i++)
        insert_note(store, "", "new");
    save_in_memory(store);
    assert_int_equal(count_pieces(&store->file->image->pieces), 2);
    for (int i = 50; i < 100; i++) {
        char id[16];
        snprintf(id, sizeof id, "%d", i);
        delete_note(store, id);
    }
    save_in_memory(store);
    assert_pieces_are_kept(store->file->image);
    assert_int_equal(count_pieces(&store->file->image->pieces), 3);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(kept_pieces_are_the_file_after_any_edits),
        TEST_WITH_STORES(pieces_of_a_replica_catch_up_with_any_edits),
        TEST_WITH_STORES(replica_that_gets_too_large_is_refused),
        TEST_WITH_STORES(a_row_that_is_saved_again_is_one_piece),
        TEST_WITH_STORES(rows_that_lie_together_are_one_piece),
    };
    return run_cases(argc, argv, tests);
}
