/*
 * The search for the nearest schema goes from the directory of the file upwards, to the root of the working tree; without
 * a repository it ends where it began, so that no schema of somebody else is found by chance.
 *
 * A schema is parsed only if it has the name of a table somewhere in its text, and it is a candidate if it has a record
 * for the table. One with mistakes that mentions a table is a candidate too: to read the file without it would hide the
 * mistakes. A file without tables belongs to the schema that is called like it (NAME.schema for NAME.sdn), or else to the
 * only one of a directory.
 *
 * A symbolic link is a file of the directory that it stands in, and if nothing describes it there, of that of its target.
 */
#include "data/schema_lookup.h"

#include <string.h>

#include "base/error.h"
#include "repo/directory.h"
#include "repo/git.h"
#include "syntax/parse.h"

/* One search through directories. */
typedef struct schema_search {
    const schema_lookup *lookup;
    schema_choice *choice;
    const char **owners; /* by table: the file in choice that describes it; NULL: none yet */
    sdn_arena *arena;
    sdn_error *err;
} schema_search;

/* ---- one that is named ---- */

static bool is_identifier(const char *text)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
    return text[0] != '\0' && text[strspn(text, letters)] == '\0';
}

/* FILE, or FILE:Record. */
static sdn_code choose_named(const char *named, const char *directory, schema_choice *choice, sdn_arena *arena,
                             sdn_error *err)
{
    static const char suffix[] = ".schema:";
    const char *colon = strrchr(named, ':');
    size_t len = strlen(named), suffix_len = sizeof suffix - 1;
    bool has_record = colon != NULL && (size_t)(colon + 1 - named) > suffix_len &&
                      memcmp(colon + 1 - suffix_len, suffix, suffix_len) == 0 && is_identifier(colon + 1);
    sdn_str file = sdn_arena_copy(arena, named, has_record ? (size_t)(colon - named) : len);
    sdn_str record = sdn_arena_copy(arena, has_record ? colon + 1 : "", has_record ? strlen(colon + 1) : 0);
    choice->files = sdn_arena_alloc(arena, sizeof *choice->files);
    const char *path = file.ptr != NULL && directory != NULL ? directory_join(directory, file.ptr, arena) : file.ptr;
    if (path == NULL || record.ptr == NULL || choice->files == NULL)
        return sdn__fail_memory(err);
    choice->files[0] = path;
    choice->count = 1;
    choice->record = record;
    return SDN_OK;
}

/* ---- candidates ---- */

static bool has_text(sdn_str text, sdn_str part)
{
    const char *end = text.ptr + text.len;
    for (const char *at = text.ptr; part.len > 0 && (size_t)(end - at) >= part.len; at++) {
        at = memchr(at, part.ptr[0], (size_t)(end - at) - part.len + 1);
        if (at == NULL)
            return false;
        if (memcmp(at, part.ptr, part.len) == 0)
            return true;
    }
    return false;
}

static bool mentions_a_table(const schema_lookup *lookup, sdn_str text)
{
    for (size_t i = 0; i < lookup->table_count; i++)
        if (has_text(text, lookup->tables[i]))
            return true;
    return lookup->table_count == 0;
}

static bool has_record_for(const ast_schema *schema, sdn_str table)
{
    for (const ast_record *record = schema->records; record != NULL; record = record->next)
        if (sdn_str_equal(record->table.text, table))
            return true;
    return false;
}

static sdn_code refuse_two(const schema_search *search, const char *first, const char *second, sdn_str table)
{
    if (table.len == 0)
        return sdn__fail(search->err, SDN_E_MISUSE, search->lookup->path,
                         "it has no table, and may belong to '%s' or '%s'; name one of them with --schema", first,
                         second);
    return sdn__fail(search->err, SDN_E_MISUSE, search->lookup->path,
                     "table '%.*s' is described by '%s' and by '%s'; name one of them with --schema",
                     table.len < 100 ? (int)table.len : 100, table.ptr, first, second);
}

