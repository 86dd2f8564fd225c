/* Merges in which each allocation fails in turn: an error, and nothing is lost or leaked; the next merge works. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "faults.h"
#include "files.h"
#include "merge/file_merge.h"
#include "table/image.h"
#include "tempdir.h"

/* Everything that a merge does: new columns and tables, edits of both sides, comments, conflicts, policies, numbers. */
static const char schema[] = "record User in users {\n"
                             "    key id : u32 = auto merge renumber;\n"
                             "    name   : string unique;\n"
                             "    tags   : [string] merge union;\n"
                             "}\n";
static const char base[] = "# all\nusers |id, name, tags|\n1, ann, \"a,b\"\n2, bob, \"\"\n3, carl, \"\"\n# end\n";
static const char ours[] =
    "# all\n# ours\nusers |id, name, tags, x|\n1, ann, \"a,b,c\", \"\"\n2, \"bo\\\"b\", \"\", \"\"\n"
    "3, carl, \"\", \"\"\n4, dora, \"\", y\n# end\nloose |a|\n1\n1\n";
static const char clean[] =
    "# all\nusers |id, name, tags|\n1, anna, \"a,b,d\"\n2, bob, \"\"\n4, eva, \"\"\n# end\nmode: x\n";
static const char torn[] =
    "# alle\nusers |id, name, tags|\n1, ann, \"a,b\"\n2, bert, \"\"\n3, cora, \"\"\n5, fritz, \"\"\n# end\n";

static sdn_str padded(const char *text)
{
    char *bytes = calloc(1, strlen(text) + SDN_PADDING);
    assert_non_null(bytes);
    memcpy(bytes, text, strlen(text));
    return (sdn_str){bytes, strlen(text)};
}

static file_merge_request request_for(const char *theirs)
{
    return (file_merge_request){.base = padded(base),
                                .ours = padded(ours),
                                .theirs = padded(theirs),
                                .path = "users.sdn",
                                .schema = "user.schema",
                                .marker_size = 7,
                                .style = MERGE_STYLE_DIFF3,
                                .labels = {"base", "ours", "theirs"}};
}

/* Merges with the nth allocation failing; whether one did. What succeeds gives `expected`. */
static bool merge_with_fault(const file_merge_request *request, int nth, const file_merge *expected)
{
    file_merge merged;
    sdn_error err = {0};
    faults_arm_memory(nth);
    sdn_code code = file_merge_run(request, &merged, &err);
    bool fired = faults_fired_memory();
    faults_arm_memory(0);
    if (code != SDN_OK) {
        assert_int_equal(code, SDN_E_NOMEM);
        assert_true(fired);
    } else {
        assert_int_equal(merged.result, expected->result);
        assert_int_equal(merged.text.len, expected->text.len);
        assert_memory_equal(merged.text.bytes, expected->text.bytes, expected->text.len);
    }
    file_merge_release(&merged);
    return fired;
}

static void try_all_faults(const char *theirs, file_merge_result result)
{
    file_merge expected;
    sdn_error err = {0};
    write_file("user.schema", schema);
    file_merge_request request = request_for(theirs);
    assert_ok(file_merge_run(&request, &expected, &err), err);
    assert_int_equal(expected.result, result);
    int nth = 1;
    while (merge_with_fault(&request, nth, &expected))
        nth++;
    assert_true(nth > 50);
    file_merge_release(&expected);
    free((char *)request.base.ptr);
    free((char *)request.ours.ptr);
    free((char *)request.theirs.ptr);
}

static void clean_merge_survives_each_failing_allocation(void **state)
{
    (void)state;
    try_all_faults(clean, FILE_MERGE_CLEAN);
}

static void merge_with_conflicts_survives_each_failing_allocation(void **state)
{
    (void)state;
    try_all_faults(torn, FILE_MERGE_CONFLICTS);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(clean_merge_survives_each_failing_allocation),
        TEST_IN_TEMPDIR(merge_with_conflicts_survives_each_failing_allocation),
    };
    return run_cases(argc, argv, tests);
}
