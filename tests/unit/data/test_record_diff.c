/* The differences between two versions of a table. */
#include "test.h"

#include "data/record_diff.h"
#include "faults.h"
#include "temp_stores.h"
#include "xorshift.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "store/file_bytes.h"

/* ---- two versions of notes ---- */

typedef struct versions {
    sdn_file *files[2];
    sdn_store *stores[2];
    sdn_arena arena;
    record_diff diff;
} versions;

static versions v;

static void open_version(int version, const sdn_record_type *type, const char *text)
{
    sdn_error err = {0};
    v.files[version] = sdn__file_from_bytes("x.sdn", sdn_str_from(text), NULL, &err);
    assert_ok(v.files[version] != NULL ? SDN_OK : err.code, err);
    v.stores[version] = sdn_file_store(v.files[version], type, &err);
    assert_ok(v.stores[version] != NULL ? SDN_OK : err.code, err);
}

static void open_versions(const sdn_record_type *type, const char *before, const char *after)
{
    v = (versions){.arena = SDN_ARENA_INIT};
    open_version(0, type, before);
    open_version(1, type, after);
}

static void close_versions(void)
{
    sdn_file_close(v.files[0]);
    sdn_file_close(v.files[1]);
    sdn_arena_release(&v.arena);
}

/* Changes as `+3 -4 ~5:text,number`. */
static const char *shown(void)
{
    static char text[2000];
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < v.diff.count; i++) {
        const record_change *change = &v.diff.changes[i];
        const note *record = change->kind == RECORD_DELETED ? change->before : change->after;
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%c%s", i > 0 ? " " : "", "+-~"[change->kind],
                                record -> id.ptr);
        for (size_t k = 0; k < change->field_count; k++)
            len += (size_t)snprintf(text + len, sizeof text - len, "%c%s", k == 0 ? ':' : ',',
                                    note_record_type.fields[change->fields[k]].name);
    }
    return text;
}

static void assert_changes(const sdn_record_type *type, const char *before, const char *after, const char *expected)
{
    open_versions(type, before, after);
    assert_int_equal(record_diff_stores(v.stores[0], v.stores[1], &v.arena, &v.diff), 0);
    assert_string_equal(shown(), expected);
    assert_int_equal(v.diff.added + v.diff.deleted + v.diff.changed, v.diff.count);
    close_versions();
}

#define NOTES_TABLE "notes |id, text, no|\n"

static void equal_versions_have_no_changes(void **state)
{
    (void)state;
    assert_changes(&note_record_type, "", "", "");
    assert_changes(&note_record_type, NOTES_TABLE "    1, a, 1\n    2, b, 2\n",
                   "# comment\nnotes |no, id, text|\n  2, 2, \"b\"\n  1, 1, a\n", "");
}

static void fields_that_differ_are_listed(void **state)
{
    (void)state;
    assert_changes(&note_record_type, NOTES_TABLE "    1, a, 1\n    2, b, 2\n    3, c, 3\n",
                   NOTES_TABLE "    1, a, 1\n    2, bb, 3\n    3, c, 4\n", "~2:text,number ~3:number");
}

static void deleted_records_are_where_they_were(void **state)
{
    (void)state;
    assert_changes(&note_record_type, NOTES_TABLE "    1, a, 1\n    2, b, 2\n    3, c, 3\n    4, d, 4\n    5, e, 5\n",
                   NOTES_TABLE "    3, c, 3\n    6, f, 6\n    5, ee, 5\n", "-1 -2 -4 +6 ~5:text");
    assert_changes(&note_record_type, NOTES_TABLE "    1, a, 1\n    2, b, 2\n", "", "-1 -2");
    assert_changes(&note_record_type, "", NOTES_TABLE "    2, a, 1\n    1, b, 2\n", "+2 +1");
}

static void records_that_moved_are_the_same(void **state)
{
    (void)state;
    assert_changes(&note_record_type, NOTES_TABLE "    1, a, 1\n    2, b, 2\n    3, c, 3\n    4, d, 4\n",
                   NOTES_TABLE "    4, d, 4\n    3, c, 3\n    2, x, 2\n    1, a, 1\n", "~2:text");
}

static void equal_records_without_key_are_matched_one_to_one(void **state)
{
    (void)state;
    assert_changes(&log_record_type, "log |id, text|\n    1, a\n    1, a\n    2, b\n    1, a\n",
                   "log |id, text|\n    2, b\n    1, a\n    3, c\n", "-1 -1 +3");
    assert_changes(&log_record_type, "log |id, text|\n    1, a\n", "log |id, text|\n    1, b\n", "-1 +1");
    assert_changes(&log_record_type, "log |id, text, kind|\n    1, a, x\n    2, b, y\n",
                   "log |id, text, kind|\n    2, b, z\n    1, a, x\n", "+2 -2");
}

