#include "commands/format.h"

#include <string.h>

#include "commands/format_data.h"
#include "commands/format_layout.h"
#include "commands/unified_diff.h"
#include "diag/whole_file.h"
#include "syntax/parse.h"

/* A file and its formatted text. */
typedef struct formatted {
    source_file source;
    sdn_str text;
    bool is_data;
} formatted;

/* One run of the command. */
typedef struct formatting {
    const format_options *options;
    command_report *report;
    sdn_arena arena;
    diag_list diags;
    formatted *files;
    bool unreadable;
} formatting;

static command_status format_out_of_memory(formatting *f)
{
    text_printf(&f->report->err, "sdnc: out of memory\n");
    return COMMAND_FAILED;
}

/* --- reading --- */

static bool names_standard_input(const char *file)
{
    return strcmp(file, "-") == 0;
}

static bool names_schema(const char *file)
{
    static const char extension[] = ".schema";
    size_t len = strlen(file), wanted = sizeof extension - 1;
    return names_standard_input(file) || (len >= wanted && strcmp(file + len - wanted, extension) == 0);
}

static sdn_code read_formatted(formatting *f, const char *file, formatted *read, sdn_error *err)
{
    read->is_data = !names_schema(file);
    if (read->is_data)
        return source_read_data(&read->source, sdn_str_from(file), &f->arena, err);
    return names_standard_input(file) ? source_read_standard_input(&read->source, &f->arena, err)
                                      : source_read(&read->source, sdn_str_from(file), &f->arena, err);
}

/* Data files are formatted as they are read, since only then it is known whether they can be. */
static command_status format_data_file(formatting *f, formatted *file)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    sdn_error err = {0};
    sdn_code code = format_data_text(&file->source, f->options->schema, &text, &f->diags, &err);
    if (code == SDN_OK)
        file->text = text_copy(&text, &f->arena);
    sdn__buffer_release(&text);
    f->unreadable |= code != SDN_OK && code != SDN_E_INVALID && code != SDN_E_SYNTAX;
    return code == SDN_E_NOMEM || (code == SDN_OK && file->text.ptr == NULL) ? format_out_of_memory(f) : COMMAND_FINE;
}

static command_status read_file(formatting *f, size_t i)
{
    formatted *file = &f->files[i];
    sdn_error err = {0};
    sdn_code code = read_formatted(f, f->options->files[i], file, &err);
    file->source.order = (uint32_t)i;
    if (code == SDN_E_NOMEM)
        return format_out_of_memory(f);
    if (code != SDN_OK) {
        diag_error(&f->diags, source_whole(&file->source), "%s", err.message);
        f->unreadable = true;
        return COMMAND_FINE; /* so far: the files after it have mistakes of their own */
    }
    if (file->is_data)
        return format_data_file(f, file);
    ast_schema ignored;
    return parse_schema(&file->source, &f->arena, &f->diags, &ignored) == 0 ? COMMAND_FINE : format_out_of_memory(f);
}

static command_status read_files(formatting *f)
{
    size_t room = f->options->file_count + 1;
    f->files = sdn_arena_alloc(&f->arena, room * sizeof *f->files);
    if (f->files == NULL)
        return format_out_of_memory(f);
    memset(f->files, 0, room * sizeof *f->files);
    command_status status = COMMAND_FINE;
    for (size_t i = 0; i < f->options->file_count && status == COMMAND_FINE; i++)
        status = read_file(f, i);
    return status == COMMAND_FINE && f->diags.out_of_memory ? format_out_of_memory(f) : status;
}

static command_status report_format(formatting *f)
{
    diag_sort(&f->diags);
    diag_render(&f->diags, f->options->style, &f->report->err);
    return f->unreadable ? COMMAND_FAILED : COMMAND_FINDINGS;
}

/* --- formatting --- */

static command_status format_files(formatting *f)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    command_status status = COMMAND_FINE;
    for (size_t i = 0; i < f->options->file_count && status == COMMAND_FINE; i++) {
        if (f->files[i].is_data)
            continue;
        text.len = 0;
        format_layout(&f->files[i].source, &text);
        f->files[i].text = text_copy(&text, &f->arena);
        if (f->files[i].text.ptr == NULL)
            status = format_out_of_memory(f);
    }
    sdn__buffer_release(&text);
    return status;
}

/* Compares with the bytes of the file, because a byte order mark is removed. */
static bool is_formatted(const formatted *file)
{
    return sdn_str_equal(file->source.bytes, file->text);
}

static command_status print_files(formatting *f)
{
    for (size_t i = 0; i < f->options->file_count; i++)
        sdn__buffer_add_str(&f->report->out, f->files[i].text);
    return COMMAND_FINE;
}

static command_status compare_files(formatting *f)
{
    command_status status = COMMAND_FINE;
    for (size_t i = 0; i < f->options->file_count; i++) {
        const formatted *file = &f->files[i];
        const char *name = file->source.path.ptr;
        if (unified_diff(&f->report->out, name, name, file->source.bytes, file->text) < 0)
            return format_out_of_memory(f);
        if (!is_formatted(file))
            status = COMMAND_FINDINGS;
    }
    return status;
}

static command_status list_unformatted(formatting *f)
{
    command_status status = COMMAND_FINE;
    for (size_t i = 0; i < f->options->file_count; i++)
        if (!is_formatted(&f->files[i])) {
            text_printf(&f->report->out, "%.*s\n", DIAG_STR(f->files[i].source.path));
            status = COMMAND_FINDINGS;
        }
    return status;
}

/* --- writing --- */

static sdn_code replace_file(const formatted *file, sdn_error *err)
{
    if (file->is_data)
        return format_data_replace(&file->source, file->text, err);
    return replace_whole_file(file->source.path.ptr, NULL, NULL, file->text, err);
}

static command_status write_files(formatting *f)
{
    command_status status = COMMAND_FINE;
    for (size_t i = 0; i < f->options->file_count; i++) {
        sdn_error err = {0};
        if (is_formatted(&f->files[i]) || sdn_saved(replace_file(&f->files[i], &err)))
            continue;
        command_status failed = report_error(f->report, &err);
        status = status == COMMAND_FAILED ? status : failed;
    }
    return status;
}

static command_status format(formatting *f)
{
    static command_status (*const finish[])(formatting * f) = {
        [FORMAT_STDOUT] = print_files,
        [FORMAT_WRITE] = write_files,
        [FORMAT_DIFF] = compare_files,
        [FORMAT_CHECK] = list_unformatted,
    };
    command_status status = read_files(f);
    if (status != COMMAND_FINE)
        return status;
    if (f->diags.errors > 0)
        return report_format(f);
    status = format_files(f);
    return status == COMMAND_FINE ? finish[f->options->mode](f) : status;
}

command_status command_format(const format_options *options, command_report *report)
{
    formatting f = {.options = options, .report = report, .arena = SDN_ARENA_INIT};
    diag_list_init(&f.diags, &f.arena);
    command_status status = format(&f);
    diag_list_release(&f.diags);
    sdn_arena_release(&f.arena);
    return status;
}
