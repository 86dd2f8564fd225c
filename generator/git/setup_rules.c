#include "git/setup_rules.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "data/data_file.h"
#include "diag/source.h"
#include "diag/text.h"
#include "repo/git.h"

/* One run of setup_rules_find. */
typedef struct rule_search {
    setup_rules *rules;
    const setup_place *place;
    sdn_str given_schema; /* from the root; empty: it is looked for */
    sdn_arena *arena;
    sdn_error *err;
} rule_search;

/* ---- schemas ---- */

static sdn_code refuse_schema(sdn_error *err, const char *schema)
{
    return sdn__fail(
        err, SDN_E_INVALID, schema,
        "this schema cannot be named in .gitattributes; use one of this repository, without blanks in its path");
}

/* The path of a schema from the root, for .gitattributes; SDN_E_INVALID: it cannot stand there. */
static sdn_code schema_from_root(const rule_search *search, const char *schema, sdn_str *inside, sdn_error *err)
{
    sdn_buffer path = SDN_BUFFER_INIT;
    sdn_code code = SDN_OK;
    if (setup_place_inside(search->place, sdn_str_from(schema), &path) != 0)
        code = refuse_schema(err, schema);
    sdn_str found = code == SDN_OK ? text_copy(&path, search->arena) : SDN_STR("");
    sdn__buffer_release(&path);
    if (found.ptr == NULL)
        return sdn__fail_memory(err);
    if (code == SDN_OK && strpbrk(found.ptr, " \t\r\n") != NULL)
        code = refuse_schema(err, schema);
    if (code == SDN_OK)
        *inside = found;
    return code;
}

static void note_schema(rule_search *search, const char *file, const char *why)
{
    text_printf(&search->rules->notes, "note: %s: no sdn-schema is written: %s\n", file, why);
}

/* Finds the schema of a file, or notes why there is none. */
static sdn_code find_rule_schema(rule_search *search, const char *file, sdn_str *schema)
{
    data_file opened = {0};
    diag_list diags;
    sdn_error why = {0};
    sdn_options options = sdn_options_default();
    options.ignore_checksum = true;
    data_request request = {.path = file, .options = &options};
    diag_list_init(&diags, search->arena);
    *schema = SDN_STR("");
    sdn_code code = data_file_open(&opened, &request, &diags, &why);
    if (code == SDN_OK && opened.schema_path.len > 0)
        code = schema_from_root(search, opened.schema_path.ptr, schema, &why);
    if (code != SDN_OK && code != SDN_E_NOMEM)
        note_schema(search, file, why.message);
    data_file_close(&opened);
    diag_list_release(&diags);
    return code == SDN_E_NOMEM ? sdn__fail_memory(search->err) : SDN_OK;
}

/* Removes the record from FILE:Record. */
static sdn_code schema_file_of(const char *schema, sdn_str *file, sdn_arena *arena, sdn_error *err)
{
    const char *colon = strrchr(schema, ':');
    *file = sdn_arena_copy(arena, schema, colon != NULL ? (size_t)(colon - schema) : strlen(schema));
    return file->ptr != NULL ? SDN_OK : sdn__fail_memory(err);
}

static sdn_code check_given_schema(rule_search *search, const char *schema)
{
    source_file found;
    sdn_str file;
    sdn_error why = {0};
    sdn_code code = schema_file_of(schema, &file, search->arena, search->err);
    if (code != SDN_OK)
        return code;
    code = source_find(&found, file, &why);
    if (code != SDN_OK)
        return sdn__fail(search->err, code, file.ptr, "%s", why.message);
    return schema_from_root(search, schema, &search->given_schema, search->err);
}

/* ---- files ---- */

/* Takes the next of the names that git ls-files printed, each with a NUL after it. A file in conflict is named several
 * times, one after the other. */
static const char *next_name(sdn_str *names)
{
    const char *name = names->ptr;
    if (names->len == 0)
        return NULL;
    do {
        size_t taken = strlen(names->ptr) + 1;
        *names = (sdn_str){names->ptr + taken, names->len - taken};
    } while (names->len > 0 && strcmp(names->ptr, name) == 0);
    return name;
}

