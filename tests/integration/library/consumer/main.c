/* app FILE TITLE: reports a bug, and prints all there are, in the library's words. */
#include "tracker.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    if (argc != 3 || tracker_report(argv[1], argv[2]) == 0)
        return 1;
    bug_store *bugs = bug_store_open(argv[1], NULL, NULL);
    bug_cursor cursor = bug_store_by_severity(bugs, SEVERITY_MAJOR);
    for (const bug *b; (b = bug_cursor_next(&cursor)) != NULL;)
        printf("%u %s %s %s\n", (unsigned)b->id, b->title.ptr, severity_name(b->severity), bug_record_type.table);
    bug_store_close(bugs);
    return 0;
}
