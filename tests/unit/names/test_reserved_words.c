/* The table of reserved words. */
#include "test.h"

#include "names/cname.h"
#include "names/reserved_words.h"

#include <string.h>

/* The lists are searched by halves: that finds every word, if they are sorted. */
static void assert_words_are_found(const reserved_list *table, const char *(*reserved)(sdn_str name))
{
    for (const reserved_list *list = table; list->words != NULL; list++) {
        sdn_str last = SDN_STR("");
        assert_int_equal(list->len, strlen(list->words));
        for (const char *word = list->words + 1; *word != '\0';) {
            sdn_str name = {word, strcspn(word, " ")};
            if (sdn_str_compare(last, name) >= 0)
                fail_msg("'%.*s' is not in order", (int)name.len, name.ptr);
            if (reserved(name) == NULL)
                fail_msg("'%.*s' is not found", (int)name.len, name.ptr);
            last = name;
            word += name.len + 1;
        }
    }
}

static void every_word_is_found(void **state)
{
    (void)state;
    assert_words_are_found(reserved_words, cname_reserved);
    assert_words_are_found(reserved_words, cname_reserved_global);
    assert_words_are_found(reserved_global_words, cname_reserved_global);
    assert_words_are_found(reserved_math_words, cname_reserved_global);
    assert_words_are_found(reserved_file_words, cname_reserved_file);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_is_found),
    };
    return run_cases(argc, argv, tests);
}
