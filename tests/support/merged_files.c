#include "merged_files.h"

#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table/image.h"

static sdn_str version_of(const char *text)
{
    char *bytes = calloc(1, strlen(text) + SDN_PADDING);
    assert_non_null(bytes);
    memcpy(bytes, text, strlen(text));
    return (sdn_str){bytes, strlen(text)};
}

file_merge merged_as(const char *base, const char *ours, const char *theirs, const char *schema, merge_style style)
{
    file_merge merged;
    sdn_error err = {0};
    file_merge_request request = {.base = version_of(base),
                                  .ours = version_of(ours),
                                  .theirs = version_of(theirs),
                                  .path = "todo.sdn",
                                  .schema = schema,
                                  .marker_size = 7,
                                  .style = style,
                                  .labels = {"base", "ours", "theirs"}};
    assert_ok(file_merge_run(&request, &merged, &err), err);
    free((char *)request.base.ptr);
    free((char *)request.ours.ptr);
    free((char *)request.theirs.ptr);
    sdn__buffer_add(&merged.text, "", 1);
    sdn__buffer_add(&merged.messages, "", 1);
    return merged;
}

void expect_merge(const char *base, const char *ours, const char *theirs, file_merge_result result, const char *text)
{
    file_merge merged = merged_as(base, ours, theirs, NULL, MERGE_STYLE_MERGE);
    if (merged.result != result)
        fail_msg("result %d; %s", (int)merged.result, merged.messages.bytes);
    if (result != FILE_MERGE_AS_TEXT)
        assert_string_equal(merged.text.bytes, text);
    file_merge_release(&merged);
}

void expect_clean(const char *base, const char *ours, const char *theirs, const char *text)
{
    expect_merge(base, ours, theirs, FILE_MERGE_CLEAN, text);
}

void expect_as_text(const char *base, const char *ours, const char *theirs, const char *reason)
{
    char message[256];
    file_merge merged = merged_as(base, ours, theirs, NULL, MERGE_STYLE_MERGE);
    assert_int_equal(merged.result, FILE_MERGE_AS_TEXT);
    snprintf(message, sizeof message, "todo.sdn: cannot be merged as records: %s\n", reason);
    assert_string_equal(merged.messages.bytes, message);
    file_merge_release(&merged);
}