static sdn_code list_files(const char *directory, const char *pattern, sdn_str *names, sdn_arena *arena, sdn_error *err)
{
    const char *const arguments[] = {"ls-files", "-z", "-co", "--exclude-standard", "--", pattern, NULL};
    return git_run(directory, arguments, names, NULL, arena, err);
}

/* A path that is relative to the root, relative to the current directory. */
static const char *path_from_here(const rule_search *search, const char *path)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    sdn__buffer_add_str(&text, search->place->up);
    sdn__buffer_add_str(&text, sdn_str_from(path));
    sdn_str copy = text_copy(&text, search->arena);
    sdn__buffer_release(&text);
    return copy.ptr;
}

/* ---- rules ---- */

/* Sets a rule for the path or pattern `start` + `path`. */
static sdn_code set_pattern(rule_search *search, setup_rule *rule, const char *start, sdn_str path, bool literal)
{
    sdn_buffer plain = SDN_BUFFER_INIT, pattern = SDN_BUFFER_INIT;
    sdn__buffer_add_str(&plain, sdn_str_from(start));
    sdn__buffer_add_str(&plain, path);
    setup_pattern_add(&pattern, text_view(&plain), literal);
    pattern.out_of_memory |= plain.out_of_memory;
    rule->pattern = text_copy(&pattern, search->arena);
    sdn__buffer_release(&plain);
    sdn__buffer_release(&pattern);
    return rule->pattern.ptr != NULL ? SDN_OK : sdn__fail_memory(search->err);
}

/* A name without a slash would match in all directories, so it gets one in front. */
static sdn_code set_file(rule_search *search, setup_rule *rule, const char *from_root)
{
    bool at_root = strchr(from_root, '/') == NULL;
    return set_pattern(search, rule, at_root ? "/" : "", sdn_str_from(from_root), true);
}

static sdn_code rule_for_file(rule_search *search, const char *operand, setup_rule *rule)
{
    sdn_buffer path = SDN_BUFFER_INIT;
    sdn_code code = SDN_OK;
    if (setup_place_inside(search->place, sdn_str_from(operand), &path) != 0)
        code =
            sdn__fail(search->err, SDN_E_INVALID, operand, "this file is outside of the repository; name one inside");
    sdn_str inside = code == SDN_OK ? text_copy(&path, search->arena) : SDN_STR("");
    sdn__buffer_release(&path);
    if (inside.ptr == NULL)
        return sdn__fail_memory(search->err);
    if (code == SDN_OK)
        code = set_file(search, rule, inside.ptr);
    if (code == SDN_OK && search->given_schema.len == 0)
        code = find_rule_schema(search, operand, &rule->schema);
    return code;
}

/* The schema that all files matching a pattern have. */
static sdn_code find_common_schema(rule_search *search, const char *pattern, sdn_str *schema)
{
    sdn_str names, of_file = SDN_STR("");
    sdn_code code = list_files(NULL, pattern, &names, search->arena, search->err);
    bool is_first = true;
    for (const char *name; code == SDN_OK && (name = next_name(&names)) != NULL; is_first = false) {
        code = find_rule_schema(search, name, &of_file);
        if (is_first)
            *schema = of_file;
        if (code != SDN_OK || sdn_str_equal(*schema, of_file))
            continue;
        note_schema(search, pattern, "its files have several; name the files");
        *schema = SDN_STR("");
        return SDN_OK;
    }
    return code;
}

/* As a .gitattributes in the current directory would mean it: without a slash it matches in all directories below. */
static sdn_code rule_for_pattern(rule_search *search, const char *operand, setup_rule *rule)
{
    sdn_buffer start = SDN_BUFFER_INIT;
    sdn__buffer_add_str(&start, search->place->prefix);
    if (search->place->prefix.len > 0 && strchr(operand, '/') == NULL)
        sdn__buffer_add_str(&start, SDN_STR("**/"));
    sdn_str prefix = text_copy(&start, search->arena);
    sdn__buffer_release(&start);
    if (prefix.ptr == NULL)
        return sdn__fail_memory(search->err);
    sdn_code code = set_pattern(search, rule, prefix.ptr, sdn_str_from(operand), false);
    if (code == SDN_OK && search->given_schema.len == 0)
        code = find_common_schema(search, operand, &rule->schema);
    return code;
}

