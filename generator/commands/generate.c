#include "commands/generate.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "check/sema.h"
#include "commands/files.h"
#include "commands/unified_diff.h"
#include "emit/emit.h"
#include "names/cname.h"
#include "syntax/ast_dump.h"

/* One run of the command. */
typedef struct generation {
    const generate_options *options;
    command_report *report;
    sdn_arena arena;
    diag_list diags;
    load_result loaded;
    model made;
    files_output *outputs; /* in the arena; room for one more, the depfile */
    size_t output_count;
} generation;

/* A message that is not about a position in a schema. */
static void say(generation *g, sdn_str file, const char *message)
{
    diag_render_plain(g->options->style, file, sdn_str_from(message), &g->report->err);
}

static command_status generate_out_of_memory(generation *g)
{
    say(g, SDN_STR(""), "out of memory");
    return COMMAND_FAILED;
}

static command_status fail(generation *g, const sdn_error *err)
{
    say(g, SDN_STR(""), err->message);
    return COMMAND_FAILED;
}

/* --- names of outputs --- */

static sdn_str output_path(generation *g, sdn_str name)
{
    sdn_buffer path = SDN_BUFFER_INIT;
    const char *directory = g->options->out_dir;
    if (directory != NULL) {
        size_t len = strlen(directory);
        text_printf(&path, "%s%s", directory, len > 0 && directory[len - 1] != '/' ? "/" : "");
    }
    sdn__buffer_add_str(&path, name);
    sdn_str copy = text_copy(&path, &g->arena);
    sdn__buffer_release(&path);
    return copy;
}

static command_status list_schema(generation *g, const char *file)
{
    sdn_str names[EMIT_OUTPUTS_MAX];
    sdn_str base = load_base_name(sdn_str_from(file));
    model_schema schema = {.path = sdn_str_from(file), .base_name = sdn_arena_copy_str(&g->arena, base)};
    size_t count = schema.base_name.ptr != NULL ? emit_output_names(&schema, names, &g->arena) : 0;
    for (size_t i = 0; i < count; i++) {
        sdn_str path = output_path(g, names[i]);
        if (path.ptr == NULL)
            return generate_out_of_memory(g);
        sdn__buffer_add_str(&g->report->out, path);
        sdn__buffer_add(&g->report->out, "\n", 1);
    }
    return count > 0 ? COMMAND_FINE : generate_out_of_memory(g);
}

static command_status list_outputs(generation *g)
{
    command_status status = COMMAND_FINE;
    for (size_t i = 0; i < g->options->schemas.file_count && status == COMMAND_FINE; i++)
        status = list_schema(g, g->options->schemas.files[i]);
    return status;
}

/* --- from schemas to outputs --- */

/* Reports what is wrong or unwise in the schemas. */
static command_status report_generation(generation *g)
{
    diag_sort(&g->diags);
    diag_render(&g->diags, g->options->style, &g->report->err);
    if (g->loaded.unreadable)
        return COMMAND_FAILED;
    return g->diags.errors > 0 ? COMMAND_FINDINGS : COMMAND_FINE;
}

static command_status dump_asts(generation *g)
{
    for (size_t i = 0; i < g->loaded.unit_count; i++)
        if (g->loaded.units[i]->requested && g->loaded.units[i]->loaded)
            ast_dump(&g->loaded.units[i]->ast, &g->report->out);
    return report_generation(g);
}

static command_status emit_one(generation *g, const model_schema *schema)
{
    emit_output made[EMIT_OUTPUTS_MAX];
    size_t count = 0;
    if (emit_schema(schema, &g->options->emit, made, &count, &g->arena) != 0)
        return generate_out_of_memory(g);
    for (size_t i = 0; i < count; i++) {
        sdn_str path = output_path(g, made[i].name);
        if (path.ptr == NULL)
            return generate_out_of_memory(g);
        g->outputs[g->output_count++] = (files_output){.path = path, .text = made[i].text};
    }
    return COMMAND_FINE;
}

/* Why the export macro cannot be used: it would replace a name of C, of the schema, or of one that it imports. NULL if
 * it can. */
static const char *macro_clash(const generation *g, const name_table *visible)
{
    sdn_str macro = g->options->emit.export_macro;
    const char *reason = macro.len > 0 ? cname_reserved_global(macro) : NULL;
    return reason == NULL && macro.len > 0 && name_table_find(visible, macro) != NULL ? "a name of this schema in C"
                                                                                      : reason;
}

