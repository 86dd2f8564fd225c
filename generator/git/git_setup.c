/* git-setup: makes git merge and compare tables by sdnc. The lines in .gitattributes are for all clones and are committed;
 * the settings in .git/config are of one clone, and its worktrees share them. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>

#include <sdn/atomic_file.h>

#include "diag/whole_file.h"
#include "git/setup_attributes.h"
#include "git/setup_check.h"
#include "git/setup_config.h"
#include "git/setup_place.h"
#include "git/setup_rules.h"
#include "git/verbs.h"

/* One run of the verb. */
typedef struct git_setup {
    const verb_invocation *call;
    command_report *report;
    sdn_arena arena;
    setup_place place;
    source_file attributes; /* .gitattributes at the root; without text if there is none */
    setup_rules rules;
} git_setup;

/* ---- .gitattributes ---- */

static sdn_code read_attributes(git_setup *setup, sdn_error *err)
{
    enum { MOST_PATH = 4096 };
    char path[MOST_PATH];
    (void)snprintf(path, sizeof path, "%s.gitattributes", setup->place.up.ptr);
    sdn_str name = sdn_arena_copy_str(&setup->arena, sdn_str_from(path));
    if (name.ptr == NULL)
        return sdn__fail_memory(err);
    sdn_error why = {0};
    sdn_code code = source_read(&setup->attributes, name, &setup->arena, &why);
    if (code == SDN_OK || why.os_error == ENOENT)
        return SDN_OK;
    return code == SDN_E_NOMEM ? sdn__fail_memory(err) : sdn__fail(err, code, name.ptr, "%s", why.message);
}

/* Writes what became of .gitattributes; a file without content is removed, since it says nothing. */
static sdn_code write_attributes(const git_setup *setup, const sdn_buffer *text, sdn_error *err)
{
    const char *path = setup->attributes.path.ptr;
    if (text->out_of_memory)
        return sdn__fail_memory(err);
    if (sdn_str_equal(text_view(text), setup->attributes.bytes))
        return SDN_OK;
    if (text->len > 0)
        return sdn_saved(replace_whole_file(path, NULL, NULL, text_view(text), err)) ? SDN_OK : err->code;
    return remove(path) == 0 ? SDN_OK : sdn__fail_os(err, errno, path, "cannot remove this file");
}

/* ---- the three things that it does ---- */

static void report_rules(const git_setup *setup, bool changed)
{
    sdn_buffer *out = &setup->report->out;
    for (size_t i = 0; i < setup->rules.count; i++) {
        text_printf(out, ".gitattributes: ");
        setup_rule_add(out, &setup->rules.items[i]);
        text_printf(out, "\n");
    }
    text_printf(out, changed ? ".gitattributes: written; commit it\n" : ".gitattributes: as it was\n");
    text_printf(out, ".git/config:");
    for (size_t i = 0; i < SETUP_SETTING_COUNT; i++)
        text_printf(out, "%s %s", i > 0 ? "," : "", setup_settings[i].key);
    text_printf(out, "\n");
    sdn__buffer_add(out, setup->rules.notes.bytes, setup->rules.notes.len);
    text_printf(out, "note: GitHub and GitLab merge without drivers: have CI run `sdnc check`, and in the schema write "
                     "`= random` for keys with `order by key`\n");
}

static sdn_code add_setup(git_setup *setup, command_status *status, sdn_error *err)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    setup_rules *rules = &setup->rules;
    *status = COMMAND_FINE;
    sdn_code code = setup_rules_find(rules, setup->call->operands, setup->call->operand_count,
                                     invocation_value(setup->call, "--schema"), &setup->place, &setup->arena, err);
    if (code == SDN_OK) /* first, for git may hold its lock; a driver that no attribute names does nothing */
        code = setup_config_write(&setup->arena, err);
    if (code == SDN_OK) {
        setup_attributes_add(setup->attributes.bytes, rules->items, rules->count, &text);
        code = write_attributes(setup, &text, err);
    }
    if (code == SDN_OK)
        report_rules(setup, !sdn_str_equal(text_view(&text), setup->attributes.bytes));
    sdn__buffer_release(&text);
    return code;
}

