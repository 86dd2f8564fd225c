/*
 * Delimiters: NULs that end texts, and copies without them.
 *
 * SDN_TEST_FILES sets the number of random texts (2000).
 */
#include "test.h"

#include "base/alloc.h"
#include "text/delimiters.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 6000, MOST_TEXTS = 40 };

/* A text, as it was and as it is now, in memory of exactly the size that is promised. */
typedef struct fixture {
    char *was;
    char *now;
    size_t len;
    sdn_delimiters delimiters;
} fixture;

static void load(fixture *f, const char *bytes, size_t len)
{
    f->was = malloc(len + 1);
    f->now = malloc(len + 1);
    assert_non_null(f->was);
    assert_non_null(f->now);
    memcpy(f->was, bytes, len);
    memcpy(f->now, bytes, len);
    f->was[len] = f->now[len] = '\0';
    f->len = len;
    sdn__delimiters_init(&f->delimiters, f->now, len);
}

static void drop(fixture *f)
{
    sdn__delimiters_release(&f->delimiters);
    free(f->was);
    free(f->now);
}

/* A record that is nothing but texts. */
static const size_t *offsets(void)
{
    static size_t all[MOST_TEXTS];
    for (size_t i = 0; i < MOST_TEXTS; i++)
        all[i] = i * sizeof(sdn_str);
    return all;
}

static void take(fixture *f, const sdn_str *texts, uint32_t count)
{
    assert_int_equal(sdn__delimiters_make_room(&f->delimiters, count), 0);
    sdn__delimiters_take(&f->delimiters, texts, offsets(), count);
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(texts[i].ptr[texts[i].len], '\0');
}

static void assert_copies(const fixture *f, size_t at, size_t len)
{
    char *copy = malloc(len + 1);
    assert_non_null(copy);
    sdn__delimiters_copy(&f->delimiters, f->now + at, len, copy);
    assert_memory_equal(copy, f->was + at, len);
    free(copy);
}

static void assert_all_copies(const fixture *f)
{
    for (size_t at = 0; at <= f->len; at++)
        for (size_t len = 0; len <= f->len - at; len++)
            assert_copies(f, at, len);
}

static sdn_allocator real_allocator;
static size_t resized;

static void *count_resizes(void *block, size_t size)
{
    resized++;
    return real_allocator.resize(block, size);
}

/* A text of quoted cells: room is made for its first ones, for 64 times as many, and for all. */
static void room_is_made_for_as_many_as_are_likely(void **state)
{
    enum { CELLS = 600000, CELL = 4, GROWS_BEFORE = 10 };
    (void)state;
    char *bytes = malloc(CELLS * CELL + 1);
    assert_non_null(bytes);
    for (size_t i = 0; i < CELLS; i++)
        memcpy(bytes + i * CELL, "\"a\",", CELL + 1);
    sdn_delimiters delimiters;
    sdn__delimiters_init(&delimiters, bytes, CELLS * CELL);
    real_allocator = sdn__allocator_in_use;
    sdn__allocator_in_use.resize = count_resizes;
    resized = 0;
    for (size_t i = 0; i < CELLS; i++) {
        sdn_str text = {bytes + i * CELL + 1, 1};
        assert_int_equal(sdn__delimiters_make_room(&delimiters, 1), 0);
        sdn__delimiters_take(&delimiters, &text, offsets(), 1);
    }
    sdn__allocator_in_use = real_allocator;
    assert_true(resized <= 1 + GROWS_BEFORE + 2); /* the marks, doubling up to those of 16 marks, and two estimates */
    assert_true(delimiters.capacity < CELLS + CELLS / 8);
    sdn__delimiters_release(&delimiters);
    free(bytes);
}

static void every_delimiter_comes_back(void **state)
{
    (void)state;
    fixture f;
    load(&f, "\"a\",b,c\n\"d\"e\r\nf", 15);
    const char *t = f.now;
    const sdn_str first[] = {{t + 1, 1}, {t + 4, 1}, {t + 6, 1}}, second[] = {{t + 9, 1}, {t + 11, 1}},
                  last[] = {{t + 14, 1}};
    take(&f, first, 3);
    take(&f, second, 2);
    assert_all_copies(&f);
    take(&f, last, 1);                       /* nothing follows it */
    assert_int_equal(f.delimiters.count, 4); /* of those that are no commas */
    assert_memory_equal(f.now, "\"a\0,b\0c\0\"d\0e\0\nf", 16);
    assert_all_copies(&f);
    drop(&f);
}

