/*
 * hostile [FACTOR]
 *
 * Schemas that are made to hurt, at two sizes, the second eight times the first: the time may grow in
 * proportion, with some room, not more. Compiled from bytes to messages or C, in memory, and formatted.
 * FACTOR (1 unless given) makes all of them larger. Prints a table, and exits 1 if one grows faster.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef __GLIBC__ /* after the first header, which defines it */
#include <malloc.h>
#endif

#include "base/buffer.h"
#include "commands/generate.h"
#include "diag/text.h"
#include "fuzz_format.h"
#include "memory_files.h"

enum { GROWTH = 8, ROOM = 3 /* beyond proportion */, RUNS = 3 };

static void repeat(sdn_buffer *out, const char *text, size_t count)
{
    size_t len = strlen(text);
    for (size_t i = 0; i < count; i++)
        sdn__buffer_add(out, text, len);
}

static void long_line(sdn_buffer *out, size_t n)
{
    repeat(out, "record A in a { x : string; ", 1);
    repeat(out, "y : nothing; ", n / 13);
}

static void long_name(sdn_buffer *out, size_t n)
{
    repeat(out, "record A in a { ", 1);
    repeat(out, "x", n);
    repeat(out, " : string; }", 1);
}

static void long_text(sdn_buffer *out, size_t n)
{
    repeat(out, "record A in a { x : string = \"", 1);
    repeat(out, "x\\n", n / 3);
    repeat(out, "\"; }", 1);
}

static void long_doc(sdn_buffer *out, size_t n)
{
    repeat(out, "/// ", 1);
    repeat(out, "word */ ?\?/ ", n / 12);
    repeat(out, "\nrecord A in a { x : string; }", 1);
}

static void long_comment(sdn_buffer *out, size_t n)
{
    repeat(out, "record A in a { x : string", 1);
    repeat(out, " // c\n", n / 6);
    repeat(out, "; }", 1);
}

static void braces(sdn_buffer *out, size_t n)
{
    repeat(out, "record A in a { x : ", 1);
    repeat(out, "{", n);
}

static void brackets(sdn_buffer *out, size_t n)
{
    repeat(out, "record A in a { x : [string] = ", 1);
    repeat(out, "[", n);
}

static void closing(sdn_buffer *out, size_t n)
{
    repeat(out, "}", n);
}

static void nul_bytes(sdn_buffer *out, size_t n)
{
    char zeros[64] = {0};
    for (size_t i = 0; i < n / sizeof zeros; i++)
        sdn__buffer_add(out, zeros, sizeof zeros);
}

static void not_utf8(sdn_buffer *out, size_t n)
{
    repeat(out, "record A in a { x : string; }\n", 1);
    repeat(out, "\xFF\xFE\xC0\x80 ", n / 5);
}

static void high_names(sdn_buffer *out, size_t n)
{
    repeat(out, "\xC3\xA4", n / 2);
}

static void errors(sdn_buffer *out, size_t n)
{
    repeat(out, "record A in a {\n", 1);
    repeat(out, "x y;\n", n / 5);
}

static void unknown_types(sdn_buffer *out, size_t n)
{
    repeat(out, "record A in a {\n", 1);
    for (size_t i = 0; i < n / 20; i++)
        text_printf(out, "f%zu : strinq;\n", i);
    repeat(out, "}", 1);
}

static void unknown_fields(sdn_buffer *out, size_t n)
{
    repeat(out, "record A in a {\n", 1);
    for (size_t i = 0; i < n / 40; i++)
        text_printf(out, "f%zu : string; index by g%zu;\n", i, i);
    repeat(out, "}", 1);
}

static void duplicates(sdn_buffer *out, size_t n)
{
    repeat(out, "enum E {", 1);
    repeat(out, "same, ", n / 6);
    repeat(out, "}", 1);
}

static void enumerators(sdn_buffer *out, size_t n)
{
    repeat(out, "enum E {", 1);
    for (size_t i = 0; i < n / 8; i++)
        text_printf(out, "e%zu, ", i);
    repeat(out, "}", 1);
}

static void fields(sdn_buffer *out, size_t n)
{
    repeat(out, "record A in a {", 1);
    for (size_t i = 0; i < n / 20; i++)
        text_printf(out, "field%zu : u32 = 5;\n", i);
    repeat(out, "}", 1);
}

static void attributes(sdn_buffer *out, size_t n)
{
    repeat(out, "record A in a { x : string", 1);
    repeat(out, " unique nonempty", n / 16);
    repeat(out, "; }", 1);
}

static void was(sdn_buffer *out, size_t n)
{
    repeat(out, "record A in a { x : string was [", 1);
    for (size_t i = 0; i < n / 8; i++)
        text_printf(out, "\"w%zu\", ", i);
    repeat(out, "\"w\"]; }", 1);
}

