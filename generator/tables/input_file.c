#include "tables/input_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"

const char *input_file_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "<stdin>" : path;
}

/* ---- bytes ---- */

static bool read_stream(FILE *in, sdn_buffer *bytes)
{
    enum { STEP = 1 << 16 };
    size_t got;
    do {
        sdn__buffer_reserve(bytes, STEP);
        got = bytes->out_of_memory ? 0 : fread(bytes->bytes + bytes->len, 1, STEP, in);
        bytes->len += got;
    } while (got > 0);
    return ferror(in) == 0;
}

sdn_code input_file_read(const char *path, sdn_buffer *bytes, sdn_error *err)
{
    bool is_standard = strcmp(path, "-") == 0;
    FILE *in = is_standard ? stdin : fopen(path, "rb");
    if (in == NULL)
        return sdn__fail_os(err, errno != 0 ? errno : EIO, path, "cannot be opened");
    bool is_read = read_stream(in, bytes);
    int why = errno != 0 ? errno : EIO;
    if (!is_standard)
        fclose(in);
    if (bytes->out_of_memory)
        return sdn__fail_memory(err);
    return is_read ? SDN_OK : sdn__fail_os(err, why, input_file_name(path), "cannot be read");
}

/* ---- format ---- */

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
    if (text.len >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
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
