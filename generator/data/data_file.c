/*
 * Opening goes from the bytes to the tables in them, from these to the schema, from both to the types, and then to the
 * stores. Several versions of a file are opened together because they need the same types.
 */
#include "data/data_file.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "data/data_place.h"
#include "data/schema_load.h"
#include "data/table_plan.h"
#include "diag/whole_file.h"
#include "diag/suggest.h"
#include "repo/git.h"
#include "store/file.h"
#include "store/file_bytes.h"

/* Versions of one file on the way to their stores; the newest is the last. */
typedef struct opened_versions {
    data_file *files;
    const data_request *requests;
    size_t count;
    diag_list *diags; /* of the newest request's schema */
    sdn_error *err;
    const sdn_document **documents;
    schema_choice choice;
    table_plan plan;
    const sdn_record_type **types;
} opened_versions;

static const data_request *newest(const opened_versions *o)
{
    return &o->requests[o->count - 1];
}

/* Holds what the versions share. */
static data_file *owner(const opened_versions *o)
{
    return &o->files[o->count - 1];
}

/* ---- bytes ---- */

static sdn_code from_bytes(data_file *opened, const data_request *request, sdn_str bytes, sdn_error *err)
{
    opened->file = sdn__file_from_bytes(opened->path.ptr, bytes, request->options, err);
    return opened->file != NULL ? SDN_OK : err->code;
}

static sdn_code from_standard_input(data_file *opened, const data_request *request, sdn_error *err)
{
    sdn_buffer bytes = SDN_BUFFER_INIT;
    sdn_code code = read_whole_stream(stdin, "<stdin>", sdn_options_default().max_file_bytes, &bytes, err);
    if (code == SDN_OK)
        code = from_bytes(opened, request, text_view(&bytes), err);
    sdn__buffer_release(&bytes);
    return code;
}

static sdn_code from_revision(data_file *opened, const data_request *request, sdn_error *err)
{
    sdn_str bytes = SDN_STR("");
    sdn_code code = git_read_blob(request->revision, request->path, &bytes, &opened->arena, err);
    return code == SDN_OK ? from_bytes(opened, request, bytes, err) : code;
}

/* Whether the request is for a database. */
static bool is_database(const data_request *request)
{
    return request->bytes == NULL && data_place_is_database(request->path);
}

static sdn_code require_possible(const data_file *opened, const data_request *request, sdn_error *err)
{
    if (!is_database(request))
        return SDN_OK;
    const char *place = opened->path.ptr;
    if (request->revision != NULL)
        return sdn__fail(err, SDN_E_MISUSE, place, "a database has no revisions of git");
    return request->may_be_database ? data_place_require_built(place, err) : data_place_require_file(place, err);
}

static sdn_code from_disk(data_file *opened, const data_request *request, sdn_error *err)
{
    opened->file = sdn_file_open(request->path, request->options, err);
    if (opened->file == NULL)
        return err->code;
    if (request->must_exist && opened->file->is_missing)
        return sdn__fail(err, SDN_E_NOT_FOUND, request->path, "there is no such file");
    return SDN_OK;
}

/* What messages call the version: the path, with the revision before it as git writes it. */
static sdn_code name_version(data_file *opened, const data_request *request, sdn_error *err)
{
    sdn_buffer name = SDN_BUFFER_INIT;
    bool is_standard_input = request->bytes == NULL && request->revision == NULL && strcmp(request->path, "-") == 0;
    if (request->revision != NULL && request->bytes == NULL)
        text_printf(&name, "%s:", request->revision);
    const char *shown = data_place_shown(is_standard_input ? "<stdin>" : request->path, &opened->arena);
    text_printf(&name, "%s", shown != NULL ? shown : "");
    opened->path = shown != NULL ? text_copy(&name, &opened->arena) : (sdn_str){NULL, 0};
    sdn__buffer_release(&name);
    return opened->path.ptr != NULL ? SDN_OK : sdn__fail_memory(err);
}

static sdn_code load_version(data_file *opened, const data_request *request, sdn_error *err)
{
    sdn_code code = name_version(opened, request, err);
    if (code == SDN_OK)
        code = require_possible(opened, request, err);
    if (code != SDN_OK)
        return code;
    if (request->bytes != NULL)
        return from_bytes(opened, request, *request->bytes, err);
    if (request->revision != NULL)
        return from_revision(opened, request, err);
    if (strcmp(request->path, "-") == 0)
        return from_standard_input(opened, request, err);
    return from_disk(opened, request, err);
}

static sdn_code load_versions(opened_versions *o)
{
    sdn_code code = SDN_OK;
    o->documents = sdn_arena_alloc(&owner(o)->arena, o->count * sizeof *o->documents);
    if (o->documents == NULL)
        return sdn__fail_memory(o->err);
    for (size_t i = 0; i < o->count && code == SDN_OK; i++) {
        code = load_version(&o->files[i], &o->requests[i], o->err);
        if (code == SDN_OK)
            o->documents[i] = &o->files[i].file->image->document;
    }
    return code;
}