static void records(sdn_buffer *out, size_t n)
{
    for (size_t i = 0; i < n / 40; i++)
        text_printf(out, "record Rec%zu in r%zu { x : string; }\n", i, i);
}

static void indexed(sdn_buffer *out, size_t n)
{
    repeat(out, "record A in a { x : string; y : u32; ", 1);
    repeat(out, "index by x, y;\n", n / 15);
    repeat(out, "}", 1);
}

static void list(sdn_buffer *out, size_t n)
{
    repeat(out, "record A in a { x : [i32] = [", 1);
    repeat(out, "-1, ", n / 4);
    repeat(out, "5]; }", 1);
}

static void opens(sdn_buffer *out, size_t n)
{
    repeat(out, "open } ", n / 7);
}

static void quotes(sdn_buffer *out, size_t n)
{
    repeat(out, "record A in a { x : \"\n", n / 22);
}

static void imports(sdn_buffer *out, size_t n)
{
    repeat(out, "import \"main.schema\";\n", n / 22);
}

static void block_comments(sdn_buffer *out, size_t n)
{
    repeat(out, "/* ", n / 3);
}

/* Sizes in bytes. */
static const struct {
    const char *what;
    void (*make)(sdn_buffer *out, size_t n);
    size_t size;
} shapes[] = {
    {"one long line", long_line, 1 << 17},
    {"a long name", long_name, 1 << 17},
    {"a long text", long_text, 1 << 17},
    {"a long doc comment", long_doc, 1 << 17},
    {"comments in a field", long_comment, 1 << 17},
    {"nested braces", braces, 1 << 17},
    {"nested brackets", brackets, 1 << 17},
    {"closing braces", closing, 1 << 16},
    {"NUL bytes", nul_bytes, 1 << 17},
    {"invalid UTF-8", not_utf8, 1 << 17},
    {"letters beyond ASCII", high_names, 1 << 17},
    {"syntax errors", errors, 1 << 16},
    {"unknown types", unknown_types, 1 << 17},
    {"unknown fields", unknown_fields, 1 << 17},
    {"duplicates", duplicates, 1 << 16},
    {"many enumerators", enumerators, 1 << 16},
    {"many fields", fields, 1 << 15},
    {"many attributes", attributes, 1 << 16},
    {"many old names", was, 1 << 16},
    {"many records", records, 1 << 14},
    {"one index again", indexed, 1 << 16},
    {"a long list", list, 1 << 16},
    {"open without enum", opens, 1 << 16},
    {"open quotes", quotes, 1 << 16},
    {"imports of itself", imports, 1 << 15},
    {"open block comments", block_comments, 1 << 17},
};

/*
 * Memory that was freed stays in the process, and later runs find it there: on a virtual machine the first touch
 * of a page can cost more than what is measured, and only large inputs need new pages.
 */
static void keep_freed_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void compile(sdn_str text)
{
    static const char *const names[] = {"main.schema"};
    memory_file files[] = {{SDN_STR("main.schema"), text}};
    generate_options options = {.mode = GENERATE_STDOUT, .schemas = {.files = names, .file_count = 1}};
    command_report report = COMMAND_REPORT_INIT;
    memory_files_enter(files, 1);
    (void)command_generate(&options, &report);
    memory_files_leave();
    sdn__buffer_release(&report.out);
    sdn__buffer_release(&report.err);
    fuzz_format(text);
}

/* The shortest of some runs; of fewer, as soon as one is shorter than `enough`. */
static double measure(size_t shape, size_t size, double enough)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    double best = 1e9;
    shapes[shape].make(&text, size);
    for (int i = 0; i < RUNS && best >= enough; i++) {
        double start = seconds();
        compile(text_view(&text));
        double took = seconds() - start;
        best = took < best ? took : best;
    }
    sdn__buffer_release(&text);
    return best;
}

int main(int argc, char **argv)
{
    size_t factor = argc > 1 ? strtoul(argv[1], NULL, 10) : 1;
    int status = EXIT_SUCCESS;
    keep_freed_memory();
    printf("%-22s %9s %9s %9s %9s %7s\n", "", "bytes", "ms", "bytes", "ms", "growth");
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        size_t small = shapes[i].size * factor, large = small * GROWTH;
        double first = measure(i, small, 0);
        /* Below a few milliseconds there is nothing to compare. */
        double allowed = first * GROWTH * ROOM > 0.02 ? first * GROWTH * ROOM : 0.02;
        double second = measure(i, large, allowed);
        bool fine = second < allowed;
        printf("%-22s %9zu %9.2f %9zu %9.2f %7.1f%s\n", shapes[i].what, small, first * 1e3, large, second * 1e3,
               second / first, fine ? "" : "  NOT LINEAR");
        fflush(stdout);
        if (!fine)
            status = EXIT_FAILURE;
    }
    return status;
}