static void records_that_cannot_be_read_in_one_version_are_in_no_change(void **state)
{
    (void)state;
    assert_changes(&note_record_type, NOTES_TABLE "    1, a, 1\n    2, b, 2\n    3, c, x\n",
                   NOTES_TABLE "    1, a, x\n    2, bb, 2\n    3, c, 3\n    4, d, 4\n", "~2:text +4");
}

/* ---- against a model ---- */

enum { KEYS = 12, VALUES = 3 };

/* By key: the value, 0: there is no such record. */
typedef unsigned model_version[KEYS];

static void write_version(const model_version values, uint64_t *chance, char *text)
{
    unsigned order[KEYS];
    size_t len = (size_t)sprintf(text, "notes |id, no|\n");
    for (unsigned i = 0; i < KEYS; i++)
        order[i] = i;
    for (unsigned i = KEYS - 1; i > 0 && test_below(chance, 2) == 0; i--) {
        unsigned other = (unsigned)test_below(chance, i + 1), kept = order[i];
        order[i] = order[other];
        order[other] = kept;
    }
    for (unsigned i = 0; i < KEYS; i++)
        if (values[order[i]] > 0)
            len += (size_t)sprintf(text + len, "    %u, %u\n", order[i] + 1, values[order[i]]);
}

static unsigned number_of(const void *record)
{
    return record != NULL ? ((const note *)record)->number : 0;
}

static void assert_is_change_of(const record_change *change, const model_version before, const model_version after,
                                bool *seen)
{
    const note *record = change->before != NULL ? change->before : change->after;
    unsigned key = 0;
    assert_int_equal(sscanf(record->id.ptr, "%u", &key), 1);
    assert_false(seen[--key]);
    seen[key] = true;
    assert_int_equal(number_of(change->before), before[key]);
    assert_int_equal(number_of(change->after), after[key]);
    assert_int_not_equal(before[key], after[key]);
}

static void random_versions_differ_as_their_model_says(void **state)
{
    static char texts[2][4096];
    uint64_t chance = 1;
    (void)state;
    for (int round = 0; round < 500; round++) {
        model_version before, after;
        bool seen[KEYS] = {false};
        size_t expected = 0;
        for (unsigned i = 0; i < KEYS; i++) {
            before[i] = (unsigned)test_below(&chance, VALUES);
            after[i] = test_below(&chance, 3) == 0 ? (unsigned)test_below(&chance, VALUES) : before[i];
            expected += before[i] != after[i];
        }
        write_version(before, &chance, texts[0]);
        write_version(after, &chance, texts[1]);
        open_versions(&note_record_type, texts[0], texts[1]);
        assert_int_equal(record_diff_stores(v.stores[0], v.stores[1], &v.arena, &v.diff), 0);
        assert_int_equal(v.diff.count, expected);
        for (size_t i = 0; i < v.diff.count; i++)
            assert_is_change_of(&v.diff.changes[i], before, after, seen);
        close_versions();
    }
}

/* ---- memory ---- */

static void each_allocation_may_fail(void **state)
{
    int failures = 0;
    (void)state;
    open_versions(&note_record_type, NOTES_TABLE "    1, a, 1\n    2, b, 2\n    3, c, 3\n",
                  NOTES_TABLE "    3, c, 4\n    1, aa, 1\n    4, d, 4\n");
    for (int nth = 1;; nth++) {
        sdn_arena arena = SDN_ARENA_INIT;
        faults_arm_memory(nth);
        int code = record_diff_stores(v.stores[0], v.stores[1], &arena, &v.diff);
        bool fired = faults_fired_memory();
        faults_remove();
        assert_int_equal(code, fired ? -1 : 0);
        sdn_arena_release(&arena);
        if (!fired)
            break;
        failures++;
    }
    assert_true(failures > 5);
    close_versions();
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_versions_have_no_changes),
        cmocka_unit_test(fields_that_differ_are_listed),
        cmocka_unit_test(deleted_records_are_where_they_were),
        cmocka_unit_test(records_that_moved_are_the_same),
        cmocka_unit_test(equal_records_without_key_are_matched_one_to_one),
        cmocka_unit_test(records_that_cannot_be_read_in_one_version_are_in_no_change),
        cmocka_unit_test(random_versions_differ_as_their_model_says),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return run_cases(argc, argv, tests);
}
