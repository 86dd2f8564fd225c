/*
 * Loading is two walks over the graph of imports.
 *
 * The first is breadth-first: `units` is list and queue in one. Requested files are entered, then each unit in turn is
 * parsed and its imports are entered, unless the file, by device and inode, is there already. So each file is read
 * once, and cycles cost nothing. The second (order_units) is depth-first with an explicit stack, because the depth of
 * imports is in the hands of the input: it finds cycles, cuts them by setting one import to NULL, and gives each unit
 * its rank, after all that it imports.
 *
 * Invariant: source.order of a unit is its index in `units`; messages are sorted by it.
 */
#include "syntax/load.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "diag/text.h"
#include "names/cname.h"
#include "names/name_table.h"
#include "syntax/parse.h"

typedef struct loader {
    const load_request *request;
    sdn_arena *arena;
    diag_list *diags;
    load_unit **units; /* base/alloc memory until loading is done */
    size_t count;
    size_t capacity;
    name_table by_identity;
    bool unreadable;
    bool out_of_memory;
} loader;

static void *zeroed(loader *l, size_t count, size_t size)
{
    void *made = sdn__arena_zeroed(l->arena, count * size);
    l->out_of_memory |= made == NULL;
    return made;
}

/* --- paths --- */

/* The directory part of a path, with its slash; empty if there is none. */
static sdn_str directory_of(sdn_str path)
{
    while (path.len > 0 && path.ptr[path.len - 1] != '/')
        path.len--;
    return path;
}

static sdn_str join_path(loader *l, sdn_str directory, sdn_str name)
{
    sdn_buffer path = SDN_BUFFER_INIT;
    if (name.len == 0 || name.ptr[0] != '/') {
        sdn__buffer_add_str(&path, directory);
        if (directory.len > 0 && directory.ptr[directory.len - 1] != '/')
            sdn__buffer_add(&path, "/", 1);
    }
    sdn__buffer_add_str(&path, name);
    sdn_str joined = text_copy(&path, l->arena);
    sdn__buffer_release(&path);
    if (joined.ptr == NULL)
        l->out_of_memory = true;
    return joined;
}

static bool ends_in_schema(sdn_str path)
{
    static const char suffix[] = ".schema";
    size_t len = sizeof suffix - 1;
    return path.len > len && memcmp(path.ptr + path.len - len, suffix, len) == 0;
}

/* The name of the source that has no file. */
static bool is_standard_input(sdn_str path)
{
    return sdn_str_equal(path, SDN_STR("<stdin>"));
}

sdn_str load_base_name(sdn_str path)
{
    if (is_standard_input(path))
        return SDN_STR("stdin");
    sdn_str directory = directory_of(path);
    sdn_str name = {path.ptr + directory.len, path.len - directory.len};
    if (ends_in_schema(path))
        name.len -= strlen(".schema");
    return name;
}

/* --- units --- */

/* Device and inode as a name, so that two paths to one file give the same unit; the path of what is no file. */
static sdn_str identity_of(loader *l, const source_file *source)
{
    if (l->request->read != NULL)
        return source->path;
    uint64_t identity[] = {source->device, source->inode};
    sdn_str name = sdn_arena_copy(l->arena, (const char *)identity, sizeof identity);
    if (name.ptr == NULL)
        l->out_of_memory = true;
    return name;
}

static void add_unit(loader *l, load_unit *unit)
{
    if (sdn__reserve(&l->units, &l->capacity, l->count + 1, sizeof *l->units) != 0) {
        l->out_of_memory = true;
        return;
    }
    unit->source.order = (uint32_t)l->count;
    unit->base_name = load_base_name(unit->source.path);
    l->units[l->count++] = unit;
}

/* The unit of a file that was read already, by any path; NULL if there is none. */
static load_unit *find_unit(loader *l, sdn_str path)
{
    source_file found = {.path = path};
    if (l->request->read == NULL && source_find(&found, path, NULL) != SDN_OK)
        return NULL;
    sdn_str identity = identity_of(l, &found);
    return identity.ptr != NULL ? (load_unit *)name_table_find(&l->by_identity, identity) : NULL;
}