static command_status check_export_macro(generation *g, const model_schema *schema)
{
    sdn_error err = {0};
    name_table visible = {.arena = &g->arena};
    if (cname_visible(schema, &visible) != 0)
        return generate_out_of_memory(g);
    const char *clash = macro_clash(g, &visible);
    if (clash == NULL)
        return COMMAND_FINE;
    (void)sdn__fail(&err, SDN_E_INVALID, schema->path.ptr,
                    "the export macro cannot be called '%.*s', which is %s; choose another name",
                    DIAG_STR(g->options->emit.export_macro), clash);
    return fail(g, &err);
}

static command_status emit_all(generation *g)
{
    size_t room = g->made.schema_count * EMIT_OUTPUTS_MAX + 1;
    g->outputs = sdn_arena_alloc(&g->arena, room * sizeof *g->outputs);
    command_status status = g->outputs != NULL ? COMMAND_FINE : generate_out_of_memory(g);
    for (size_t i = 0; i < g->made.schema_count && status == COMMAND_FINE; i++)
        if (g->made.schemas[i]->requested) {
            status = check_export_macro(g, g->made.schemas[i]);
            if (status == COMMAND_FINE)
                status = emit_one(g, g->made.schemas[i]);
        }
    return status;
}

/* --- depfile --- */

/* A path as make and ninja both read it: '$' is doubled, blanks and '#' get a backslash, and backslashes before those
 * are doubled. */
static void put_escaped(sdn_buffer *text, sdn_str path)
{
    size_t backslashes = 0;
    for (size_t i = 0; i < path.len; i++) {
        char c = path.ptr[i];
        if (c == ' ' || c == '\t' || c == '#')
            text_repeat(text, '\\', backslashes + 1);
        else if (c == '$')
            sdn__buffer_add(text, "$", 1);
        backslashes = c == '\\' ? backslashes + 1 : 0;
        sdn__buffer_add(text, &c, 1);
    }
}

static bool has_line_end(sdn_str path)
{
    return memchr(path.ptr, '\n', path.len) != NULL || memchr(path.ptr, '\r', path.len) != NULL;
}

/* The first path with a line end, which neither make nor ninja can read; its ptr is NULL if there is none. */
static sdn_str find_line_end(const generation *g)
{
    for (size_t i = 0; i < g->output_count; i++)
        if (has_line_end(g->outputs[i].path))
            return g->outputs[i].path;
    for (size_t i = 0; i < g->loaded.unit_count; i++)
        if (has_line_end(g->loaded.units[i]->source.path))
            return g->loaded.units[i]->source.path;
    return (sdn_str){0};
}

static command_status refuse_path(generation *g, sdn_str path)
{
    sdn_error err = {0};
    (void)sdn__fail(&err, SDN_E_INVALID, path.ptr, "a depfile cannot hold this path, which has a line end; rename it");
    return fail(g, &err);
}

static sdn_str depfile_text(generation *g)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    for (size_t i = 0; i < g->output_count; i++) {
        text_printf(&text, "%s", i > 0 ? " \\\n" : "");
        put_escaped(&text, g->outputs[i].path);
    }
    sdn__buffer_add(&text, ":", 1);
    for (size_t i = 0; i < g->loaded.unit_count; i++) {
        text_printf(&text, " \\\n  ");
        put_escaped(&text, g->loaded.units[i]->source.path);
    }
    sdn__buffer_add(&text, "\n", 1);
    sdn_str copy = text_copy(&text, &g->arena);
    sdn__buffer_release(&text);
    return copy;
}

/* The depfile is one more output, the last. */
static command_status add_depfile(generation *g)
{
    if (g->options->depfile == NULL)
        return COMMAND_FINE;
    sdn_str odd = find_line_end(g);
    if (odd.ptr != NULL)
        return refuse_path(g, odd);
    sdn_str text = depfile_text(g);
    if (text.ptr == NULL)
        return generate_out_of_memory(g);
    g->outputs[g->output_count++] = (files_output){.path = sdn_str_from(g->options->depfile), .text = text};
    return COMMAND_FINE;
}

/* --- from outputs to files --- */

static command_status print_outputs(generation *g)
{
    for (size_t i = 0; i < g->output_count; i++)
        sdn__buffer_add_str(&g->report->out, g->outputs[i].text);
    return COMMAND_FINE;
}

