#include "hostile_files.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "record_types/basic.h"
#include "record/value.h"

enum { MB = 1000 * 1000 };

#define NOTES "notes |id, text|\n"

/* clang-format off */
#define ONE_LINE(name, head_text, part_text, tail_text, result, times)                                       \
    {                                                                                                        \
        .what = name, .head = head_text, .part = part_text, .tail = tail_text, .code = result,               \
        .memory = times                                                                                      \
    }
/* clang-format on */
#define LINES(name, head_text, part_text, result, times)                                                 \
    {                                                                                                    \
        .what = name, .head = head_text, .part = part_text, .tail = "", .code = result, .memory = times, \
        .most_bytes = 100 * MB                                                                           \
    }

/* clang-format off */
const hostile_file hostile_files[] = {
    /* One line as long as the file. */
    ONE_LINE("commas and nothing else", "", ",", "\n", SDN_E_SYNTAX, 2),
    ONE_LINE("a row of commas", NOTES "1, ", ",", "\n2, x\n", SDN_OK, 2),
    ONE_LINE("a header of commas", "notes |", ",", "|\n", SDN_E_LIMIT, 2),
    ONE_LINE("a million columns", "notes |id", ", c%u", "|\n", SDN_E_LIMIT, 2),
    ONE_LINE("a header without end", "notes |id, text", "a", "", SDN_E_SYNTAX, 2),
    ONE_LINE("a header without end in a file", NOTES "1, x\nmore |", "a,", "", SDN_OK, 2),
    ONE_LINE("one bare cell", NOTES "1, ", "abcdefg ", "\n", SDN_OK, 2),
    ONE_LINE("one quoted cell", NOTES "1, \"", "abcdefg,", "\"\n", SDN_OK, 2),
    ONE_LINE("one cell of escapes", NOTES "1, \"", "\\n", "\"\n", SDN_OK, 3),
    ONE_LINE("one cell over many lines", NOTES "1, \"", "abcdefg\n", "\"\n", SDN_OK, 2),
    ONE_LINE("one number", "notes |id, no|\n1, ", "1234567890", "\n", SDN_OK, 2),
    ONE_LINE("open brackets", NOTES "1, ", "[", "\n", SDN_OK, 2),
    ONE_LINE("open brackets outside tables", "a: ", "[", "\n", SDN_OK, 2),
    ONE_LINE("brackets in cells", NOTES "1, ", "[{,", "\n", SDN_OK, 2),
    ONE_LINE("quotes", NOTES "1, ", "\"", "\n", SDN_OK, 2),
    ONE_LINE("quotes outside tables", "a: ", "\"", "\n", SDN_OK, 2),
    ONE_LINE("quotes and backslashes", NOTES "1, ", "\"\\", "\n", SDN_OK, 2),
    ONE_LINE("lone carriage returns", NOTES "1, ", "\r", "\n", SDN_OK, 2),
    ONE_LINE("blanks", NOTES "1,", " \t", "\n", SDN_OK, 2),
    ONE_LINE("not UTF-8, in a row", NOTES "1, ", "\xC3", "\n", SDN_OK, 2),
    ONE_LINE("not UTF-8, in a comment", NOTES "#", "\xC3", "\n", SDN_E_SYNTAX, 2),
    ONE_LINE("a list of commas", "notes |id, tags|\n1, \"", ",", "\"\n", SDN_OK, 3),
    ONE_LINE("a list of separators", "notes |id, tags|\n1, [", ",", "]\n", SDN_OK, 3),
    ONE_LINE("a list of letters", "notes |id, tags|\n1, \"", "a,", "\"\n", SDN_OK, 12),

    /* Many lines. */
    LINES("comments", NOTES, "# a comment\n", SDN_OK, 2),
    LINES("comments of one byte", NOTES, "#\n", SDN_OK, 2),
    LINES("blank lines", NOTES, "\n", SDN_OK, 2),
    LINES("statements", NOTES, "a:\n", SDN_OK, 2),
    LINES("statements with an open quote", NOTES, "a: \"b\n", SDN_OK, 2),
    LINES("tables", NOTES, "t%u |a|\n", SDN_E_LIMIT, 30),
    LINES("tables of one name", "", NOTES, SDN_E_LIMIT, 30),
    LINES("lines of no table", "a: 1\n", "-\n", SDN_E_LIMIT, 45),
    LINES("lines of no file of ours", "", "a line of text\n", SDN_E_SYNTAX, 10),
    LINES("rows", NOTES, "%u, some text\n", SDN_OK, 25),
    LINES("rows of one key", NOTES, "1, some text\n", SDN_OK, 50),
    LINES("rows of lists", "log |tags|\n", "\"a,b,c,d,e,f,g,h,a,b,c,d,e,f,g,h,a,b,c,d,e,f,g,h,a,b,c,d,e,f,g,h\"\n", SDN_OK, 15),
    LINES("rows, each wrong", "notes |id, no|\n", "%u, x\n", SDN_OK, 60),
    {.what = "rows of one byte", .head = "log |text|\n", .part = "x\n", .tail = "", .code = SDN_OK, .memory = 120,
     .most_bytes = 16 * MB}, /* more would be too many rows */
    LINES("rows of one byte, each wrong", NOTES, "x\n", SDN_OK, 200),
    LINES("rows with an open quote", NOTES, "%u, \"x\n", SDN_OK, 60),
    LINES("rows of one quote", NOTES, "\"\n", SDN_OK, 200),
    LINES("rows of a quote and a comma", NOTES, "\",\n", SDN_OK, 150),
    LINES("rows that are not UTF-8", NOTES, "%u, \xFF\n", SDN_OK, 60),
    LINES("rows with a NUL", NOTES, "1, a\\0b\n", SDN_OK, 60),
    LINES("carriage returns at line ends", NOTES, "%u, x\r\n", SDN_OK, 30),
    {.what = "keys that collide", .head = NOTES, .tail = "", .code = SDN_OK, .memory = 25, .most_bytes = MB / 5,
     .key_prefix = "k"},
};
/* clang-format on */

