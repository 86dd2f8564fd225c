/* Short words: found as sdn_enum_find finds them, for any enum. */
#include "test.h"

#include "faults.h"

#include "record/enum_words.h"

#include <stdio.h>
#include <string.h>

enum { MOST_WORDS = 300 };

static char spellings[MOST_WORDS][24];
static sdn_str names[MOST_WORDS];
static sdn_enum_type type = {.name = "Word", .names = names};

static void use(const char *const *words, uint32_t count)
{
    type.count = count;
    for (uint32_t i = 0; i < count; i++) {
        snprintf(spellings[i], sizeof spellings[i], "%s", words[i]);
        names[i] = sdn_str_from(spellings[i]);
    }
}

static uint32_t find(const sdn_enum_words *words, const char *text)
{
    char padded[32] = {0};
    size_t len = strlen(text);
    memcpy(padded, text, len);
    padded[len] = '"'; /* what follows does not count */
    const sdn_enum_word *found = sdn__enum_words_find(words, padded, (uint32_t)len);
    return found != NULL ? found->number : type.count;
}

static void assert_all_found(void)
{
    sdn_enum_words words;
    assert_int_equal(sdn__enum_words_init(&words, &type), 0);
    for (uint32_t i = 0; i < type.count; i++) {
        uint32_t expected = names[i].len <= SDN_ENUM_WORD_SIZE ? sdn_enum_find(&type, names[i]) : type.count;
        if (names[i].len <= SDN_ENUM_WORD_SIZE)
            assert_int_equal(find(&words, spellings[i]), expected);
    }
    static const char *const others[] = {"a", "zz", "open ", "opem", "Open", "12345678", "statuses", "\xC3\xA4"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(find(&words, others[i]), sdn_enum_find(&type, sdn_str_from(others[i])));
    sdn__enum_words_release(&words);
}

static void words_of_up_to_eight_bytes_are_found(void **state)
{
    (void)state;
    static const char *const few[] = {"open", "blocked", "stale", "done", "exactly8", "nine_long", "x", "x1"};
    use(few, 8);
    assert_all_found();
}

static void of_two_words_of_one_spelling_the_first_is_found(void **state)
{
    (void)state;
    static const char *const twice[] = {"a", "b", "a"};
    use(twice, 3);
    assert_all_found();
}

static void an_enum_without_short_words_finds_none(void **state)
{
    (void)state;
    static const char *const words[] = {"longer than eight", "another of them"};
    use(words, 2);
    assert_all_found();
    use(words, 0);
    assert_all_found();
}

/* No cell that is looked up is empty. */
static void an_empty_word_is_left_out(void **state)
{
    (void)state;
    static const char *const words[] = {"", "a"};
    sdn_enum_words found;
    use(words, 2);
    assert_int_equal(sdn__enum_words_init(&found, &type), 0);
    assert_int_equal(find(&found, "a"), 1);
    sdn__enum_words_release(&found);
}

/* Wherever the letter is: each is found at the first slot that is looked at. */
static void words_that_differ_in_one_letter_are_in_their_home_slots(void **state)
{
    (void)state;
    static const char *const alike[] = {"status_1", "status_2", "statut_1", "1_status", "2_status", "otherone"};
    sdn_enum_words words;
    use(alike, 6);
    assert_all_found();
    assert_int_equal(sdn__enum_words_init(&words, &type), 0);
    for (uint32_t i = 0; i < type.count; i++) {
        const sdn_enum_word *found = sdn__enum_words_find(&words, alike[i], (uint32_t)names[i].len);
        assert_non_null(found);
        assert_ptr_equal(found, &words.slots[sdn__enum_word_home(&words, found->bytes)]);
    }
    sdn__enum_words_release(&words);
}

static void enums_of_any_size_are_found_whole(void **state)
{
    (void)state;
    for (uint32_t count = 1; count <= MOST_WORDS; count += count < 40 ? 1 : 13) {
        for (uint32_t i = 0; i < count; i++) {
            snprintf(spellings[i], sizeof spellings[i], "w%u", (unsigned)(i * 7919));
            names[i] = sdn_str_from(spellings[i]);
        }
        type.count = count;
        assert_all_found();
    }
}

static void memory_may_run_out(void **state)
{
    (void)state;
    static const char *const few[] = {"a", "b"};
    sdn_enum_words words;
    use(few, 2);
    faults_arm_memory(1);
    assert_int_equal(sdn__enum_words_init(&words, &type), -1);
    sdn__enum_words_release(&words);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_up_to_eight_bytes_are_found),
        cmocka_unit_test(of_two_words_of_one_spelling_the_first_is_found),
        cmocka_unit_test(an_enum_without_short_words_finds_none),
        cmocka_unit_test(an_empty_word_is_left_out),
        cmocka_unit_test(words_that_differ_in_one_letter_are_in_their_home_slots),
        cmocka_unit_test(enums_of_any_size_are_found_whole),
        cmocka_unit_test(memory_may_run_out),
    };
    return run_cases(argc, argv, tests);
}
