/* Conflicts that git left in a file. */
#include "test.h"

#include "shown_document.h"

#include "text/document_reader.h"

#include <stdio.h>
#include <string.h>

static void rows_between_the_markers_of_a_conflict_have_a_problem(void **state)
{
    (void)state;
    static const char text[] = "t |a|\n    1\n<<<<<<< A\n    2\n=======\n    3\n>>>>>>> B\n    4\n<<<<<<<\n    5\n";
    const char *problem = "the row is part of an unresolved git conflict; resolve that";
    char expected[256];
    sdn_error err = {0};
    snprintf(expected, sizeof expected, "1:t(a)\n      1;\n      2;%s\n      3;%s\n      4;\n      5;\n", problem,
             problem);
    assert_ok(show_document(text, sizeof text - 1, &err), err);
    assert_string_equal(shown.text, expected);
    assert_int_equal(shown.document.conflict_count, 2); /* the second is its one line */
    assert_int_equal(shown.document.conflicts[0].line, 3);
    assert_ptr_equal(sdn__document_conflict_at(&shown.document, strstr(text, "3\n")), &shown.document.conflicts[0]);
    assert_ptr_equal(sdn__document_conflict_at(&shown.document, strstr(text, "<<<<<<<\n")),
                     &shown.document.conflicts[1]);
    assert_null(sdn__document_conflict_at(&shown.document, strstr(text, "4\n")));
    assert_null(sdn__document_conflict_at(&shown.document, strstr(text, "5\n")));
    assert_null(sdn__document_conflict_at(&shown.document, text));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_DOCUMENT(rows_between_the_markers_of_a_conflict_have_a_problem),
    };
    return run_cases(argc, argv, tests);
}
