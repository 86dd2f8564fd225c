/*
 * Rows that several threads read: whatever the text, and wherever parts of it start, the file is loaded as by one thread.
 *
 * SDN_TEST_FILES sets the number of random files (1500).
 */
#include "test.h"

#include "faults.h"
#include "no_threads.h"
#include "record_types/basic.h"
#include "xorshift.h"

#include "base/alloc.h"
#include "base/buffer.h"
#include "table/dump.h"
#include "table/image.h"
#include "table/table_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct loaded {
    sdn_code code;
    sdn_error err;
    sdn_image *image;
    sdn_buffer dump;
} loaded;

static sdn_part_sizes usual_sizes;
static loaded of_one, of_several;

static void release(loaded *l)
{
    sdn__image_free(l->image);
    sdn__buffer_release(&l->dump);
    *l = (loaded){.dump = SDN_BUFFER_INIT};
}

static int enter(void **state)
{
    (void)state;
    usual_sizes = sdn__part_sizes_in_use;
    return 0;
}

static int leave(void **state)
{
    (void)state;
    sdn__part_sizes_in_use = usual_sizes;
    faults_remove();
    release(&of_one);
    release(&of_several);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

/* How much room lists have may differ. */
static void leave_out_capacities(char *dump)
{
    for (char *at = dump; (at = strstr(at, " entries")) != NULL; at++)
        for (char *digit = at - 1; *digit >= '0' && *digit <= '9'; digit--)
            *digit = 'n';
}

/* A dump with capacities of equal length; so digits become one letter each, and runs of them one letter. */
static void dump_of(loaded *l)
{
    sdn__image_dump(l->image, &l->dump);
    sdn__buffer_add(&l->dump, "", 1);
    assert_false(l->dump.out_of_memory);
    leave_out_capacities(l->dump.bytes);
    char *to = l->dump.bytes;
    for (const char *from = to; *from != '\0'; from++)
        if (*from != 'n' || from[1] != 'n')
            *to++ = *from;
    *to = '\0';
}

/* In memory of exactly the size that is promised. */
static void load(loaded *l, const char *bytes, size_t len, const sdn_options *options)
{
    static const sdn_record_type *const types[] = {&note_record_type, &log_record_type, &ordered_note_record_type};
    release(l);
    char *buffer = sdn__alloc_zeroed(len + SDN_PADDING, 1);
    assert_non_null(buffer);
    memcpy(buffer, bytes, len);
    l->code = sdn__image_create("x.sdn", (sdn_content){.bytes = buffer, .len = len}, options, types, 3, 42, &l->image,
                                &l->err);
    if (l->code != SDN_OK)
        l->image = NULL;
}

static void assert_same_delimiters(const sdn_delimiters *a, const sdn_delimiters *b)
{
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->mark_count, b->mark_count);
    if (a->count > 0)
        assert_memory_equal(a->others, b->others, a->count * sizeof *a->others);
    if (a->mark_count > 0)
        assert_memory_equal(a->marks, b->marks, a->mark_count * sizeof *a->marks);
}

static void assert_same(const char *bytes, size_t len)
{
    assert_int_equal(of_several.code, of_one.code);
    assert_string_equal(of_several.err.message, of_one.err.message);
    if (of_one.code != SDN_OK)
        return;
    for (size_t i = 0; i < of_several.image->table_count; i++) {
        const char *fault = sdn__table_fault(of_several.image->tables[i]);
        assert_string_equal(fault != NULL ? fault : "", "");
    }
    assert_int_equal(of_several.image->has_loose_quotes, of_one.image->has_loose_quotes);
    assert_memory_equal(of_several.image->buffer, of_one.image->buffer, len + SDN_PADDING);
    assert_same_delimiters(&of_several.image->document.delimiters, &of_one.image->document.delimiters);
    char *copy = malloc(len + 1);
    assert_non_null(copy);
    sdn__document_copy(&of_several.image->document, of_several.image->buffer, len, copy);
    assert_memory_equal(copy, bytes, len);
    free(copy);
    dump_of(&of_several);
    if (of_one.dump.len == 0)
        dump_of(&of_one);
    assert_string_equal(of_several.dump.bytes, of_one.dump.bytes);
}

static void assert_same_in_parts(const char *bytes, size_t len, sdn_options options, sdn_part_sizes sizes)
{
    sdn__part_sizes_in_use = sizes;
    load(&of_several, bytes, len, &options);
    assert_same(bytes, len);
}