static sdn_code read_source(const loader *l, source_file *made, sdn_str path, sdn_error *err)
{
    if (l->request->read != NULL)
        return l->request->read(l->request->context, made, path, l->arena, err);
    return source_read(made, path, l->arena, err);
}

static load_unit *read_new_unit(loader *l, sdn_str path, sdn_code *code, sdn_error *err)
{
    load_unit *made = zeroed(l, 1, sizeof *made);
    if (made == NULL)
        return NULL;
    *code = read_source(l, &made->source, path, err);
    if (*code == SDN_E_NOMEM)
        l->out_of_memory = true;
    if (*code != SDN_OK)
        return NULL;
    const void *unit = made;
    sdn_str identity = identity_of(l, &made->source);
    if (identity.ptr == NULL || name_table_add(&l->by_identity, identity, &unit) != 0) {
        l->out_of_memory = true;
        return NULL;
    }
    made->loaded = true;
    if (unit == made)
        add_unit(l, made);
    return (load_unit *)unit;
}

/* The unit of the file at `path`, new or known. NULL if it cannot be read: see *code. */
static load_unit *read_unit(loader *l, sdn_str path, sdn_code *code, sdn_error *err)
{
    load_unit *unit = path.ptr != NULL ? find_unit(l, path) : NULL;
    if (unit != NULL || path.ptr == NULL || l->out_of_memory)
        return unit;
    return read_new_unit(l, path, code, err);
}

/* A unit for a requested file that cannot be read, so that the message about it has a source. */
static void add_unreadable(loader *l, sdn_str path, const sdn_error *err)
{
    load_unit *made = zeroed(l, 1, sizeof *made);
    if (made == NULL)
        return;
    sdn_error ignored = {0};
    if (source_init(&made->source, path, SDN_STR(""), l->arena, &ignored) != SDN_OK) {
        l->out_of_memory = true;
        return;
    }
    made->ast = (ast_schema){.source = &made->source, .incomplete = true};
    add_unit(l, made);
    l->unreadable = true;
    diag_error(l->diags, source_whole(&made->source), "%s", err->message);
}

static load_unit *read_standard_input(loader *l, sdn_error *err)
{
    load_unit *made = zeroed(l, 1, sizeof *made);
    if (made == NULL)
        return NULL;
    sdn_code code = source_read_standard_input(&made->source, l->arena, err);
    if (code == SDN_E_NOMEM)
        l->out_of_memory = true;
    if (code != SDN_OK)
        return NULL;
    made->loaded = true;
    add_unit(l, made);
    return made;
}

static void request_unit(loader *l, const char *file)
{
    bool standard_input = strcmp(file, "-") == 0;
    sdn_str path = sdn_str_from(standard_input ? "<stdin>" : file);
    sdn_error err = {0};
    sdn_code code = SDN_OK;
    load_unit *unit = standard_input ? read_standard_input(l, &err) : read_unit(l, path, &code, &err);
    if (unit != NULL)
        unit->requested = true;
    else if (!l->out_of_memory)
        add_unreadable(l, path, &err);
}

/* --- imports --- */

static bool is_missing(sdn_code code, const sdn_error *err)
{
    return code == SDN_E_NOT_FOUND || (code == SDN_E_IO && (err->os_error == ENOENT || err->os_error == ENOTDIR));
}

static void report_not_found(loader *l, const ast_import *import)
{
    diag *d = diag_error(l->diags, import->path.span, "cannot find \"%.*s\"", DIAG_STR(import->path.text));
    if (import->path.text.ptr[0] == '/')
        return;
    bool dirs = l->request->import_dir_count > 0;
    diag_help(l->diags, d,
              "an import is looked for in the directory of the importing file, then in those given by -I%s",
              dirs ? "" : " (none here)");
}

/* Tries one directory after the other until the file exists, readable or not. */
static load_unit *find_import(loader *l, const load_unit *importer, const ast_import *import)
{
    sdn_error err = {0};
    sdn_code code = SDN_OK;
    sdn_str directory = directory_of(importer->source.path);
    size_t tried = 0;
    for (;;) {
        load_unit *unit = read_unit(l, join_path(l, directory, import->path.text), &code, &err);
        if (unit != NULL || l->out_of_memory)
            return unit;
        if (!is_missing(code, &err)) {
            diag_error(l->diags, import->path.span, "%s", err.message);
            return NULL;
        }
        if (tried == l->request->import_dir_count || import->path.text.ptr[0] == '/')
            break;
        directory = sdn_str_from(l->request->import_dirs[tried++]);
    }
    report_not_found(l, import);
    return NULL;
}

