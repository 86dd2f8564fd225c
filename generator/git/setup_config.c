/*
 * The driver is a line for the shell, so that it can go on where sdnc cannot. Exit codes of `sdnc merge`: 0 merged,
 * 1 conflicts, both of which git is told. Everything else means that the file is as it was: sdnc is not installed (127),
 * was killed (128 and more), or left the file to a merge of text lines (2). Git itself would take that for a conflict,
 * leave our side in the file without any markers, and theirs would be lost at the next `git add`. So the line runs the
 * merge of git then, which has markers. A killed sdnc may have left a temporary file, which is removed before.
 *
 * Without an absolute path the line is the same in all clones. After `--` a path such as `--help` is no option: it would
 * end the merge with exit code 0, and theirs would be lost.
 */
#include "git/setup_config.h"

#include "base/error.h"
#include "repo/git.h"

const setup_setting setup_settings[SETUP_SETTING_COUNT] = {
    [SETUP_DRIVER] =
        {"merge.sdn.driver",
         "sdnc merge --git --marker-size=%L -- %O %A %B %P; r=$?; test $r -le 1 && exit $r; rm -f %A.*.tmp; "
         "git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B"},
    [SETUP_NAME] = {"merge.sdn.name", "SDN tables, record by record"},
    /* Git adds the file, as "$@". Without `cat` no `git diff` of the file would work where sdnc is missing. */
    [SETUP_TEXTCONV] = {"diff.sdn.textconv", "sdnc textconv -- \"$1\" || cat --"},
    [SETUP_CACHE] = {"diff.sdn.cachetextconv", "true"},
    /* Where git shows the file itself (--no-textconv, grep -p), the header of a table is what a change belongs to. */
    [SETUP_HEADERS] = {"diff.sdn.xfuncname", "^[ \t]*([[:alpha:]_][^|:=]*\\|.*\\|)"},
};

sdn_code setup_setting_read(const setup_setting *setting, sdn_str *value, sdn_arena *arena, sdn_error *err)
{
    int exit_code = 0;
    sdn_str text = SDN_STR("");
    const char *const arguments[] = {"config", "-z", "--get", setting->key, NULL};
    sdn_code code = git_run(NULL, arguments, &text, &exit_code, arena, err);
    if (code != SDN_OK)
        return code;
    if (text.len > 0 && text.ptr[text.len - 1] == '\0')
        text.len--;
    *value = exit_code == 0 ? text : SDN_STR("");
    return SDN_OK;
}

sdn_code setup_config_write(sdn_arena *arena, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < SETUP_SETTING_COUNT && code == SDN_OK; i++) {
        sdn_str ignored;
        const char *const arguments[] = {
            "config", "--local", "--replace-all", setup_settings[i].key, setup_settings[i].value, NULL};
        code = git_run(NULL, arguments, &ignored, NULL, arena, err);
    }
    return code;
}

sdn_code setup_config_remove(sdn_arena *arena, sdn_error *err)
{
    enum { NO_SUCH_KEY = 5 }; /* git-config(1) */
    sdn_code code = SDN_OK;
    /* The driver goes last and comes first: git gives up on a driver that has a name but no command. */
    for (size_t i = SETUP_SETTING_COUNT; i > 0 && code == SDN_OK; i--) {
        sdn_str ignored;
        int exit_code = 0;
        const char *key = setup_settings[i - 1].key;
        const char *const arguments[] = {"config", "--local", "--unset-all", key, NULL};
        code = git_run(NULL, arguments, &ignored, &exit_code, arena, err);
        if (code == SDN_OK && exit_code != 0 && exit_code != NO_SUCH_KEY)
            code =
                sdn__fail(err, SDN_E_IO, NULL, "git config cannot remove %s from .git/config", setup_settings[i].key);
    }
    return code;
}
