#include "test.h"

#include "compile_text.h"

#include <string.h>

#include "diag/suggest.h"

static const char *const known[] = {"string", "bool", "u32", "priority", "in", "status", "description"};

static sdn_str nearest(const char *word, size_t *budget)
{
    suggestion search = suggest_for(sdn_str_from(word), budget);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        suggest_offer(&search, sdn_str_from(known[i]));
    return search.best;
}

static void the_nearest_word_is_found_if_near_enough(void **state)
{
    static const struct {
        const char *word, *best;
    } cases[] = {
        {"strng", "string"},       {"String", "string"},          {"stirng", "string"}, {"i32", "u32"}, {"on", "in"},
        {"prioritty", "priority"}, {"descripton", "description"}, {"f64", ""},          {"x", ""},      {"", ""},
        {"statuses", "status"},    {"quite_another", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t budget = 1000;
        assert_str(nearest(cases[i].word, &budget), cases[i].best);
    }
}

static void long_words_are_not_compared(void **state)
{
    size_t budget = 1000;
    (void)state;
    assert_str(nearest("descriptiondescriptiondescriptiondescriptiondescription", &budget), "");
    assert_int_equal(budget, 1000);
}

static void nothing_is_compared_beyond_the_budget(void **state)
{
    size_t budget = 0;
    (void)state;
    assert_str(nearest("strng", &budget), "");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_word_is_found_if_near_enough),
        cmocka_unit_test(long_words_are_not_compared),
        cmocka_unit_test(nothing_is_compared_beyond_the_budget),
    };
    return run_cases(argc, argv, tests);
}