/* Notes that a schema describes the tables of which it has a record. *describes: any. */
static sdn_code claim_tables(schema_search *search, const char *file, const ast_schema *schema, bool *describes)
{
    const schema_lookup *lookup = search->lookup;
    for (size_t i = 0; i < lookup->table_count; i++) {
        if (!has_record_for(schema, lookup->tables[i]))
            continue;
        if (search->owners[i] != NULL)
            return refuse_two(search, search->owners[i], file, lookup->tables[i]);
        search->owners[i] = file;
        *describes = true;
    }
    if (lookup->table_count == 0 && search->choice->count > 0)
        return refuse_two(search, search->choice->files[0], file, SDN_STR(""));
    *describes = *describes || lookup->table_count == 0;
    return SDN_OK;
}

static sdn_code consider(schema_search *search, const char *file)
{
    source_file source;
    ast_schema schema;
    diag_list diags;
    bool describes = false;
    sdn_code code = source_read(&source, sdn_str_from(file), search->arena, NULL);
    if (code != SDN_OK || !mentions_a_table(search->lookup, source.text))
        return code == SDN_E_NOMEM ? sdn__fail_memory(search->err) : SDN_OK;
    diag_list_init(&diags, search->arena);
    code = parse_schema(&source, search->arena, &diags, &schema) == 0 ? SDN_OK : sdn__fail_memory(search->err);
    if (code == SDN_OK)
        code = claim_tables(search, file, &schema, &describes);
    if (code == SDN_OK && (describes || diags.errors > 0))
        search->choice->files[search->choice->count++] = file;
    diag_list_release(&diags);
    return code;
}

/* ---- directories ---- */

/* Whether a schema is called like a data file: up to the last dot both names are the same. */
static bool is_namesake(sdn_str schema, const char *path)
{
    static const char extension[] = ".schema";
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    size_t len = dot != NULL ? (size_t)(dot - name) : strlen(name);
    return schema.len == len + sizeof extension - 1 && memcmp(schema.ptr, name, len) == 0;
}

/* Of a file without tables: leaves the one schema that is called like it, if there is one. */
static void prefer_namesake(const schema_lookup *lookup, sdn_str_list *names)
{
    for (size_t i = 0; i < names->count && lookup->table_count == 0; i++)
        if (is_namesake(names->items[i], lookup->path)) {
            names->items += i;
            names->count = 1;
        }
}

static sdn_code search_directory(schema_search *search, const char *directory)
{
    sdn_str_list names = {NULL, 0};
    if (directory_list(directory, ".schema", search->arena, &names) != 0)
        return sdn__fail_memory(search->err);
    if (names.count == 0)
        return SDN_OK;
    prefer_namesake(search->lookup, &names);
    search->choice->files = sdn_arena_alloc(search->arena, names.count * sizeof *search->choice->files);
    sdn_code code = search->choice->files != NULL ? SDN_OK : sdn__fail_memory(search->err);
    for (size_t i = 0; i < names.count && code == SDN_OK; i++) {
        const char *file = directory_join(directory, names.items[i].ptr, search->arena);
        code = file != NULL ? consider(search, file) : sdn__fail_memory(search->err);
    }
    return code;
}

/* A directory, then its `schemas`. */
static sdn_code search_level(schema_search *search, const char *directory)
{
    sdn_code code = search_directory(search, directory);
    if (code != SDN_OK || search->choice->count > 0)
        return code;
    const char *below = directory_join(directory, "schemas", search->arena);
    return below != NULL ? search_directory(search, below) : sdn__fail_memory(search->err);
}

static sdn_code search_upwards(schema_search *search, const char *directory, const char *root)
{
    for (const char *at = directory; at != NULL; at = directory_above(at, search->arena)) {
        sdn_code code = search_level(search, at);
        if (code != SDN_OK || search->choice->count > 0)
            return code;
        if (root == NULL || strcmp(at, root) == 0)
            break;
    }
    return SDN_OK;
}