static void text_that_is_empty_or_elsewhere_is_left_alone(void **state)
{
    (void)state;
    fixture f;
    static const char elsewhere[] = "x,";
    load(&f, "a,,b", 4);
    const sdn_str texts[] = {{f.now, 1}, {elsewhere, 2}, {f.now + 2, 0}, {elsewhere + 2, 0}};
    assert_int_equal(sdn__delimiters_make_room(&f.delimiters, 4), 0);
    sdn__delimiters_take(&f.delimiters, texts, offsets(), 4);
    assert_memory_equal(f.now, "a\0,b", 5);
    assert_string_equal(elsewhere, "x,");
    assert_all_copies(&f);
    drop(&f);
}

static void bytes_that_are_elsewhere_are_copied_as_they_are(void **state)
{
    (void)state;
    fixture f;
    char copy[4];
    load(&f, "a,b", 3);
    const sdn_str text = {f.now, 1};
    take(&f, &text, 1);
    sdn__delimiters_copy(&f.delimiters, "x\0y", 4, copy);
    assert_memory_equal(copy, "x\0y", 4);
    drop(&f);
}

static void nuls_of_the_text_itself_stay(void **state)
{
    (void)state;
    fixture f;
    load(&f, "\0\0,a,b\0\n,\0c\nd,\0", 15);
    const char *t = f.now;
    const sdn_str first = {t + 3, 1}, second = {t + 12, 1};
    assert_int_equal(sdn__delimiters_note_own(&f.delimiters, t, t + 2), 0);
    take(&f, &first, 1);
    assert_int_equal(sdn__delimiters_note_own(&f.delimiters, t + 5, t + 7), 0);
    assert_int_equal(sdn__delimiters_note_own(&f.delimiters, t + 8, t + 11), 0);
    take(&f, &second, 1);
    assert_int_equal(sdn__delimiters_note_own(&f.delimiters, t + 14, t + 15), 0);
    assert_all_copies(&f);
    drop(&f);
}

/* ---- random texts ---- */

/* Appends a word and a delimiter, or bytes with NULs, and keeps track of what has to be done with them. */
static size_t add_word(char *text, size_t len, bool *is_own)
{
    static const char delimiters[] = ",,,\"\n\r";
    *is_own = rand() % 50 == 0;
    for (int i = rand() % (rand() % 20 == 0 ? 200 : 12); i >= 0; i--)
        text[len++] = *is_own && rand() % 3 == 0 ? '\0' : (char)('a' + rand() % 26);
    text[len++] = delimiters[(size_t)rand() % (sizeof delimiters - 1)];
    return len;
}

/* Ends some of the words of the text, several of them by one record. */
static void take_some(fixture *f, const size_t *starts, const bool *are_own, size_t count)
{
    sdn_str texts[MOST_TEXTS];
    uint32_t listed = 0, most = (uint32_t)(1 + rand() % MOST_TEXTS);
    for (size_t i = 0; i < count; i++) {
        const char *start = f->now + starts[i], *end = f->now + starts[i + 1] - 1;
        if (are_own[i]) {
            take(f, texts, listed);
            listed = 0;
            assert_int_equal(sdn__delimiters_note_own(&f->delimiters, start, end), 0);
        } else if (rand() % 4 != 0) {
            texts[listed++] = (sdn_str){start, (size_t)(end - start)};
        }
        if (listed == most) {
            take(f, texts, listed);
            listed = 0;
        }
    }
    take(f, texts, listed);
}

/* As when the text is read again: all delimiters come back, and then the NULs. */
static void assert_comes_back_in_place(fixture *f)
{
    char *before = malloc(f->len + 1);
    uint64_t *nuls = calloc(sdn__delimiters_bitmap_len(&f->delimiters), sizeof *nuls);
    size_t count = f->delimiters.count;
    assert_non_null(before);
    assert_non_null(nuls);
    memcpy(before, f->now, f->len + 1);
    sdn__delimiters_restore(&f->delimiters, f->now, nuls);
    assert_memory_equal(f->now, f->was, f->len + 1);
    sdn__delimiters_take_again(&f->delimiters, f->now, nuls);
    assert_memory_equal(f->now, before, f->len + 1);
    assert_int_equal(f->delimiters.count, count);
    free(before);
    free(nuls);
}

