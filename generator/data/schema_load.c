#include "data/schema_load.h"

#include "base/error.h"
#include "check/sema.h"
#include "diag/suggest.h"
#include "repo/git.h"
#include "syntax/load.h"

/* ---- from a revision ---- */

static sdn_code read_from_revision(void *context, source_file *made, sdn_str path, sdn_arena *arena, sdn_error *err)
{
    const char *revision = context;
    sdn_str bytes = SDN_STR("");
    sdn_code code = git_read_blob(revision, path.ptr, &bytes, arena, err);
    return code == SDN_OK ? source_init(made, path, bytes, arena, err) : code;
}

/* ---- records ---- */

static bool is_named(const model_record *record, sdn_str name)
{
    return sdn_str_equal(record->name, name);
}

static bool is_in_table(const model_record *record, sdn_str table)
{
    return sdn_str_equal(record->table, table);
}

/* The first record of which `fits` is true, in schemas that were asked for, then in those that they import. */
static const model_record *first_record(const model *schemas, bool (*fits)(const model_record *, sdn_str), sdn_str word)
{
    for (int imported = 0; imported < 2; imported++)
        for (size_t i = 0; schemas != NULL && i < schemas->schema_count; i++)
            for (size_t k = 0; k < schemas->schemas[i]->record_count; k++)
                if (schemas->schemas[i]->requested == (imported == 0) && fits(&schemas->schemas[i]->records[k], word))
                    return &schemas->schemas[i]->records[k];
    return NULL;
}

const model_record *schema_record(const model *schemas, sdn_str name)
{
    return first_record(schemas, is_named, name);
}

const model_record *schema_record_of_table(const model *schemas, sdn_str table)
{
    return first_record(schemas, is_in_table, table);
}

static sdn_code refuse_record(const schema_choice *choice, const model *schemas, sdn_error *err)
{
    size_t budget = 1000;
    suggestion meant = suggest_for(choice->record, &budget);
    for (size_t i = 0; i < schemas->schema_count; i++)
        for (size_t k = 0; k < schemas->schemas[i]->record_count; k++)
            suggest_offer(&meant, schemas->schemas[i]->records[k].name);
    if (meant.best.len > 0)
        return sdn__fail(err, SDN_E_NOT_FOUND, choice->files[0], "there is no record '%.*s'; did you mean '%.*s'?",
                         DIAG_STR(choice->record), DIAG_STR(meant.best));
    return sdn__fail(err, SDN_E_NOT_FOUND, choice->files[0], "there is no record '%.*s'", DIAG_STR(choice->record));
}

/* ---- loading ---- */

static sdn_code load_and_check(const load_request *request, diag_list *diags, model *made, sdn_error *err)
{
    load_result loaded;
    size_t before = diags->count, errors = diags->errors;
    if (load_schemas(request, diags->arena, diags, &loaded) != 0 ||
        sema_check(&loaded, SDN_STR(""), diags->arena, diags, made) != 0 || diags->out_of_memory)
        return sdn__fail_memory(err);
    if (diags->errors > errors)
        return sdn__fail(err, SDN_E_INVALID, request->files[0], "this schema has mistakes; correct them first");
    diags->count = before;
    return SDN_OK;
}

/* The paths in the arena of messages, which name them; those of the choice may go before these are shown. */
static const char *const *copy_paths(const schema_choice *choice, sdn_arena *arena)
{
    const char **paths = sdn_arena_alloc(arena, (choice->count + 1) * sizeof *paths);
    for (size_t i = 0; paths != NULL && i < choice->count; i++) {
        paths[i] = sdn_arena_copy_str(arena, sdn_str_from(choice->files[i])).ptr;
        if (paths[i] == NULL)
            return NULL;
    }
    return paths;
}

sdn_code schema_load(const schema_choice *choice, const char *revision, diag_list *diags, const model **made,
                     sdn_error *err)
{
    load_request request = {.files = copy_paths(choice, diags->arena), .file_count = choice->count};
    model *checked = sdn_arena_alloc(diags->arena, sizeof *checked);
    if (checked == NULL || request.files == NULL)
        return sdn__fail_memory(err);
    if (revision != NULL) {
        request.read = read_from_revision;
        request.context = (void *)revision;
    }
    sdn_code code = load_and_check(&request, diags, checked, err);
    if (code == SDN_OK && choice->record.len > 0 && schema_record(checked, choice->record) == NULL)
        code = refuse_record(choice, checked, err);
    if (code == SDN_OK)
        *made = checked;
    return code;
}