/* With operands their lines go, but the driver stays for the others. */
static sdn_code remove_setup(git_setup *setup, command_status *status, sdn_error *err)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    setup_rules *rules = &setup->rules;
    bool all = setup->call->operand_count == 0;
    *status = COMMAND_FINE;
    sdn_code code = all ? SDN_OK
                        : setup_rules_find(rules, setup->call->operands, setup->call->operand_count, NULL,
                                           &setup->place, &setup->arena, err);
    if (code == SDN_OK) {
        setup_attributes_remove(setup->attributes.bytes, rules->items, rules->count, &text);
        code = write_attributes(setup, &text, err);
    }
    if (code == SDN_OK && all)
        code = setup_config_remove(&setup->arena, err);
    sdn__buffer_release(&text);
    return code;
}

static sdn_code check_setup(git_setup *setup, command_status *status, sdn_error *err)
{
    diag_list diags;
    diag_list_init(&diags, &setup->arena);
    sdn_code code = setup_check(&setup->place, &setup->attributes, &diags, &setup->arena, err);
    if (code == SDN_OK && diags.out_of_memory)
        code = sdn__fail_memory(err);
    *status = diags.errors > 0 ? COMMAND_FINDINGS : COMMAND_FINE;
    if (code == SDN_OK)
        diag_render(&diags, setup->call->style, &setup->report->err);
    diag_list_release(&diags);
    return code;
}

static command_status run_git_setup(const verb_invocation *call, command_report *report)
{
    git_setup setup = {.call = call, .report = report, .arena = SDN_ARENA_INIT};
    sdn_error err = {0};
    command_status status = COMMAND_FINE;
    bool checks = invocation_has(call, "--check"), removes = invocation_has(call, "--remove");
    if (checks && removes)
        return usage_error(call, report, "--check and --remove exclude each other");
    sdn_code code = setup_place_find(&setup.place, &setup.arena, &err);
    if (code == SDN_OK)
        code = read_attributes(&setup, &err);
    if (code == SDN_OK)
        code = (checks ? check_setup : removes ? remove_setup : add_setup)(&setup, &status, &err);
    if (code != SDN_OK)
        status = report_error(report, &err);
    sdn__buffer_release(&setup.rules.notes);
    sdn_arena_release(&setup.arena);
    return status;
}

static const verb_option git_setup_options[] = {
    {.name = "--schema", .value = "FILE", .help = "the schema of the files, instead of the one that is found"},
    {.name = "--remove", .help = "take away what git-setup wrote; with operands only their lines"},
    {.name = "--check", .help = "write nothing; fail if .gitattributes asks for what this clone does not have"},
    {.name = NULL},
};

const verb verb_git_setup = {
    .name = "git-setup",
    .usage = "[FILE|PATTERN...] [--schema FILE] [--remove | --check]",
    .summary = "make git merge and compare tables record by record",
    .description =
        "Writes lines such as `*_db.sdn merge=sdn diff=sdn sdn-schema=schemas/todo.schema` into .gitattributes at the "
        "root "
        "of the repository, and the driver that they name into .git/config. Other lines stay as they are, and running "
        "it "
        "again changes nothing.\n"
        "\n"
        "Without operands it takes the *.sdn files that git knows. The schema of each is found as for all verbs; "
        "--schema "
        "names another. A PATTERN is one of .gitattributes, relative to the current directory.\n"
        "\n"
        ".gitattributes is committed and holds for all clones. The settings are not: each clone runs git-setup once; "
        "worktrees share them. `git-setup --check` says whether that was done: use it in CI, in a hook, or where the "
        "build "
        "is configured.\n"
        "\n"
        "Should sdnc be missing or fail during a merge, git merges the lines of the file instead, with conflict "
        "markers.",
    .examples = "# All tables of the repository\n"
                "sdnc git-setup\n"
                "# Files to come as well\n"
                "sdnc git-setup '*_db.sdn' --schema schemas/todo.schema\n"
                "# In CI and in hooks\n"
                "sdnc git-setup --check\n",
    .exit_codes =
        "1 if --check found something missing; 2 if the command line is wrong, or a file cannot be read or written.",
    .options = git_setup_options,
    .operands_min = 0,
    .operands_max = SIZE_MAX,
    .operands = VERB_DATA_FILE,
    .run = run_git_setup,
};
