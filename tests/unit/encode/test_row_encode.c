/* Edited rows: which bytes of them change. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "edited_notes.h"
#include "temp_stores.h"

static void an_edited_row_changes_in_its_edited_cell_only(void **state)
{
    (void)state;
    assert_edited("# top\n\nnotes |x, id, text, y|\n  \"\", 1, one,\n\t a b ,2 ,\"two\" , \"\"\"q\"\" # \"\n# mid\n\n  "
                  "  c,3,x,\\\n# end",
                  "2", "new text",
                  "# top\n\nnotes |x, id, text, y|\n  \"\", 1, one,\n\t a b ,2 ,\"new text\" , \"\"\"q\"\" # \"\n# "
                  "mid\n\n    c,3,x,\\\n# end");
}

static void an_edited_cell_is_bare_only_where_that_is_safe(void **state)
{
    (void)state;
    assert_edited("notes |id, text|\n    1, \"a b\"\n", "1", "word", "notes |id, text|\n    1, word\n");
    assert_edited("notes |id, text|\n    1, word\n", "1", "a, b", "notes |id, text|\n    1, \"a, b\"\n");
    assert_edited("notes |text, id|\nx, 1\n", "1", "notes |a|", "notes |text, id|\n\"notes |a|\", 1\n");
    assert_edited("notes |text, id|\nx, 1\n", "1", "# c", "notes |text, id|\n\"# c\", 1\n");
}

static void a_filled_cell_gets_the_blank_its_neighbours_have(void **state)
{
    (void)state;
    assert_edited("notes |id, text|\n    1,\n    2, two\n", "1", "one", "notes |id, text|\n    1, one\n    2, two\n");
    assert_edited("notes |id, text|\n    1,\n    2,two\n", "1", "one", "notes |id, text|\n    1,one\n    2,two\n");
    assert_edited("notes |id, text, x|\n    1, , a\n", "1", "one", "notes |id, text, x|\n    1, one, a\n");
}

/* What is before the copy of the row is no comma of it; the sanitizers see who looks. */
static void an_empty_cell_at_the_start_of_its_line_is_filled_there(void **state)
{
    (void)state;
    assert_edited("notes |text, id|\n, 1\n", "1", "one", "notes |text, id|\none, 1\n");
}

static void a_row_over_several_lines_keeps_its_line_ends(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, kind|\n    1, \"a\n  b\", idea\n    2, c, idea\n");
    edit_note(store, "1")->kind = NOTE_KIND_FACT;
    save_store(store);
    assert_content("notes |id, text, kind|\n    1, \"a\n  b\", fact\n    2, c, idea\n");
    edit_note(store, "1")->text = SDN_STR("x\ny");
    save_store(store);
    assert_content("notes |id, text, kind|\n    1, \"x\\ny\", fact\n    2, c, idea\n");
}

static void several_cells_of_one_row_may_change(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |tags, no, id, link, done|\n    [a, b], 1, k, \"l\", false\n");
    note *one = edit_note(store, "k");
    static const char *const tags[] = {"x, y", "z"};
    one->tags = sdn_store_list(store, tags, 2);
    one->number = 2;
    one->has_link = false;
    one->done = true;
    save_store(store);
    assert_content("notes |tags, no, id, link, done|\n    [\"x, y\", \"z\"], 2, k, \"\", true\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(an_edited_row_changes_in_its_edited_cell_only),
        TEST_WITH_STORES(an_edited_cell_is_bare_only_where_that_is_safe),
        TEST_WITH_STORES(a_filled_cell_gets_the_blank_its_neighbours_have),
        TEST_WITH_STORES(an_empty_cell_at_the_start_of_its_line_is_filled_there),
        TEST_WITH_STORES(a_row_over_several_lines_keeps_its_line_ends),
        TEST_WITH_STORES(several_cells_of_one_row_may_change),
    };
    return run_cases(argc, argv, tests);
}