static sdn_code choose_nearest(const schema_lookup *lookup, const char *directory, const char *root,
                               schema_choice *choice, sdn_arena *arena, sdn_error *err)
{
    schema_search search = {.lookup = lookup, .choice = choice, .arena = arena, .err = err};
    search.owners = sdn_arena_alloc(arena, (lookup->table_count + 1) * sizeof *search.owners);
    if (search.owners == NULL)
        return sdn__fail_memory(err);
    for (size_t i = 0; i < lookup->table_count; i++)
        search.owners[i] = NULL;
    return search_upwards(&search, directory, root);
}

/* Whether a path stays below the directory that it is relative to, unless by links. */
static bool stays_below(const char *path)
{
    bool stays = path[0] != '/';
    for (const char *part = path; part != NULL && stays; part = strchr(part, '/')) {
        part += part != path;
        stays = strncmp(part, "..", 2) != 0 || (part[2] != '/' && part[2] != '\0');
    }
    return stays;
}

/* Whoever wrote the repository wrote the attribute. A file of another kind or place may be a secret of whoever reads it,
 * and the messages about a schema quote its lines. */
static sdn_code refuse_strange(const char *named, const schema_choice *choice, sdn_error *err)
{
    static const char extension[] = ".schema";
    size_t len = strlen(choice->files[0]), extension_len = sizeof extension - 1;
    bool is_schema = len > extension_len && strcmp(choice->files[0] + len - extension_len, extension) == 0;
    if (is_schema && stays_below(named))
        return SDN_OK;
    return sdn__fail(err, SDN_E_MISUSE, ".gitattributes",
                     "sdn-schema=%s is no schema within the repository; it is a path from the root, such as "
                     "schemas/todo.schema",
                     named);
}

static sdn_code choose_by_attribute(const schema_lookup *lookup, const char *root, schema_choice *choice,
                                    sdn_arena *arena, sdn_error *err)
{
    sdn_str attribute = SDN_STR("");
    sdn_code code = git_attribute(lookup->path, "sdn-schema", &attribute, arena, err);
    if (code == SDN_OK && attribute.len > 0)
        code = choose_named(attribute.ptr, root, choice, arena, err);
    return code == SDN_OK && attribute.len > 0 ? refuse_strange(attribute.ptr, choice, err) : code;
}

/* By the attribute, or the nearest. */
static sdn_code choose_by_place(const schema_lookup *lookup, schema_choice *choice, sdn_arena *arena, sdn_error *err)
{
    const char *directory = directory_of_file(lookup->path, arena);
    if (directory == NULL)
        return sdn__fail_memory(err);
    const char *root = directory_root(directory, arena);
    sdn_code code = SDN_OK;
    if (!lookup->attribute_last) {
        code = choose_by_attribute(lookup, root, choice, arena, err);
        if (code != SDN_OK || choice->count > 0)
            return code;
    }
    code = choose_nearest(lookup, directory, root, choice, arena, err);
    if (lookup->attribute_last && code != SDN_E_NOMEM && (code != SDN_OK || choice->count == 0))
        code = choose_by_attribute(lookup, root, choice, arena, err);
    return code;
}

sdn_code schema_choose(const schema_lookup *lookup, schema_choice *choice, sdn_arena *arena, sdn_error *err)
{
    *choice = (schema_choice){.record = SDN_STR("")};
    if (lookup->named != NULL)
        return choose_named(lookup->named, NULL, choice, arena, err);
    sdn_code code = choose_by_place(lookup, choice, arena, err);
    if (code != SDN_OK || choice->count > 0)
        return code;
    schema_lookup at_target = *lookup;
    at_target.path = directory_follow_links(lookup->path, arena);
    if (at_target.path == NULL)
        return sdn__fail_memory(err);
    return at_target.path != lookup->path ? choose_by_place(&at_target, choice, arena, err) : SDN_OK;
}
