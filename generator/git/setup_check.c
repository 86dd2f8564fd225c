#include "git/setup_check.h"

#include <string.h>

#include "git/setup_attributes.h"
#include "git/setup_config.h"
#include "repo/git.h"
#include "repo/union_merge.h"

/* One check. */
typedef struct setup_checking {
    const setup_place *place;
    const source_file *attributes;
    diag_list *diags;
    sdn_arena *arena;
    sdn_error *err;
} setup_checking;

/* The names of tracked files that match a pathspec, each with a NUL after it. */
static sdn_code list_tracked(const setup_checking *check, const char *pathspec, sdn_str *names)
{
    const char *root = check->place->up.len > 0 ? check->place->up.ptr : NULL;
    const char *const arguments[] = {"ls-files", "-z", "--", pathspec, NULL};
    return git_run(root, arguments, names, NULL, check->arena, check->err);
}

/* Whether merge=sdn is in use; *where is the place in .gitattributes, the file as a whole if it is not there. */
static sdn_code find_use(const setup_checking *check, bool *used, source_span *where)
{
    sdn_str text = check->attributes->text, word = setup_attributes_find(text), names;
    *where = source_whole(check->attributes);
    *used = word.len > 0;
    if (*used) {
        *where = (source_span){check->attributes, (uint32_t)(word.ptr - text.ptr), (uint32_t)word.len};
        return SDN_OK;
    }
    sdn_code code = list_tracked(check, ":(attr:merge=sdn)", &names);
    if (code == SDN_OK)
        *used = names.len > 0;
    return code;
}

static sdn_code check_setting(const setup_checking *check, const setup_setting *setting, source_span where)
{
    sdn_str value;
    sdn_code code = setup_setting_read(setting, &value, check->arena, check->err);
    if (code != SDN_OK || sdn_str_equal(value, sdn_str_from(setting->value)))
        return code;
    diag *error =
        value.len == 0
            ? diag_error(check->diags, where, ".gitattributes names merge=sdn, but this clone has no %s", setting->key)
            : diag_error(check->diags, where, "%s of this clone is not what this sdnc writes: '%.*s'", setting->key,
                         DIAG_STR(value));
    diag_help(check->diags, error, "run: sdnc git-setup");
    return SDN_OK;
}

/* Tables that git merges as text, and thinks it has merged. */
static sdn_code check_union(const setup_checking *check)
{
    sdn_str names;
    sdn_code code = list_tracked(check, ":(attr:merge=union)*.sdn", &names);
    for (const char *name = names.ptr; code == SDN_OK && name < names.ptr + names.len; name += strlen(name) + 1) {
        diag *error = diag_error(check->diags, source_whole(check->attributes), GIT_UNION_WARNING, name);
        diag_help(check->diags, error, GIT_UNION_HELP, name);
    }
    return code;
}

sdn_code setup_check(const setup_place *place, const source_file *attributes, diag_list *diags, sdn_arena *arena,
                     sdn_error *err)
{
    const setup_checking check = {place, attributes, diags, arena, err};
    bool used = false;
    source_span where;
    sdn_code code = find_use(&check, &used, &where);
    if (code == SDN_OK && used)
        code = check_setting(&check, &setup_settings[SETUP_DRIVER], where);
    if (code == SDN_OK && used)
        code = check_setting(&check, &setup_settings[SETUP_TEXTCONV], where);
    return code == SDN_OK ? check_union(&check) : code;
}
