#include "test.h"

#include <string.h>

#include "git/conflict.h"

static const sdn_field people_fields[] = {
    {.name = "id", .column = SDN_STR_INIT("id"), .type = SDN_TYPE_STRING},
    {.name = "name", .column = SDN_STR_INIT("name"), .type = SDN_TYPE_STRING},
};
static const sdn_record_type people = {.table = SDN_STR_INIT("people"),
                                       .fields = people_fields,
                                       .field_count = 2,
                                       .key = {.fields = {0}, .field_count = 1}};
static const sdn_record_type pairs = {.table = SDN_STR_INIT("pairs"),
                                      .fields = people_fields,
                                      .field_count = 2,
                                      .key = {.fields = {0, 1}, .field_count = 2}};
static const sdn_record_type *const types[] = {&people, &pairs};

typedef struct fixture {
    conflict_file file;
    sdn_arena arena;
    sdn_error err;
    sdn_code code;
} fixture;

static void read_text(fixture *f, const char *text)
{
    *f = (fixture){.arena = SDN_ARENA_INIT};
    f->code = conflict_file_read(&f->file, "p.sdn", sdn_str_from(text), types, 2, &f->arena, &f->err);
}

static void end(fixture *f)
{
    conflict_file_release(&f->file);
    sdn_arena_release(&f->arena);
}

static void assert_buffer(sdn_buffer *text, const char *expected)
{
    sdn__buffer_add(text, "", 1);
    assert_string_equal(text->bytes, expected);
    sdn__buffer_release(text);
}

/* Settling `key` (NULL: all) of `text` gives `expected`, with so many conflicts left. */
static void assert_settled(const char *text, conflict_side side, const char *key, const char *expected, size_t left)
{
    fixture f;
    sdn_buffer result = SDN_BUFFER_INIT;
    read_text(&f, text);
    assert_ok(f.code, f.err);
    sdn_str keys[1] = {key != NULL ? conflict_key_meant(&f.file, sdn_str_from(key)) : SDN_STR("")};
    assert_non_null(keys[0].ptr);
    conflict_choice choice = {side, keys, key != NULL};
    size_t found = conflict_settle(&f.file, &choice, &result);
    assert_buffer(&result, expected);
    assert_int_equal(found, left);
    end(&f);
}

static void assert_refused(const char *text, const char *message)
{
    fixture f;
    read_text(&f, text);
    assert_int_equal(f.code, SDN_E_SYNTAX);
    assert_string_equal(f.err.message, message);
    end(&f);
}

static void assert_listed(const char *text, const char *expected)
{
    fixture f;
    sdn_buffer list = SDN_BUFFER_INIT;
    read_text(&f, text);
    assert_ok(f.code, f.err);
    conflict_list(&f.file, &list);
    assert_buffer(&list, expected);
    end(&f);
}

#define HEAD "people |id, name|\n    1, ann\n"
#define TAIL "    9, zoe\n"
#define ONE  HEAD "<<<<<<< HEAD\n    2, ben\n=======\n    2, bob\n>>>>>>> other\n" TAIL

static void a_side_is_taken(void **state)
{
    (void)state;
    assert_settled(ONE, CONFLICT_OURS, NULL, HEAD "    2, ben\n" TAIL, 0);
    assert_settled(ONE, CONFLICT_THEIRS, NULL, HEAD "    2, bob\n" TAIL, 0);
    assert_settled(ONE, CONFLICT_THEIRS, "2", HEAD "    2, bob\n" TAIL, 0);
}

static void all_styles_and_sizes_of_markers_are_read(void **state)
{
    (void)state;
    static const char diff3[] = HEAD "<<<<<<<<< HEAD\n    2, ben\n||||||||| base\n    2, b\n=========\n    2, bob\n"
                                     ">>>>>>>>> other\n" TAIL;
    assert_settled(diff3, CONFLICT_OURS, "2", HEAD "    2, ben\n" TAIL, 0);
    assert_settled(diff3, CONFLICT_BASE, "2", HEAD "    2, b\n" TAIL, 0);
    assert_settled(diff3, CONFLICT_BASE, NULL, HEAD "    2, b\n" TAIL, 0);
}

