#include "tracker.h"

/* Hidden, though it is not static. */
uint32_t tracker_add(bug_store *bugs, const char *title);

uint32_t tracker_add(bug_store *bugs, const char *title)
{
    bug values;
    bug_init(&values);
    values.title = sdn_str_from(title);
    const bug *added = bug_store_insert(bugs, &values, NULL);
    return added != NULL && sdn_saved(bug_store_save(bugs, NULL)) ? (uint32_t)bug_store_count(bugs) : 0;
}

uint32_t tracker_report(const char *path, const char *title)
{
    bug_store *bugs = bug_store_open(path, NULL, NULL);
    uint32_t number = bugs != NULL ? tracker_add(bugs, title) : 0;
    bug_store_close(bugs);
    return number;
}