static void all_parts_of_random_texts_come_back(void **state)
{
    (void)state;
    const char *given = getenv("SDN_TEST_FILES");
    unsigned long most = given != NULL ? strtoul(given, NULL, 10) : 2000;
    static char text[MOST + 300];
    static size_t starts[MOST];
    static bool are_own[MOST];
    for (unsigned seed = 1; seed <= most; seed++) {
        fixture f;
        srand(seed);
        size_t len = 0, count = 0, wanted = (size_t)rand() % (seed % 4 == 0 ? MOST : 300);
        while (len < wanted) {
            starts[count] = len;
            len = add_word(text, len, &are_own[count]);
            starts[++count] = len;
        }
        load(&f, text, len);
        take_some(&f, starts, are_own, count);
        for (int i = 0; i < 40; i++) {
            size_t at = (size_t)rand() % (len + 1);
            assert_copies(&f, at, (size_t)rand() % (len - at + 1));
        }
        assert_copies(&f, 0, len);
        assert_comes_back_in_place(&f);
        assert_copies(&f, 0, len);
        drop(&f);
    }
    print_message("seeds 1 to %lu\n", most);
}

/* ---- added text ---- */

/* Adds a text that lies in a block of memory of the test, and takes two texts in it: the first and the last word. */
static void add_words(sdn_delimiters *document, char *at, size_t block_len, const char *words)
{
    size_t len = strlen(words), first = strcspn(words, ",\"\n\r"), last = len;
    memcpy(at, words, len);
    while (strchr(",\"\n\r", words[last - 2]) == NULL)
        last--;
    const sdn_str texts[] = {{at, first}, {at + last - 1, len - last}};
    sdn_delimiters *added = sdn__delimiters_of_added(document, at, block_len);
    assert_non_null(added);
    assert_int_equal(sdn__delimiters_make_room(added, 2), 0);
    sdn__delimiters_take(added, texts, offsets(), 2);
    assert_int_equal(at[first], '\0');
    assert_int_equal(at[len - 1], '\0');
}

static void assert_copied(const sdn_delimiters *document, const char *at, const char *expected)
{
    char copy[100];
    sdn__delimiters_copy(document, at, strlen(expected), copy);
    assert_memory_equal(copy, expected, strlen(expected));
}

static const char *const added_words[] = {"one, two\n", "three\", four\r", "five,\"six\"", "seven, eight,"};

static void assert_all_added(const sdn_delimiters *document, char blocks[2][4000])
{
    for (size_t i = 0; i < 4; i++) {
        assert_copied(document, blocks[i / 2] + i % 2 * 3000, added_words[i]);
        assert_copied(document, blocks[i / 2] + i % 2 * 3000 + 2, added_words[i] + 2);
    }
}

static void delimiters_of_added_text_come_back(void **state)
{
    (void)state;
    static char blocks[2][4000];
    fixture f;
    load(&f, "x, y\n", 5);
    take(&f, (sdn_str[]){{f.now, 1}, {f.now + 3, 1}}, 2);
    for (size_t i = 0; i < 4; i++)
        add_words(&f.delimiters, blocks[i / 2] + i % 2 * 3000, sizeof blocks[0] - i % 2 * 3000, added_words[i]);
    assert_all_added(&f.delimiters, blocks);
    assert_all_copies(&f);
    sdn_delimiters next;
    sdn__delimiters_init(&next, f.now, f.len); /* of a document that takes the place of the first */
    sdn__delimiters_keep_added(&next, &f.delimiters);
    assert_null(f.delimiters.added);
    assert_all_added(&next, blocks);
    sdn__delimiters_release(&next);
    drop(&f);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(room_is_made_for_as_many_as_are_likely),
        cmocka_unit_test(every_delimiter_comes_back),
        cmocka_unit_test(text_that_is_empty_or_elsewhere_is_left_alone),
        cmocka_unit_test(bytes_that_are_elsewhere_are_copied_as_they_are),
        cmocka_unit_test(nuls_of_the_text_itself_stay),
        cmocka_unit_test(all_parts_of_random_texts_come_back),
        cmocka_unit_test(delimiters_of_added_text_come_back),
    };
    return run_cases(argc, argv, tests);
}