/* ---- schema ---- */

/* Where the schema is looked for: at the newest file that has tables, else at the newest version. NULL when memory ran
 * out. */
static const char *place_of_schema(const opened_versions *o)
{
    for (size_t i = o->count; i-- > 0;)
        if (o->documents[i]->table_count > 0)
            return o->files[i].path.ptr;
    return is_database(newest(o)) ? data_place_path(newest(o)->path, &owner(o)->arena) : owner(o)->path.ptr;
}

static bool has_database(const opened_versions *o)
{
    for (size_t i = 0; i < o->count; i++)
        if (is_database(&o->requests[i]))
            return true;
    return false;
}

/* The names of the tables of all versions, each once; ptr NULL when memory ran out. */
static sdn_str *list_tables(const opened_versions *o, size_t *count)
{
    size_t most = 1;
    for (size_t i = 0; i < o->count; i++)
        most += o->documents[i]->table_count;
    sdn_str *names = sdn_arena_alloc(&owner(o)->arena, most * sizeof *names);
    *count = 0;
    for (size_t i = 0; names != NULL && i < o->count; i++)
        for (size_t k = 0; k < o->documents[i]->table_count; k++) {
            sdn_str name = o->documents[i]->tables[k].name;
            size_t at = 0;
            while (at < *count && !sdn_str_equal(names[at], name))
                at++;
            names[at] = name;
            *count += at == *count;
        }
    return names;
}

static sdn_code look_up_schema(opened_versions *o)
{
    schema_lookup lookup = {.path = place_of_schema(o), .named = newest(o)->schema};
    lookup.tables = list_tables(o, &lookup.table_count);
    if (lookup.tables == NULL || lookup.path == NULL)
        return sdn__fail_memory(o->err);
    sdn_code code = schema_choose(&lookup, &o->choice, &owner(o)->arena, o->err);
    if (code == SDN_OK && o->choice.count == 0 && has_database(o))
        code = sdn__fail(o->err, SDN_E_MISUSE, owner(o)->path.ptr,
                         "no schema says which tables it has; name one with --schema");
    return code;
}

static sdn_code load_schema(opened_versions *o)
{
    data_file *first = owner(o);
    if (o->choice.count == 0)
        return SDN_OK;
    first->schema_path = sdn_str_from(o->choice.files[0]);
    return schema_load(&o->choice, newest(o)->schema_revision, o->diags, &first->schemas, o->err);
}

/* A schema that cannot be used is forgotten if it may count as none. */
static sdn_code use_schema(opened_versions *o)
{
    size_t count = o->diags->count, errors = o->diags->errors;
    owner(o)->schema_path = SDN_STR("");
    sdn_code code = look_up_schema(o);
    if (code == SDN_OK)
        code = load_schema(o);
    if (code == SDN_OK || code == SDN_E_NOMEM || !newest(o)->never_fail_for_schema)
        return code;
    o->diags->count = count;
    o->diags->errors = errors;
    o->choice = (schema_choice){.record = SDN_STR("")};
    owner(o)->schema_path = SDN_STR("");
    return SDN_OK;
}

/* ---- stores ---- */

/* Which tables there are. */
static sdn_code plan_tables(opened_versions *o)
{
    sdn_arena *arena = &owner(o)->arena;
    bool *leave = sdn_arena_alloc(arena, o->count * sizeof *leave);
    if (leave == NULL)
        return sdn__fail_memory(o->err);
    for (size_t i = 0; i < o->count; i++)
        leave[i] = o->requests[i].leave_other_columns;
    table_sources sources = {.versions = o->documents,
                             .version_count = o->count,
                             .leave_other_columns = leave,
                             .schemas = owner(o)->schemas,
                             .record = o->choice.record,
                             .has_database = has_database(o)};
    return table_plan_make(&sources, &o->plan, arena, o->err);
}

static sdn_code require_records(const opened_versions *o)
{
    for (size_t i = 0; i < o->plan.count && has_database(o); i++)
        if (o->plan.requests[i].record == NULL)
            return sdn__fail(o->err, SDN_E_MISUSE, owner(o)->path.ptr,
                             "no schema describes table '%.*s', so a database cannot have it; describe it",
                             DIAG_STR(o->plan.requests[i].table));
    return SDN_OK;
}

static sdn_code make_types(opened_versions *o)
{
    data_file *first = owner(o);
    sdn_code code = plan_tables(o);
    if (code == SDN_OK)
        code = require_records(o);
    if (code != SDN_OK)
        return code;
    o->types = sdn_arena_alloc(&first->arena, o->plan.count * sizeof *o->types + 1);
    if (o->types == NULL || dynamic_types_make(o->plan.requests, o->plan.count, &first->arena, o->types) != 0)
        return sdn__fail_memory(o->err);
    return SDN_OK;
}

