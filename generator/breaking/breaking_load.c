/* Both versions are loaded as the compiler loads a schema, imports included; the earlier one from git, if there it is. */
#include "breaking/breaking_private.h"

#include "base/alloc.h"
#include "base/error.h"
#include "check/sema.h"
#include "repo/git.h"

static sdn_code read_earlier(void *context, source_file *made, sdn_str path, sdn_arena *arena, sdn_error *err)
{
    sdn_str bytes = SDN_STR("");
    sdn_code code = git_read_blob(context, path.ptr, &bytes, arena, err);
    return code == SDN_OK ? source_init(made, path, bytes, arena, err) : code;
}

/* Whether the earlier version exists. */
static bool exists(const char *path, const breaking_origin *origin, sdn_arena *arena)
{
    sdn_str bytes;
    sdn_error ignored = {0};
    return origin->file != NULL || git_read_blob(origin->revision, path, &bytes, arena, &ignored) == SDN_OK;
}

static sdn_code load_side(breaking_side *side, const load_request *request, sdn_arena *arena, diag_list *diags,
                          sdn_error *err)
{
    size_t errors = diags->errors;
    if (load_schemas(request, arena, diags, &side->loaded) != 0 ||
        sema_check(&side->loaded, SDN_STR(""), arena, diags, &side->made) != 0 || diags->out_of_memory)
        return sdn__fail_memory(err);
    return diags->errors == errors ? SDN_OK
                                   : sdn__fail(err, SDN_E_INVALID, request->files[0], "this schema has mistakes");
}

/* Gives the sources of the later version the lower numbers, so that messages about them come first and those of the two
 * versions are not mixed. */
static void order_sources(breaking_schema *schema)
{
    for (size_t i = 0; i < schema->before.loaded.unit_count; i++)
        schema->before.loaded.units[i]->source.order += (uint32_t)schema->after.loaded.unit_count;
}

static bool has_changed(const breaking_schema *schema)
{
    const load_result *before = &schema->before.loaded, *after = &schema->after.loaded;
    bool same = before->unit_count == after->unit_count;
    for (size_t i = 0; i < before->unit_count && same; i++)
        same = sdn_str_equal(before->units[i]->source.text, after->units[i]->source.text);
    return !same;
}

sdn_code breaking_load(breaking_schema *schema, const char *path, const breaking_origin *origin, sdn_arena *arena,
                       diag_list *diags, sdn_error *err)
{
    *schema = (breaking_schema){.origin = origin, .arena = arena, .diags = diags};
    const char *earlier = origin->file != NULL ? origin->file : path;
    load_request now = {.files = &path, .file_count = 1};
    load_request then = {.files = &earlier, .file_count = 1};
    if (origin->file == NULL) {
        then.read = read_earlier;
        then.context = (void *)(uintptr_t)origin->revision;
    }
    schema->is_new = !exists(path, origin, arena);
    sdn_code code = load_side(&schema->after, &now, arena, diags, err);
    if (code != SDN_OK || schema->is_new)
        return code;
    code = load_side(&schema->before, &then, arena, diags, err);
    order_sources(schema);
    schema->is_changed = code == SDN_OK && has_changed(schema);
    if (code == SDN_OK)
        diags->count = 0; /* warnings are for those who write a schema */
    return code == SDN_OK ? breaking_pair(schema, err) : code;
}

void breaking_release(breaking_schema *schema)
{
    sdn__free(schema->groups);
    *schema = (breaking_schema){0};
}
