#include "repo/union_merge.h"

#include "repo/git.h"

bool git_merges_as_union(const char *path, sdn_arena *arena)
{
    sdn_str driver = SDN_STR("");
    return git_attribute(path, "merge", &driver, arena, NULL) == SDN_OK && sdn_str_equal(driver, SDN_STR("union"));
}