/* An empty path, or one with a NUL, names nothing. A file that is no schema is not read: the messages would quote a secret
 * of whoever checks a schema of somebody else. */
static bool check_import_path(loader *l, const ast_import *import)
{
    if (ends_in_schema(import->path.text))
        return true;
    diag_error(l->diags, import->path.span,
               import->path.text.len > 0 ? "the name of a schema file ends in '.schema'"
                                         : "an import needs the name of a schema file");
    return false;
}

static void load_imports(loader *l, load_unit *unit)
{
    unit->imports = zeroed(l, unit->ast.import_count + 1, sizeof *unit->imports);
    if (unit->imports == NULL)
        return;
    size_t i = 0;
    for (const ast_import *import = unit->ast.imports; import != NULL && !l->out_of_memory;
         import = import->next, i++) {
        if (check_import_path(l, import))
            unit->imports[i] = find_import(l, unit, import);
        if (unit->imports[i] == NULL)
            unit->ast.incomplete = true;
    }
}

static void parse_unit(loader *l, load_unit *unit)
{
    if (unit->loaded && parse_schema(&unit->source, l->arena, l->diags, &unit->ast) != 0)
        l->out_of_memory = true;
    else
        load_imports(l, unit);
}

/* --- order --- */

typedef enum visit { VISIT_NOT_YET, VISIT_UNDER_WAY, VISIT_DONE } visit;

/* A unit on the stack of the walk, and its next import. */
typedef struct order_step {
    load_unit *unit;
    const ast_import *import;
    size_t next;
} order_step;

typedef struct orderer {
    loader *loader;
    visit *visits; /* by source order */
    order_step *steps;
    size_t depth;
    load_unit **ordered;
    size_t count;
} orderer;

/* The walk came back to a unit that is on the stack: reports the cycle. */
static void report_cycle(orderer *o, const load_unit *again)
{
    order_step *last = &o->steps[o->depth - 1];
    diag_list *diags = o->loader->diags;
    if (last->unit == again) {
        diag_error(diags, last->import->path.span, "this schema imports itself");
        return;
    }
    diag *d = diag_error(diags, last->import->path.span, "these imports form a cycle");
    size_t first = 0;
    while (o->steps[first].unit != again)
        first++;
    for (size_t i = first; i + 1 < o->depth && i < first + 8; i++)
        diag_note(diags, d, o->steps[i].import->path.span, "which is imported here");
    diag_help(diags, d, "move what both need into a schema of its own");
}

static void enter_unit(orderer *o, load_unit *unit)
{
    assert(o->visits[unit->source.order] == VISIT_NOT_YET && o->depth < o->loader->count);
    o->visits[unit->source.order] = VISIT_UNDER_WAY;
    o->steps[o->depth++] = (order_step){unit, NULL, 0};
}

static void leave(orderer *o, load_unit *unit)
{
    o->visits[unit->source.order] = VISIT_DONE;
    unit->rank = o->count;
    o->ordered[o->count++] = unit;
    o->depth--;
}

/* Follows the next import of the unit on top, or leaves it. */
static void order_next(orderer *o)
{
    order_step *step = &o->steps[o->depth - 1];
    if (step->next == step->unit->ast.import_count) {
        leave(o, step->unit);
        return;
    }
    step->import = step->import == NULL ? step->unit->ast.imports : step->import->next;
    load_unit **slot = &step->unit->imports[step->next++];
    if (*slot == NULL || o->visits[(*slot)->source.order] == VISIT_DONE)
        return;
    if (o->visits[(*slot)->source.order] == VISIT_UNDER_WAY) {
        report_cycle(o, *slot);
        *slot = NULL;
        step->unit->ast.incomplete = true;
        return;
    }
    enter_unit(o, *slot);
}

