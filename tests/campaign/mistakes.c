/*
 * mistakes SDNC [DRAWS [SEED]]
 *
 * Gives sdnc schemas with mistakes: each kind of the table alone, then DRAWS (200 unless given) times ten
 * kinds at once among legal declarations. Each mistake must have exactly one message, at its line and column,
 * all of them in order of lines; the exit status is 1 and nothing is written. Prints a table, and exits 1 if
 * anything is otherwise.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "compile_memory.h"
#include "diag/text.h"
#include "mistakes_table.h"
#include "random.h"

enum { AT_ONCE = 10, PARTS = 14, FOUND_MAX = 64 };

typedef struct position {
    unsigned line, column;
} position;

typedef struct campaign {
    const char *sdnc;
    char directory[64];
    size_t runs, expected, missed;
} campaign;

/* Appends a text with # as the number; where the ^ was becomes *at. */
static void add_text(sdn_buffer *out, const char *text, size_t len, size_t number, size_t *at)
{
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '#' && (i + 1 == len || text[i + 1] != ' ' || text[i - 1] != '^'))
            text_printf(out, "%zu", number);
        else if (text[i] == '^' && at != NULL)
            *at = out->len;
        else
            sdn__buffer_add(out, text + i, 1);
    }
}

/* Appends the legal schema with one mistake in it, or with none. */
static void add_part(sdn_buffer *out, const mistake *m, size_t number, size_t *at)
{
    const char *found = m != NULL ? strstr(mistakes_base, m->find) : NULL;
    size_t len = strlen(mistakes_base);
    if (m != NULL && (found == NULL || strstr(found + 1, m->find) != NULL)) {
        printf("not once in the schema: %s\n", m->what);
        exit(2);
    }
    if (found == NULL) {
        add_text(out, mistakes_base, len, number, NULL);
        return;
    }
    size_t before = (size_t)(found - mistakes_base);
    add_text(out, mistakes_base, before, number, NULL);
    add_text(out, m->put, strlen(m->put), number, at);
    before += strlen(m->find);
    add_text(out, mistakes_base + before, len - before, number, NULL);
}

static position locate(const sdn_buffer *text, size_t at)
{
    position found = {1, 1};
    for (size_t i = 0; i < at; i++) {
        found.column = text->bytes[i] == '\n' ? 1 : found.column + 1;
        found.line += text->bytes[i] == '\n';
    }
    return found;
}

/* Runs sdnc; the positions of its errors in the order they come, and its exit status. */
static size_t run(const campaign *c, position *found, int *status)
{
    char command[4096], line[4096];
    size_t count = 0;
    snprintf(command, sizeof command, "cd %s && %s m.schema -o out --depfile out/d 2>&1", c->directory, c->sdnc);
    FILE *output = popen(command, "r");
    while (output != NULL && fgets(line, sizeof line, output) != NULL) {
        position at;
        char rest[16];
        if (count < FOUND_MAX && sscanf(line, "m.schema:%u:%u: error%1[:]", &at.line, &at.column, rest) == 3)
            found[count++] = at;
    }
    *status = output != NULL ? WEXITSTATUS(pclose(output)) : -1;
    return count;
}

static bool is_untouched(const campaign *c)
{
    char path[128];
    snprintf(path, sizeof path, "%s/out", c->directory);
    return access(path, F_OK) != 0;
}

static bool is_as_expected(const position *expected, size_t count, const position *found, size_t found_count)
{
    if (found_count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (expected[i].line != found[i].line || expected[i].column != found[i].column)
            return false;
    return true;
}

static void print_positions(const char *what, const position *positions, size_t count)
{
    printf("  %s:", what);
    for (size_t i = 0; i < count; i++)
        printf(" %u:%u", positions[i].line, positions[i].column);
    printf("\n");
}

/* The number of mistakes that have no message, or more than one, at their position. */
static size_t count_missed(const position *expected, size_t count, const position *found, size_t found_count)
{
    size_t missed = 0;
    for (size_t i = 0; i < count; i++) {
        size_t met = 0;
        for (size_t k = 0; k < found_count; k++)
            met += expected[i].line == found[k].line && expected[i].column == found[k].column;
        missed += met != 1;
    }
    return missed > 0 ? missed : 1;
}

static bool try_schema(campaign *c, const sdn_buffer *text, const position *expected, size_t count, const char *what)
{
    position found[FOUND_MAX];
    char path[128];
    int status;
    snprintf(path, sizeof path, "%s/m.schema", c->directory);
    campaign_write_file(path, text_view(text));
    size_t found_count = run(c, found, &status);
    c->runs++;
    c->expected += count;
    bool fine = is_as_expected(expected, count, found, found_count);
    if (!fine)
        c->missed += count_missed(expected, count, found, found_count);
    if (fine && status == 1 && is_untouched(c))
        return true;
    printf("NOT AS EXPECTED: %s (exit status %d%s)\n", what, status, is_untouched(c) ? "" : ", something was written");
    print_positions("expected", expected, count);
    print_positions("found", found, found_count);
    return false;
}

static bool try_alone(campaign *c, const mistake *m)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    size_t at = 0;
    add_part(&text, m, 1, &at);
    position expected = locate(&text, at);
    bool fine = try_schema(c, &text, &expected, 1, m->what);
    sdn__buffer_release(&text);
    return fine;
}

/* Ten mistakes in ten of the parts. */
static bool try_draw(campaign *c, random_state *r, size_t number)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    position expected[AT_ONCE];
    char what[512];
    size_t count = 0;
    size_t used = (size_t)snprintf(what, sizeof what, "draw %zu:", number);
    for (size_t part = 0; part < PARTS; part++) {
        const mistake *m =
            random_below(r, PARTS - part) < AT_ONCE - count ? &mistakes[random_below(r, mistake_count)] : NULL;
        size_t at = 0;
        add_part(&text, m, part, &at);
        if (m == NULL)
            continue;
        expected[count++] = locate(&text, at);
        if (used < sizeof what)
            used += (size_t)snprintf(what + used, sizeof what - used, " [%s]", m->what);
    }
    bool fine = try_schema(c, &text, expected, count, what);
    sdn__buffer_release(&text);
    return fine;
}

static void print_row(const char *what, const campaign *c)
{
    printf("%-12s %8zu %9zu %8zu\n", what, c->runs, c->expected, c->missed);
}

int main(int argc, char **argv)
{
    if (argc < 2 || argv[1][0] == '-') {
        fputs("usage: mistakes SDNC [DRAWS [SEED]]\n", stderr);
        return 2;
    }
    campaign alone = {.sdnc = argv[1], .directory = "/tmp/sdnc_mistakes.XXXXXX"};
    size_t draws = argc > 2 ? strtoul(argv[2], NULL, 10) : 200;
    uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
    if (mkdtemp(alone.directory) == NULL)
        return 2;
    campaign together = alone;
    for (size_t i = 0; i < mistake_count; i++)
        try_alone(&alone, &mistakes[i]);
    for (size_t i = 0; i < lone_mistake_count; i++)
        try_alone(&alone, &lone_mistakes[i]);
    for (size_t i = 0; i < draws; i++) {
        random_state r = random_from(seed, i);
        try_draw(&together, &r, i);
    }
    printf("%zu kinds, %zu of them alone only; seed %llu\n", mistake_count + lone_mistake_count, lone_mistake_count,
           (unsigned long long)seed);
    printf("%-12s %8s %9s %8s\n", "", "schemas", "mistakes", "missed");
    print_row("alone", &alone);
    print_row("ten at once", &together);
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", alone.directory);
    (void)!system(command);
    return alone.missed + together.missed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