static command_status check_output(generation *g, const files_output *output)
{
    sdn_str before = output->existed ? output->before : SDN_STR("");
    const char *old_name = output->existed ? output->path.ptr : "/dev/null";
    if (output->same)
        return COMMAND_FINE;
    if (unified_diff(&g->report->out, old_name, output->path.ptr, before, output->text) < 0)
        return generate_out_of_memory(g);
    say(g, output->path, "is not up to date");
    return COMMAND_FINDINGS;
}

static command_status check_outputs(generation *g)
{
    sdn_error err = {0};
    command_status status = COMMAND_FINE;
    if (files_compare(g->outputs, g->output_count, &g->arena, &err) != SDN_OK)
        return fail(g, &err);
    for (size_t i = 0; i < g->output_count && status != COMMAND_FAILED; i++) {
        command_status found = check_output(g, &g->outputs[i]);
        if (found != COMMAND_FINE)
            status = found;
    }
    return status;
}

static sdn_code make_directories(const generation *g, sdn_error *err)
{
    sdn_code code = files_make_directory(sdn_str_from(g->options->out_dir), err);
    sdn_str depfile = sdn_str_from(g->options->depfile);
    while (depfile.len > 0 && depfile.ptr[depfile.len - 1] != '/')
        depfile.len--;
    return code == SDN_OK && depfile.len > 0 ? files_make_directory(depfile, err) : code;
}

static command_status write_outputs(generation *g)
{
    sdn_error err = {0};
    if (make_directories(g, &err) != SDN_OK || files_compare(g->outputs, g->output_count, &g->arena, &err) != SDN_OK)
        return fail(g, &err);
    /* Make and ninja see by the time of the depfile that the command ran. */
    if (g->options->depfile != NULL)
        g->outputs[g->output_count - 1].same = false;
    return files_write(g->outputs, g->output_count, &err) == SDN_OK ? COMMAND_FINE : fail(g, &err);
}

/* --- the prefix of a run --- */

static sdn_code refuse_prefix(const char *prefix, const char *reason, sdn_str meant, sdn_error *err)
{
    if (meant.ptr == NULL)
        return sdn__fail_memory(err);
    if (meant.len == 0)
        return sdn__fail(err, SDN_E_INVALID, NULL, "'%s' cannot be a prefix: %s; an example is 'net_'", prefix, reason);
    return sdn__fail(err, SDN_E_INVALID, NULL, "'%s' cannot be a prefix: %s; did you mean '%.*s'?", prefix, reason,
                     DIAG_STR(meant));
}

sdn_code generate_check_prefix(const char *prefix, sdn_error *err)
{
    const char *reason = cname_bad_prefix(sdn_str_from(prefix));
    if (reason == NULL)
        return SDN_OK;
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_code code = refuse_prefix(prefix, reason, cname_meant_prefix(&arena, sdn_str_from(prefix)), err);
    sdn_arena_release(&arena);
    return code;
}

/* --- all together --- */

static sdn_str run_prefix(const generation *g)
{
    return g->options->prefix != NULL ? sdn_str_from(g->options->prefix) : SDN_STR("");
}

/* The compiler: bytes to tokens to AST to model to text to files. */
static command_status generate(generation *g)
{
    if (load_schemas(&g->options->schemas, &g->arena, &g->diags, &g->loaded) != 0)
        return generate_out_of_memory(g);
    if (g->options->mode == GENERATE_AST)
        return dump_asts(g);
    if (sema_check(&g->loaded, run_prefix(g), &g->arena, &g->diags, &g->made) != 0)
        return generate_out_of_memory(g);
    command_status status = report_generation(g);
    if (status == COMMAND_FINE)
        status = emit_all(g);
    if (status != COMMAND_FINE)
        return status;
    if (g->options->mode == GENERATE_STDOUT)
        return print_outputs(g);
    if (g->options->mode == GENERATE_CHECK)
        return check_outputs(g);
    status = add_depfile(g);
    return status == COMMAND_FINE ? write_outputs(g) : status;
}

command_status command_generate(const generate_options *options, command_report *report)
{
    generation g = {.options = options, .report = report, .arena = SDN_ARENA_INIT};
    diag_list_init(&g.diags, &g.arena);
    g.diags.strict = options->strict;
    command_status status = options->mode == GENERATE_LIST ? list_outputs(&g) : generate(&g);
    diag_list_release(&g.diags);
    sdn_arena_release(&g.arena);
    return status;
}