static sdn_code rule_for_operand(rule_search *search, const char *operand, setup_rule *rule)
{
    source_file found;
    sdn_error why = {0};
    rule->schema = search->given_schema;
    sdn_code code = source_find(&found, sdn_str_from(operand), &why);
    if (code == SDN_OK)
        return rule_for_file(search, operand, rule);
    if (strpbrk(operand, "*?[") != NULL)
        return rule_for_pattern(search, operand, rule);
    return why.os_error == ENOENT
               ? sdn__fail(search->err, SDN_E_NOT_FOUND, operand, "no such file, and no pattern; check the name")
               : sdn__fail(search->err, code, operand, "%s", why.message);
}

static sdn_code make_rules(rule_search *search, size_t count)
{
    search->rules->items = sdn_arena_alloc(search->arena, (count + 1) * sizeof *search->rules->items);
    if (search->rules->items == NULL)
        return sdn__fail_memory(search->err);
    memset(search->rules->items, 0, (count + 1) * sizeof *search->rules->items);
    return SDN_OK;
}

static sdn_code rules_for_operands(rule_search *search, const char *const *operands, size_t count)
{
    sdn_code code = make_rules(search, count);
    for (size_t i = 0; i < count && code == SDN_OK; i++)
        code = rule_for_operand(search, operands[i], &search->rules->items[search->rules->count++]);
    return code;
}

static size_t count_names(sdn_str names)
{
    size_t count = 0;
    while (next_name(&names) != NULL)
        count++;
    return count;
}

/* Several files with one schema need a single rule, which holds for files to come as well. */
static sdn_code join_rules(rule_search *search)
{
    setup_rules *rules = search->rules;
    for (size_t i = 1; i < rules->count; i++)
        if (!sdn_str_equal(rules->items[i].schema, rules->items[0].schema))
            return SDN_OK;
    if (rules->count < 2)
        return SDN_OK;
    rules->count = 1;
    return set_pattern(search, &rules->items[0], "", SDN_STR("*.sdn"), false);
}

static sdn_code rules_for_all_files(rule_search *search)
{
    sdn_str names;
    const char *root = search->place->up.len > 0 ? search->place->up.ptr : NULL;
    sdn_code code = list_files(root, "*.sdn", &names, search->arena, search->err);
    if (code == SDN_OK && names.len == 0)
        return sdn__fail(search->err, SDN_E_NOT_FOUND, NULL,
                         "there is no *.sdn file in this repository; name the files that hold tables, or patterns");
    if (code == SDN_OK)
        code = make_rules(search, count_names(names));
    for (const char *name; code == SDN_OK && (name = next_name(&names)) != NULL;) {
        setup_rule *rule = &search->rules->items[search->rules->count++];
        rule->schema = search->given_schema;
        const char *path = path_from_here(search, name);
        code = path != NULL ? set_file(search, rule, name) : sdn__fail_memory(search->err);
        if (code == SDN_OK && search->given_schema.len == 0)
            code = find_rule_schema(search, path, &rule->schema);
    }
    return code == SDN_OK ? join_rules(search) : code;
}

sdn_code setup_rules_find(setup_rules *rules, const char *const *operands, size_t count, const char *schema,
                          const setup_place *place, sdn_arena *arena, sdn_error *err)
{
    rule_search search = {.rules = rules, .place = place, .arena = arena, .err = err, .given_schema = SDN_STR("")};
    *rules = (setup_rules){.notes = SDN_BUFFER_INIT};
    sdn_code code = schema != NULL ? check_given_schema(&search, schema) : SDN_OK;
    if (code != SDN_OK)
        return code;
    return count > 0 ? rules_for_operands(&search, operands, count) : rules_for_all_files(&search);
}