static load_unit **order_units(loader *l)
{
    orderer o = {.loader = l};
    o.visits = zeroed(l, l->count + 1, sizeof *o.visits);
    o.steps = zeroed(l, l->count + 1, sizeof *o.steps);
    o.ordered = zeroed(l, l->count + 1, sizeof *o.ordered);
    for (size_t i = 0; i < l->count && !l->out_of_memory; i++) {
        if (o.visits[i] == VISIT_NOT_YET)
            enter_unit(&o, l->units[i]);
        while (o.depth > 0)
            order_next(&o);
    }
    return o.ordered;
}

/* --- file names --- */

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("_-.+", c) != NULL;
}

/* Whether #include "name.h" is valid and portable. */
static bool is_plain_name(sdn_str name)
{
    bool plain = name.len > 0 && name.ptr[0] != '-';
    for (size_t i = 0; i < name.len; i++)
        plain = plain && name.ptr[i] != '\0' && is_plain(name.ptr[i]);
    return plain;
}

static void check_file_name(loader *l, const load_unit *unit)
{
    source_span whole = source_whole(&unit->source);
    if (is_standard_input(unit->source.path))
        return;
    if (!ends_in_schema(unit->source.path)) {
        diag *d = diag_error(l->diags, whole, "the name of a schema file ends in '.schema'");
        diag_help(l->diags, d, "rename the file");
        return;
    }
    if (!is_plain_name(unit->base_name)) {
        diag *d = diag_error(l->diags, whole, "'%.*s' cannot name a C header", DIAG_STR(unit->base_name));
        diag_help(l->diags, d, "use the letters A-Z and a-z, digits, '_', '-', '.' and '+'");
        return;
    }
    const char *reason = cname_reserved_file(unit->base_name);
    if (reason != NULL) {
        diag *d = diag_error(l->diags, whole, "'%.*s' cannot name a schema: '%.*s.h' is %s", DIAG_STR(unit->base_name),
                             DIAG_STR(unit->base_name), reason);
        diag_help(l->diags, d, "rename the schema file");
    }
}

static sdn_str fold_case(loader *l, sdn_str name)
{
    char *folded = zeroed(l, name.len + 1, 1);
    for (size_t i = 0; folded != NULL && i < name.len; i++)
        folded[i] = (char)(name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? name.ptr[i] - 'A' + 'a' : name.ptr[i]);
    return (sdn_str){folded, name.len};
}

/* Two schemas whose generated files would overwrite each other, at least on file systems that ignore case. */
static void check_file_clash(loader *l, name_table *names, const load_unit *unit)
{
    const void *first = unit;
    sdn_str folded = fold_case(l, unit->base_name);
    if (folded.ptr == NULL || name_table_add(names, folded, &first) != 0) {
        l->out_of_memory = true;
        return;
    }
    const load_unit *other = first;
    if (other == unit)
        return;
    diag *d = diag_error(l->diags, source_whole(&unit->source), "another schema of this run is called '%.*s' too",
                         DIAG_STR(other->base_name));
    diag_note(l->diags, d, source_whole(&other->source), "the other one, whose files would have the same names");
    diag_help(l->diags, d, "rename one of them; upper and lower case do not make a difference");
}

static void check_file_names(loader *l)
{
    name_table names = {.arena = l->arena};
    for (size_t i = 0; i < l->count && !l->out_of_memory; i++)
        if (l->units[i]->loaded) {
            check_file_name(l, l->units[i]);
            check_file_clash(l, &names, l->units[i]);
        }
}

/* --- all together --- */

static void finish(loader *l, load_result *result)
{
    *result = (load_result){.unit_count = l->count, .unreadable = l->unreadable};
    result->ordered = order_units(l);
    result->units = zeroed(l, l->count + 1, sizeof *result->units);
    if (result->units != NULL && l->count > 0)
        memcpy(result->units, l->units, l->count * sizeof *l->units);
}

int load_schemas(const load_request *request, sdn_arena *arena, diag_list *diags, load_result *result)
{
    loader l = {.request = request, .arena = arena, .diags = diags, .by_identity = {.arena = arena}};
    for (size_t i = 0; i < request->file_count && !l.out_of_memory; i++)
        request_unit(&l, request->files[i]);
    for (size_t i = 0; i < l.count && !l.out_of_memory; i++)
        parse_unit(&l, l.units[i]);
    check_file_names(&l);
    finish(&l, result);
    sdn__free(l.units);
    return l.out_of_memory || diags->out_of_memory ? -1 : 0;
}
