#include "infer/input_file.h"

#include <string.h>

#include "base/error.h"

sdn_code input_file_read(const char *path, source_file *made, sdn_arena *arena, sdn_error *err)
{
    sdn_error why = {0};
    sdn_code code = strcmp(path, "-") == 0 ? source_read_standard_data(made, arena, &why)
                                           : source_read_data(made, sdn_str_from(path), arena, &why);
    if (code == SDN_E_INVALID) /* no regular file; that is no mistake in what it says */
        code = SDN_E_IO;
    return code == SDN_OK ? SDN_OK : sdn__fail(err, code, made->path.ptr, "%s", why.message);
}

typedef struct named_format {
    const char *name;
    input_format format;
} named_format;

static const named_format named_formats[] = {{"csv", INPUT_CSV},     {"tsv", INPUT_TSV},      {"json", INPUT_JSON},
                                             {"jsonl", INPUT_JSONL}, {"ndjson", INPUT_JSONL}, {"tab", INPUT_TSV}};

static const named_format *find_format(const char *name)
{
    for (size_t i = 0; i < sizeof named_formats / sizeof named_formats[0]; i++)
        if (strcmp(named_formats[i].name, name) == 0)
            return &named_formats[i];
    return NULL;
}

static bool has_tab_in_first_line(const char *at, const char *end)
{
    while (at < end && *at != '\n' && *at != '\r' && *at != '\t')
        at++;
    return at < end && *at == '\t';
}

static input_format format_of_text(sdn_str text)
{
    const char *at = text.ptr, *end = at + text.len;
    const char *line = at;
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
        at++;
    if (at < end && (*at == '[' || *at == '{'))
        return *at == '[' ? INPUT_JSON : INPUT_JSONL;
    return has_tab_in_first_line(line, end) ? INPUT_TSV : INPUT_CSV;
}

input_format input_file_format(const char *named, const char *path, sdn_str text)
{
    const char *dot = strrchr(path, '.');
    const named_format *found = named != NULL ? find_format(named) : dot != NULL ? find_format(dot + 1) : NULL;
    return found != NULL ? found->format : format_of_text(text);
}
