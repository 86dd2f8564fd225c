#include "fuzz_schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/generate.h"
#include "fuzz_format.h"
#include "memory_files.h"
#include "text/utf8.h"

enum { FILES_MAX = 8 };

static const char separator[] = "//// file ";

/* The start of the line that begins the next file; NULL if there is none. */
static const char *next_separator(const char *at, const char *end)
{
    size_t len = sizeof separator - 1;
    for (; (size_t)(end - at) >= len; at++) {
        if (memcmp(at, separator, len) == 0)
            return at;
        at = memchr(at, '\n', (size_t)(end - at));
        if (at == NULL)
            return NULL;
    }
    return NULL;
}

/* Cuts the input into files; the first is main.schema. Returns their number. */
static size_t split(const char *at, size_t size, memory_file *files)
{
    const char *end = at + size;
    size_t count = 0;
    sdn_str name = SDN_STR("main.schema");
    while (count < FILES_MAX) {
        const char *next = count + 1 < FILES_MAX ? next_separator(at, end) : NULL;
        const char *stop = next != NULL ? next : end;
        files[count++] = (memory_file){name, {at, (size_t)(stop - at)}};
        if (next == NULL)
            break;
        next += sizeof separator - 1;
        const char *line_end = memchr(next, '\n', (size_t)(end - next));
        at = line_end != NULL ? line_end + 1 : end;
        name = (sdn_str){next, (size_t)((line_end != NULL ? line_end : end) - next)};
    }
    return count;
}

static void broken(const char *what, sdn_str text)
{
    fprintf(stderr, "broken: %s\n%.*s\n", what, (int)text.len, text.ptr);
    abort();
}

/* Whether a terminal would show the text as it is. */
static bool is_showable(sdn_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if ((byte < ' ' && byte != '\n') || byte == 0x7F)
            return false;
    }
    return sdn__utf8_fault(text.ptr, text.len) == NULL;
}

/* Warnings are no mistakes. */
static bool has_error(sdn_str messages)
{
    static const char mark[] = ": error: ";
    for (size_t i = 0; i + sizeof mark - 1 <= messages.len; i++)
        if (memcmp(messages.ptr + i, mark, sizeof mark - 1) == 0)
            return true;
    return false;
}

static void check_report(command_status status, const command_report *report)
{
    sdn_str out = text_view(&report->out);
    sdn_str err = text_view(&report->err);
    if (status == COMMAND_FINE && (out.len == 0 || has_error(err)))
        broken("success without output, or with mistakes", err);
    if (status == COMMAND_FINDINGS && (out.len > 0 || !has_error(err)))
        broken("mistakes without messages, or with output", out);
    if (status != COMMAND_FINE && status != COMMAND_FINDINGS)
        broken("neither success nor mistakes", err);
    if (!is_showable(err))
        broken("a message that is not plain text", err);
    if (sdn__utf8_fault(out.ptr, out.len) != NULL || memchr(out.ptr, '\0', out.len) != NULL)
        broken("output that is not text", out);
}

static void compile(void)
{
    static const char *const names[] = {"main.schema"};
    generate_options options = {.mode = GENERATE_STDOUT, .schemas = {.files = names, .file_count = 1}};
    command_report report = COMMAND_REPORT_INIT;
    command_status status = command_generate(&options, &report);
    check_report(status, &report);
    sdn__buffer_release(&report.out);
    sdn__buffer_release(&report.err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    memory_file files[FILES_MAX];
    size_t count = split((const char *)data, size, files);
    memory_files_enter(files, count);
    compile();
    memory_files_leave();
    for (size_t i = 0; i < count; i++)
        fuzz_format(files[i].bytes);
    return 0;
}
