/* Merges of files in memory, and what is expected of them. The file is todo.sdn. */
#ifndef SDNC_TEST_MERGED_FILES_H
#define SDNC_TEST_MERGED_FILES_H

#include "merge/file_merge.h"

/* Merges two versions; `schema` as in the request. Text and messages end with a NUL. To be released. */
file_merge merged_as(const char *base, const char *ours, const char *theirs, const char *schema, merge_style style);

/* That the merge, without schema, has this result and text. */
void expect_merge(const char *base, const char *ours, const char *theirs, file_merge_result result, const char *text);

/* That it has no conflicts. */
void expect_clean(const char *base, const char *ours, const char *theirs, const char *text);

/* That it is left to a merge of text, for this reason. */
void expect_as_text(const char *base, const char *ours, const char *theirs, const char *reason);

#endif