const size_t hostile_file_count = sizeof hostile_files / sizeof hostile_files[0];

/* One part with its number; `\0` in it is a NUL. */
static size_t spell(char *to, const char *part, unsigned number)
{
    size_t len = 0;
    for (; *part != '\0'; part++) {
        if (part[0] == '%' && part[1] == 'u') {
            len += (size_t)sprintf(to + len, "%u", number);
            part++;
        } else if (part[0] == '\\' && part[1] == '0') {
            to[len++] = '\0';
            part++;
        } else {
            to[len++] = *part;
        }
    }
    return len;
}

/* The next number whose key would be in one of 16 slots of the key map if there were no seed. */
static unsigned next_colliding(const hostile_file *file, unsigned number)
{
    char text[32];
    for (;; number++) {
        sdn_value key = {.text = {text, (size_t)snprintf(text, sizeof text, "%s%u", file->key_prefix, number)}};
        if ((sdn__key_hash(&note_record_type, &key, 0) & 0x3FF0) == 0)
            return number;
    }
}

/* As many whole parts as `size` bytes ask for, many at a time: a gigabyte of single bytes takes its time otherwise. */
static int write_equal_parts(const char *part, FILE *out, size_t size)
{
    char block[16384];
    size_t one = spell(block, part, 0), len = one;
    while (len + one <= sizeof block) {
        memcpy(block + len, block, one);
        len += one;
    }
    for (size_t written = 0; written < size;) {
        size_t parts = (size - written + one - 1) / one * one;
        size_t now = parts < len ? parts : len;
        if (fwrite(block, 1, now, out) != now)
            return -1;
        written += now;
    }
    return 0;
}

static int write_numbered_parts(const hostile_file *file, FILE *out, size_t size)
{
    char text[256];
    unsigned number = 1;
    for (size_t written = 0; written < size; number++) {
        size_t len;
        if (file->key_prefix != NULL) {
            number = next_colliding(file, number);
            len = (size_t)snprintf(text, sizeof text, "%s%u, x\n", file->key_prefix, number);
        } else {
            len = spell(text, file->part, number);
        }
        if (fwrite(text, 1, len, out) != len)
            return -1;
        written += len;
    }
    return 0;
}

int hostile_file_write(const hostile_file *file, const char *path, size_t size)
{
    FILE *out = fopen(path, "wb");
    if (out == NULL)
        return -1;
    size_t rest = size > strlen(file->head) ? size - strlen(file->head) : 0;
    bool numbered = file->key_prefix != NULL || strstr(file->part, "%u") != NULL;
    int failed = fputs(file->head, out) < 0;
    failed |= numbered ? write_numbered_parts(file, out, rest) : write_equal_parts(file->part, out, rest);
    failed |= fputs(file->tail, out) < 0;
    return fclose(out) != 0 || failed ? -1 : 0;
}