static void line_ends_and_a_byte_order_mark_stay(void **state)
{
    (void)state;
    assert_settled("\xEF\xBB\xBFpeople |id, name|\r\n<<<<<<< a\r\n1, x\r\n=======\r\n1, y\r\n>>>>>>> b\r\n",
                   CONFLICT_THEIRS, "1", "\xEF\xBB\xBFpeople |id, name|\r\n1, y\r\n", 0);
}

#define MIXED                                                                                             \
    HEAD "<<<<<<< HEAD\n    # two\n    2, ben\n    3, cat\n    4, dan\n=======\n    2, bob\n    3, cat\n" \
         "    5, eve\n>>>>>>> other\n" TAIL

static void one_record_is_settled_and_the_others_keep_their_markers(void **state)
{
    (void)state;
    assert_settled(MIXED, CONFLICT_THEIRS, "2",
                   HEAD "    2, bob\n<<<<<<< HEAD\n    3, cat\n    4, dan\n=======\n    3, cat\n    5, eve\n"
                        ">>>>>>> other\n" TAIL,
                   1);
    assert_settled(MIXED, CONFLICT_OURS, "3",
                   HEAD "<<<<<<< HEAD\n    # two\n    2, ben\n=======\n    2, bob\n>>>>>>> other\n    3, cat\n"
                        "<<<<<<< HEAD\n    4, dan\n=======\n    5, eve\n>>>>>>> other\n" TAIL,
                   2);
}

static void a_record_that_one_side_lacks_is_taken_or_left_out(void **state)
{
    (void)state;
    static const char above[] =
        HEAD "<<<<<<< HEAD\n    # two\n    2, ben\n    3, cat\n=======\n    2, bob\n    3, cat\n"
             "    5, eve\n>>>>>>> other\n" TAIL;
    assert_settled(MIXED, CONFLICT_OURS, "4",
                   HEAD
                   "<<<<<<< HEAD\n    # two\n    2, ben\n    3, cat\n=======\n    2, bob\n    3, cat\n>>>>>>> other\n"
                   "    4, dan\n<<<<<<< HEAD\n=======\n    5, eve\n>>>>>>> other\n" TAIL,
                   2);
    assert_settled(MIXED, CONFLICT_THEIRS, "4",
                   HEAD
                   "<<<<<<< HEAD\n    # two\n    2, ben\n    3, cat\n=======\n    2, bob\n    3, cat\n>>>>>>> other\n"
                   "<<<<<<< HEAD\n=======\n    5, eve\n>>>>>>> other\n" TAIL,
                   2);
    assert_settled(
        above, CONFLICT_OURS, "5",
        HEAD "<<<<<<< HEAD\n    # two\n    2, ben\n    3, cat\n=======\n    2, bob\n    3, cat\n>>>>>>> other\n" TAIL,
        1);
}

static void comments_after_the_last_row_stay_in_conflict(void **state)
{
    (void)state;
    assert_settled(HEAD "<<<<<<< HEAD\n    2, ben\n    # a\n=======\n    2, bob\n    # b\n>>>>>>> other\n" TAIL,
                   CONFLICT_OURS, "2", HEAD "    2, ben\n<<<<<<< HEAD\n    # a\n=======\n    # b\n>>>>>>> other\n" TAIL,
                   1);
}

static void keys_of_several_fields_are_named_with_commas(void **state)
{
    (void)state;
    static const char text[] = "pairs |name, id|\n<<<<<<< HEAD\nx, 1\n=======\nx, 1\ny, 1\n>>>>>>> other\n";
    assert_settled(text, CONFLICT_THEIRS, "1, y", "pairs |name, id|\nx, 1\ny, 1\n", 0);
    assert_settled(text, CONFLICT_THEIRS, "1,y", "pairs |name, id|\nx, 1\ny, 1\n", 0);
    fixture f;
    read_text(&f, text);
    assert_null(conflict_key_meant(&f.file, SDN_STR("1,z")).ptr);
    end(&f);
}

static void quoted_keys_are_compared_as_text(void **state)
{
    (void)state;
    assert_settled(HEAD "<<<<<<< HEAD\n\"a, \\\"b\", x\n=======\n>>>>>>> other\n", CONFLICT_OURS, "a, \"b",
                   HEAD "\"a, \\\"b\", x\n", 0);
}