/* With parts of that size from each position on. */
static void assert_same_in_all_parts(const char *text, sdn_options options)
{
    size_t len = strlen(text);
    options.threads = 1;
    load(&of_one, text, len, &options);
    for (size_t first = 0; first < len; first++)
        for (size_t part = 1; part < len - first; part = part < 8 ? part + 1 : part * 3) {
            options.threads = 2 + (uint32_t)(first + part) % 3;
            assert_same_in_parts(text, len, options, (sdn_part_sizes){0, first, part, true});
        }
}

/* ---- files that are nasty to divide ---- */

static void every_division_of_a_nasty_file_gives_the_same(void **state)
{
    (void)state;
    static const char *const files[] = {
        "notes |id, text|\n  1, a\n  2, \"b\n  3, c\n  4, d\n\"\n  5, e\n",
        "notes |id, text|\n  1, a\n  2, \"b\n  3, c\n  4, d\n  5, e\n", /* never closed */
        "notes |id, text| 1, a\n  2, b\n # 3\n\n  4, \"d\"\r\n  5, e\r\n\r\n  6, f",
        "notes |id, text|\n  1, a\n<<<<<<< x\n  2, b\n  3, c\n=======\n  3, d\n  4, d\n>>>>>>> y\n  5, e\n",
        "notes |id, text|\n  1, a\n  2, b\n  1, c\n  3, d\n  2, e\n  x, f\n  x, g\n  4, h\n",
        "notes |id, no|\n  1, 1\n  2, x\n  3, 3\n  , 4\n  5\n  6, 6, 6\n  7, 7\n",
        "notes |id, text|\n  1, a\n  2, b\nlog |id, text|\n  1, a\n  2, \"b\"\nnotes |id, text|\n  7, x\n  8, y\n  9, "
        "z\n",
        "notes |id, text|\n  1, a\n  2, b\nstatement:\n  3, c\n  4, d\nother |id, text|\n  5, e\n  6, \"f\n",
        "notes |id, tags, text|\n  1, [a; b], \\\"\n  2, \"a;\\\"b\", x \n  3, [\"a,b\", c], \xC3\xA4\n  4, , "
        "\"\xFF\"\n",
        "ordered_notes |text, id|\n  a, x\n  b, y\n  \"\", \"zz\"\n  d, z\n  e, 007\n  f, 123456789\n",
        "log |text|\n  a\n  \"b\"\n  c \n\td\n  e\n",
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        assert_same_in_all_parts(files[i], sdn_options_default());
}

static void limits_are_met_at_the_same_row(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    for (options.max_rows = 1; options.max_rows < 9; options.max_rows++)
        assert_same_in_all_parts("notes |id, text|\n  1, a\n  2, b\n  3, c\n  4, d\n  5, e\n  6, f\n  7, g\n", options);
    options.max_cell_bytes = 3;
    assert_same_in_all_parts("notes |id, text|\n  1, abc\n  2, \"abcd\"\n  3, a\n  4, abcde\n  5,e\n", options);
}

/* ---- many rows ---- */

enum { MOST_TEXT = 400000 };

static size_t rows_of(char *text, unsigned count, unsigned odd_one)
{
    int len = snprintf(text, MOST_TEXT, "notes |id, text, tags|\n");
    for (unsigned i = 1; i <= count; i++)
        len += snprintf(text + len, (size_t)(MOST_TEXT - len),
                        i == odd_one ? "  %u, \"text\n%u\"\n" : "  %u, \"text %u\", a;b\n", i, i);
    return (size_t)len;
}

/* The slabs are those that were adopted, and some of the calling thread. */
static void parts_are_adopted_without_moving_records(void **state)
{
    (void)state;
    static char text[MOST_TEXT];
    sdn_options options = sdn_options_default();
    for (unsigned rows = 1000; rows < 10000; rows += 777) {
        size_t len = rows_of(text, rows, 0);
        options.threads = 1;
        load(&of_one, text, len, &options);
        options.threads = 3;
        assert_same_in_parts(text, len, options, (sdn_part_sizes){len - 1, 5000, 3000, true});
        size_t slabs_of_one = of_one.image->tables[0]->slots.slab_count;
        const sdn_slots *slots = &of_several.image->tables[0]->slots;
        assert_int_equal(slots->row_count, rows);
        assert_in_range(slots->slab_count, (len - 5000) / 3100, (len - 5000) / 3000 + slabs_of_one);
        assert_same_in_parts(text, len, options, (sdn_part_sizes){len, 5000, 3000, true});
        slots = &of_several.image->tables[0]->slots;
        assert_int_equal(slots->slab_count, slabs_of_one); /* the file is too small */
    }
}

static void reading_goes_on_after_a_row_that_is_not_plain(void **state)
{
    (void)state;
    static char text[MOST_TEXT];
    sdn_options options = sdn_options_default();
    for (unsigned odd = 1; odd < 2000; odd += 97) {
        size_t len = rows_of(text, 2000, odd);
        options.threads = 1;
        load(&of_one, text, len, &options);
        for (options.threads = 2; options.threads < 12; options.threads += 3) {
            assert_same_in_parts(text, len, options, (sdn_part_sizes){1, 100, 0, true});
            assert_same_in_parts(text, len, options, (sdn_part_sizes){1, 100, 0, false});
            assert_same_in_parts(text, len, options, (sdn_part_sizes){1, 100, 1000, false});
        }
    }
}

static void random_files_are_read_the_same(void **state)
{
    (void)state;
    static const char *const pieces[] = {"\"",
                                         "\\",
                                         ",",
                                         "\n",
                                         "\r\n",
                                         " ",
                                         "[",
                                         "1",
                                         "a",
                                         "\n  7, x",
                                         "#",
                                         "  8, \"y\"",
                                         "\n\n",
                                         "stray\n",
                                         "\n  ",
                                         "\xC3\xA4",
                                         "<<<<<<< a\n",
                                         "=======\n",
                                         ">>>>>>> b\n",
                                         "log |id, text|\n",
                                         "notes |id, text|\n"};
    const char *count = getenv("SDN_TEST_FILES");
    unsigned long most = count != NULL ? strtoul(count, NULL, 10) : 1500;
    static char text[MOST_TEXT];
    sdn_options options = sdn_options_default();
    for (uint64_t file = 1; file <= most; file++) {
        uint64_t seed = file;
        int len = snprintf(text, sizeof text, "notes |id, text|\n");
        for (unsigned i = 1 + test_below(&seed, 1200); i > 0; i--) {
            bool is_odd = test_below(&seed, 1 + (unsigned)(file % 400)) == 0;
            size_t piece = test_below(&seed, sizeof pieces / sizeof pieces[0]);
            if (is_odd)
                len += snprintf(text + len, sizeof text - (size_t)len, "%s", pieces[piece]);
            else
                len += snprintf(text + len, sizeof text - (size_t)len, "  %u, text%s\n",
                                5000 - 4 * i + test_below(&seed, 6), i % 3 == 0 ? "" : " of a note");
        }
        options.threads = 1;
        load(&of_one, text, (size_t)len, &options);
        for (unsigned i = 0; i < 4; i++) {
            options.threads = 2 + test_below(&seed, 3);
            const sdn_part_sizes sizes = {0, test_below(&seed, (unsigned)len / 2 + 1),
                                          1 + test_below(&seed, (unsigned)len / 2 + 1), i % 2 == 0};
            assert_same_in_parts(text, (size_t)len, options, sizes);
        }
    }
    print_message("seeds 1 to %lu\n", most);
}

static void one_thread_reads_all_where_there_is_no_other(void **state)
{
    (void)state;
    static char text[MOST_TEXT];
    size_t len = rows_of(text, 900, 500);
    sdn_options options = sdn_options_default();
    options.threads = 1;
    load(&of_one, text, len, &options);
    options.threads = 4;
    if (!no_threads_begin())
        skip();
    assert_same_in_parts(text, len, options, (sdn_part_sizes){0, 2000, 3000, true});
    no_threads_end();
}

/* ---- memory that runs out ---- */

/* Without memory for a part it is read by the calling thread. */
static void memory_runs_out_in_every_thread(void **state)
{
    (void)state;
    static char text[MOST_TEXT];
    size_t len = rows_of(text, 900, 500);
    sdn_options options = sdn_options_default();
    options.threads = 1;
    load(&of_one, text, len, &options);
    options.threads = 2;
    sdn__part_sizes_in_use = (sdn_part_sizes){0, 2000, 3000, true};
    bool fired = true, succeeded = false;
    for (int nth = 2; fired; nth++) { /* the first one is of this test */
        faults_arm_memory(nth);
        load(&of_several, text, len, &options);
        fired = faults_fired_memory();
        faults_remove();
        succeeded = succeeded || (fired && of_several.code == SDN_OK);
        if (of_several.code == SDN_OK)
            assert_same(text, len);
        else
            assert_int_equal(of_several.code, SDN_E_NOMEM);
    }
    assert_int_equal(of_several.code, SDN_OK);
    assert_true(succeeded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_division_of_a_nasty_file_gives_the_same),
        TEST(limits_are_met_at_the_same_row),
        TEST(parts_are_adopted_without_moving_records),
        TEST(reading_goes_on_after_a_row_that_is_not_plain),
        TEST(random_files_are_read_the_same),
        TEST(one_thread_reads_all_where_there_is_no_other),
        TEST(memory_runs_out_in_every_thread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