static sdn_code open_stores(opened_versions *o, size_t version)
{
    data_file *opened = &o->files[version];
    opened->schema_path = owner(o)->schema_path;
    opened->schemas = owner(o)->schemas;
    opened->tables = sdn__arena_zeroed(&opened->arena, o->plan.count * sizeof *opened->tables + 1);
    if (opened->tables == NULL)
        return sdn__fail_memory(o->err);
    for (size_t i = 0; i < o->plan.count; i++) {
        const sdn_record_type *type = o->types[i];
        data_table *table = &opened->tables[i];
        *table = (data_table){.type = type, .record = o->plan.requests[i].record};
        table->in_file =
            is_database(&o->requests[version]) || sdn__document_table(o->documents[version], type->table) != NULL;
        table->store = sdn_file_store(opened->file, type, o->err);
        if (table->store == NULL)
            return o->err->code;
        opened->table_count++;
    }
    return SDN_OK;
}

/* ---- all together ---- */

static sdn_code open_versions(opened_versions *o)
{
    sdn_code code = load_versions(o);
    if (code == SDN_OK)
        code = use_schema(o);
    if (code == SDN_OK)
        code = make_types(o);
    for (size_t i = 0; i < o->count && code == SDN_OK; i++)
        code = open_stores(o, i);
    return code;
}

sdn_code data_file_open_versions(data_file *opened, const data_request *requests, size_t count, diag_list *diags,
                                 sdn_error *err)
{
    sdn_error ignored = {0};
    opened_versions o = {.files = opened, .requests = requests, .count = count, .diags = diags};
    o.err = err != NULL ? err : &ignored;
    for (size_t i = 0; i < count; i++)
        opened[i] = (data_file){.arena = SDN_ARENA_INIT, .path = SDN_STR(""), .schema_path = SDN_STR("")};
    return open_versions(&o);
}

sdn_code data_file_open(data_file *opened, const data_request *request, diag_list *diags, sdn_error *err)
{
    return data_file_open_versions(opened, request, 1, diags, err);
}

void data_file_close(data_file *opened)
{
    sdn_file_close(opened->file);
    sdn_arena_release(&opened->arena);
    *opened = (data_file){.arena = SDN_ARENA_INIT, .path = SDN_STR(""), .schema_path = SDN_STR("")};
}

void data_files_close(data_file *opened, size_t count)
{
    for (size_t i = 0; i < count; i++)
        data_file_close(&opened[i]);
}

/* ---- one table ---- */

static void list_names(const data_file *file, char *text, size_t size)
{
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < file->table_count && len < size; i++) {
        int added = snprintf(text + len, size - len, "%s'%.100s'", i > 0 ? ", " : "", file->tables[i].type->table.ptr);
        len += added > 0 ? (size_t)added : 0;
    }
}

static sdn_code refuse_table(const data_file *file, const char *name, sdn_error *err)
{
    char names[500];
    size_t budget = 1000;
    suggestion meant = suggest_for(sdn_str_from(name), &budget);
    for (size_t i = 0; i < file->table_count; i++)
        suggest_offer(&meant, file->tables[i].type->table);
    if (meant.best.len > 0)
        return sdn__fail(err, SDN_E_NOT_FOUND, file->path.ptr, "there is no table '%.100s'; did you mean '%.*s'?", name,
                         DIAG_STR(meant.best));
    list_names(file, names, sizeof names);
    return sdn__fail(err, SDN_E_NOT_FOUND, file->path.ptr, "there is no table '%.100s'; %s%s", name,
                     names[0] != '\0' ? "it has " : "it has no table", names);
}

static sdn_code find_named(const data_file *file, const char *name, const data_table **found, sdn_error *err)
{
    for (size_t i = 0; i < file->table_count; i++)
        if (sdn_str_equal(file->tables[i].type->table, sdn_str_from(name))) {
            *found = &file->tables[i];
            return SDN_OK;
        }
    return refuse_table(file, name, err);
}

/* How many tables are in the file, or are not; *last is the last of them. */
static size_t count_tables_there(const data_file *file, bool in_file, const data_table **last)
{
    size_t count = 0;
    for (size_t i = 0; i < file->table_count; i++)
        if (file->tables[i].in_file == in_file) {
            *last = &file->tables[i];
            count++;
        }
    return count;
}

sdn_code data_file_table(const data_file *file, const char *name, const data_table **found, sdn_error *err)
{
    char names[500];
    const data_table *only = NULL;
    if (name != NULL)
        return find_named(file, name, found, err);
    size_t count = count_tables_there(file, true, &only);
    if (count == 0)
        count = count_tables_there(file, false, &only);
    if (count == 1) {
        *found = only;
        return SDN_OK;
    }
    if (count == 0)
        return sdn__fail(err, SDN_E_NOT_FOUND, file->path.ptr, "it has no table, and no schema describes one");
    list_names(file, names, sizeof names);
    return sdn__fail(err, SDN_E_MISUSE, file->path.ptr, "it has several tables, %s; choose one with --table", names);
}