static void a_conflict_with_other_lines_is_only_settled_as_a_whole(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "<<<<<<< HEAD\npeople |id, name|\n    1, ann\n=======\npeople |id, name, x|\n    1, ann, 5\n>>>>>>> other\n",
        HEAD "<<<<<<< HEAD\n    2, ben, 3\n=======\n    2, bob\n>>>>>>> other\n",
        "loose |id, name|\n<<<<<<< HEAD\n    2, ben\n=======\n    2, bob\n>>>>>>> other\n",
        HEAD "<<<<<<< HEAD\nx: 1\n=======\nx: 2\n>>>>>>> other\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        fixture f;
        read_text(&f, texts[i]);
        assert_ok(f.code, f.err);
        assert_int_equal(f.file.count, 1);
        assert_false(f.file.items[0].by_record);
        end(&f);
    }
    assert_settled(texts[0], CONFLICT_THEIRS, NULL, "people |id, name, x|\n    1, ann, 5\n", 0);
}

static void markers_out_of_order_are_refused(void **state)
{
    (void)state;
    assert_refused(HEAD "<<<<<<< a\n    2, b\n=======\n<<<<<<< a\n    2, c\n=======\n    2, d\n>>>>>>> b\n>>>>>>> b\n",
                   "p.sdn:6:1: a conflict within a conflict; settle this one by hand");
    assert_refused(HEAD "<<<<<<< a\n<<<<<<<< a\n    2, c\n========\n    2, d\n>>>>>>>> b\n=======\n>>>>>>> b\n",
                   "p.sdn:4:1: a conflict within a conflict; settle this one by hand");
    assert_refused(HEAD "<<<<<<< a\n    2, b\n>>>>>>> b\n",
                   "p.sdn:5:1: this marker is out of order; settle this conflict by hand");
    assert_refused(HEAD "<<<<<<< a\n    2, b\n=======\n    2, c\n",
                   "p.sdn:3:1: this conflict lacks the marker of its end; settle it by hand");
    assert_refused(HEAD "<<<<<<< a\n=======\n||||||| c\n>>>>>>> b\n",
                   "p.sdn:5:1: this marker is out of order; settle this conflict by hand");
}

static void a_conflict_within_a_text_is_none(void **state)
{
    (void)state;
    assert_listed(HEAD "    2, \"to merge\n<<<<<<< a\n=======\n>>>>>>> b\n\"\n", "");
}

static void records_and_fields_are_listed(void **state)
{
    (void)state;
    assert_listed(ONE, "p.sdn:4: record '2': name: ours ben, theirs bob\n");
    assert_listed(MIXED, "p.sdn:5: record '2': name: ours ben, theirs bob\n"
                         "p.sdn:7: record '4': theirs does not have it\n"
                         "p.sdn:11: record '5': ours does not have it\n");
    assert_listed(HEAD "<<<<<<< a\n||||||| b\n  3, c\n=======\n  3, d\n>>>>>>> c\n",
                  "p.sdn:5: record '3': ours deleted it\n");
    assert_listed(HEAD "<<<<<<< a\n  3, c\n||||||| b\n  3, x\n=======\n  3, \"d\"\n>>>>>>> c\n",
                  "p.sdn:4: record '3': name: ours c, theirs \"d\", base x\n");
    assert_listed(HEAD "<<<<<<< a\n  # x\n=======\n  # y\n>>>>>>> c\n",
                  "p.sdn:3: lines 3-7: comments, or the order of rows\n");
    assert_listed(HEAD "<<<<<<< a\nx: 1\n=======\nx: 2\n>>>>>>> c\n",
                  "p.sdn:3: lines 3-7: only as a whole, without KEY\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_side_is_taken),
        cmocka_unit_test(all_styles_and_sizes_of_markers_are_read),
        cmocka_unit_test(line_ends_and_a_byte_order_mark_stay),
        cmocka_unit_test(one_record_is_settled_and_the_others_keep_their_markers),
        cmocka_unit_test(a_record_that_one_side_lacks_is_taken_or_left_out),
        cmocka_unit_test(comments_after_the_last_row_stay_in_conflict),
        cmocka_unit_test(keys_of_several_fields_are_named_with_commas),
        cmocka_unit_test(quoted_keys_are_compared_as_text),
        cmocka_unit_test(a_conflict_with_other_lines_is_only_settled_as_a_whole),
        cmocka_unit_test(markers_out_of_order_are_refused),
        cmocka_unit_test(a_conflict_within_a_text_is_none),
        cmocka_unit_test(records_and_fields_are_listed),
    };
    return run_cases(argc, argv, tests);
}
