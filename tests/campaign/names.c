/*
 * names RUNTIME_INCLUDE [full | EVERY]
 *
 * Every dangerous name at every position of a schema where a name is allowed: each is refused in a message that
 * is at its position or shows it, or the C that is made of it compiles, after all headers of the C library, as
 * C11 and C++17. Comments and spellings that are dangerous in C are tried as well. Prints a table and exits 1
 * if anything fails.
 *
 * C compilers see one of EVERY (8 unless given) that are accepted, those of a position together and each by itself where
 * that fails. With `full` they see all of it.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "compile_memory.h"
#include "compilers.h"
#include "diag/text.h"
#include "names/cname.h"
#include "awkward_names.h"

/* Where a name is: a schema with the name as $, a number of its own as #. */
typedef struct position {
    const char *what;
    const char *schema;
} position;

/* clang-format off */
static const position positions[] = {
    {"record", "/// @\nrecord $ in t { key id : string = auto; a : u32; index by a; }\n"},
    {"prefixed record", "prefix \"n#_\"; record $ in t { key id : string; a : [$E]; } enum $E { a, b }\n"},
    {"prefix", "prefix \"$_\"; enum Lev# { a }\n"},
    {"record, bare", "record $ in t { value : u32; }\n"},
    {"table", "record Rec# in $ { key id : string; }\n"},
    {"enum", "enum $ { a, b }\nrecord Rec# in t { key id : string; e : $ = b; f : $?; index by e; }\n"},
    {"open enum",
     "open enum $ { a, b }\nrecord Rec# in t { key id : string; e : $ = b; f : $?; index by e; }\n"},
    {"enumerator", "enum Lev# { $, other }\nrecord Rec# in t { key id : string; e : Lev# = $; }\n"},
    {"open enumerator",
     "open enum Lev# { $, zz = \"z z\" }\nrecord Rec# in t { key id : string; e : Lev# = $; }\n"},
    {"field", "record Rec# in t { $ : string; }\n"},
    {"key field", "record Rec# in t { key $ : string = auto; other : u32; index by other; order by key; }\n"},
    {"number key", "record Rec# in t { key $ : u32; text : string; index by text; index by text, $; }\n"},
    {"key of two", "record Rec# in t { $ : string; zz : u32; key ($, zz); index by zz; }\n"},
    {"index", "record Rec# in t { key id : string; $ : u32 = 5; x : bool; index by $; index by $, x; index "
              "by x, $; }\n"},
    {"optional field", "record Rec# in t { key id : string; $ : string?; q : bool; }\n"},
    {"open enum field",
     "open enum Lev# { a }\nrecord Rec# in t { key id : string; $ : Lev#; g : Lev#?; index by $; }\n"},
    {"optional enum", "enum Lev# { a }\nrecord Rec# in t { key id : string; $ : Lev#? = a; }\n"},
    {"list", "record Rec# in t { key id : string; $ : [string] = [\"a\", \"b\"]; }\n"},
    {"column", "record Rec# in t { key id : string column \"$\"; }\n"},
    {"spelling", "enum Lev# { a = \"$\" }\nrecord Rec# in t { key id : string; e : Lev#; }\n"},
    {"text default",
     "record Rec# in t { key id : string; t : string = \"$\"; l : [string] = [\"$\", \"\"]; }\n"},
};
/* clang-format on */

/* As `positions`, for a text after ///, at the $. */
/* clang-format off */
static const position doc_positions[] = {
    {"doc of a record", "/// $\nrecord Rec# in t { key id : string; }\n"},
    {"doc of a field", "record Rec# in t {\n/// $\nkey id : string;\n/// $\n/// $\nb : u32; }\n"},
    {"doc of an enum",
     "/// $\n/// $\nenum Lev# {\n/// $\na }\nrecord Rec# in t { key id : string; e : Lev#; }\n"},
    {"doc of an index", "record Rec# in t { key id : string; b : u32;\n/// $\nindex by b; }\n"},
};
/* clang-format on */

enum {
    POSITION_COUNT = sizeof positions / sizeof positions[0],
    DOC_COUNT = sizeof doc_positions / sizeof doc_positions[0]
};

/* Standard headers, all of which a program may include before a generated one. */
static const char all_headers[] =
    "#ifdef __cplusplus\n#include <cassert>\n#include <complex>\n#include <cstdio>\n#include <string>\n"
    "#else\n#include <complex.h>\n#include <stdalign.h>\n#include <stdnoreturn.h>\n"
    "#include <tgmath.h>\n#include <threads.h>\n#endif\n"
    "#include <assert.h>\n#include <ctype.h>\n#include <errno.h>\n#include <fenv.h>\n"
    "#include <float.h>\n#include <inttypes.h>\n#include <iso646.h>\n#include <limits.h>\n"
    "#include <locale.h>\n#include <math.h>\n#include <setjmp.h>\n#include <signal.h>\n"
    "#include <stdarg.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n"
    "#include <time.h>\n#include <uchar.h>\n#include <wchar.h>\n#include <wctype.h>\n";

/* The result for a position. */
typedef struct outcome {
    size_t tried, accepted, refused, wrong;
    compile_totals totals;
} outcome;

/* 31.6 % of the names are refused, each with reason. More would mean that names are refused that are fine in C. */
enum { MOST_REFUSED_PERCENT = 32 };

typedef struct campaign {
    const char *include;
    char directory[64];
    size_t every;  /* how many names for one that compilers see */
    bool pairs;    /* of names: the message may be at the other one */
    size_t number; /* of the next schema */
    outcome all;
} campaign;

static sdn_str fill(const char *pattern, const char *name, size_t number, sdn_buffer *text)
{
    text->len = 0;
    for (const char *at = pattern; *at != '\0'; at++) {
        if (*at == '$')
            text_printf(text, "%s", name);
        else if (*at == '#')
            text_printf(text, "%zu", number);
        else
            sdn__buffer_add(text, at, 1);
    }
    return text_view(text);
}

static bool contains(sdn_str text, sdn_str part)
{
    for (size_t i = 0; i + part.len <= text.len; i++)
        if (memcmp(text.ptr + i, part.ptr, part.len) == 0)
            return true;
    return false;
}

/* Whether what is refused is refused clearly: the first error is at the name, or names what C would make of
 * it. */
static bool is_clear(compiled *c, const char *name)
{
    size_t first = 0;
    while (c->diags.items[first]->error.kind != DIAG_ERROR)
        first++;
    const diag_message *error = &c->diags.items[first]->error;
    sdn_str marked = source_text(error->span);
    sdn_str wanted = sdn_str_from(name);
    return contains(marked, wanted) || (marked.len > 1 && contains(wanted, marked)) ||
           contains(error->text, cname_snake(&c->arena, wanted)) ||
           contains(error->text, cname_upper(&c->arena, wanted));
}

static void try_name(campaign *c, const char *pattern, const char *name, compile_batch *batch, outcome *o)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    compiled made;
    char *base = batch->names[batch->count];
    snprintf(base, sizeof batch->names[0], "n%zu", c->number);
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_buffer file = SDN_BUFFER_INIT;
    text_printf(&file, "%s.schema", base);
    memory_file files[] = {{text_copy(&file, &arena), fill(pattern, name, c->number++, &text)}};
    compile_memory(&made, files, 1);
    o->tried++;
    if (compile_accepted(&made)) {
        o->accepted++;
        if (c->number % c->every == 0) {
            compile_write(&made, batch->directory);
            batch->count++;
        }
    } else {
        o->refused++;
        if (!c->pairs && !is_clear(&made, name)) {
            printf("NOT CLEAR: %.*s%.*s", (int)files[0].bytes.len, files[0].bytes.ptr,
                   DIAG_STR(compile_messages(&made)));
            o->wrong++;
        }
    }
    compile_release(&made);
    sdn__buffer_release(&file);
    sdn__buffer_release(&text);
    sdn_arena_release(&arena);
}

static void compile_all(compile_batch *batch, outcome *o)
{
    compilers_run(batch, &o->totals);
    batch->count = 0;
}

static void add_outcome(outcome *to, const outcome *from)
{
    to->tried += from->tried;
    to->accepted += from->accepted;
    to->refused += from->refused;
    to->wrong += from->wrong;
    to->totals.compiles += from->totals.compiles;
    to->totals.failures += from->totals.failures;
}

static void print_row(const char *what, const outcome *o)
{
    printf("%-18s %8zu %9zu %9zu %9zu %9zu\n", what, o->tried, o->accepted, o->refused, o->totals.compiles,
           o->totals.failures + o->wrong);
    fflush(stdout);
}

static void try_position(campaign *c, const position *p, const char *const *names, size_t count)
{
    compile_batch *batch = malloc(sizeof *batch);
    outcome o = {0};
    if (batch == NULL)
        exit(2);
    *batch = (compile_batch){.directory = c->directory, .include = c->include, .prologue = all_headers};
    for (size_t i = 0; i < count; i++) {
        try_name(c, p->schema, names[i], batch, &o);
        if (batch->count == COMPILERS_FILES_MAX)
            compile_all(batch, &o);
    }
    if (batch->count > 0)
        compile_all(batch, &o);
    print_row(p->what, &o);
    add_outcome(&c->all, &o);
    free(batch);
}

/* --- names that meet --- */

/* Two names in one position, as $ and %. */
static const position pair_positions[] = {
    {"two records", "record $ in t { key id : string; }\nrecord % in u { key id : string; }\n"},
    {"record and enum", "record $ in t { key id : string; }\nenum % { a }\n"},
    {"two enums", "enum $ { a }\nopen enum % { a }\n"},
    {"two fields", "record Rec# in t { $ : string; % : u32; }\n"},
    {"an optional one", "record Rec# in t { $ : string?; % : bool; }\n"},
    {"an open enum", "open enum Lev# { z }\nrecord Rec# in t { $ : Lev#; % : string; }\n"},
    {"two enumerators", "open enum Lev# { $, % }\n"},
    {"two indexes", "record Rec# in t { $ : u32; % : u32; index by $; index by %; index by $, %; }\n"},
};

static void fill_pair(const char *pattern, const name_pair *pair, sdn_buffer *text)
{
    text->len = 0;
    for (const char *at = pattern; *at != '\0'; at++)
        if (*at == '%')
            text_printf(text, "%s", pair->second);
        else
            sdn__buffer_add(text, at, 1);
    sdn__buffer_add(text, "", 1);
}

static void try_pairs(campaign *c)
{
    compile_batch *batch = malloc(sizeof *batch);
    sdn_buffer text = SDN_BUFFER_INIT;
    if (batch == NULL)
        exit(2);
    *batch = (compile_batch){.directory = c->directory, .include = c->include, .prologue = all_headers};
    for (size_t i = 0; i < sizeof pair_positions / sizeof pair_positions[0]; i++) {
        outcome o = {0};
        for (size_t k = 0; k < name_pair_count; k++) {
            fill_pair(pair_positions[i].schema, &name_pairs[k], &text);
            try_name(c, text.bytes, name_pairs[k].first, batch, &o);
        }
        if (batch->count > 0)
            compile_all(batch, &o);
        print_row(pair_positions[i].what, &o);
        add_outcome(&c->all, &o);
    }
    sdn__buffer_release(&text);
    free(batch);
}

/* --- all together --- */

static void remove_directory(const char *directory)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", directory);
    (void)!system(command);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("usage: names RUNTIME_INCLUDE [full | EVERY]\n", stderr);
        return 2;
    }
    size_t every = argc == 2 ? 8 : strcmp(argv[2], "full") == 0 ? 1 : strtoul(argv[2], NULL, 10);
    campaign c = {.include = argv[1], .every = every > 0 ? every : 1, .directory = "/tmp/sdnc_names.XXXXXX"};
    struct timespec from, to;
    if (mkdtemp(c.directory) == NULL)
        return 2;
    clock_gettime(CLOCK_MONOTONIC, &from);
    printf("%s\n%-18s %8s %9s %9s %9s %9s\n", compilers_names(), "position", "tried", "accepted", "refused", "compiles",
           "failures");
    for (size_t i = 0; i < POSITION_COUNT; i++)
        try_position(&c, &positions[i], dangerous_names, dangerous_name_count);
    for (size_t i = 0; i < DOC_COUNT; i++)
        try_position(&c, &doc_positions[i], dangerous_docs, dangerous_doc_count);
    c.pairs = true;
    try_pairs(&c);
    clock_gettime(CLOCK_MONOTONIC, &to);
    print_row("all", &c.all);
    printf("%.1f seconds\n", (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9);
    bool refuses_too_much = c.all.refused * 100 > c.all.tried * MOST_REFUSED_PERCENT;
    if (refuses_too_much)
        printf("FAILED: more than %d %% of the names are refused\n", MOST_REFUSED_PERCENT);
    size_t failures = c.all.totals.failures + c.all.wrong + refuses_too_much;
    if (failures == 0)
        remove_directory(c.directory);
    else
        printf("the files are in %s\n", c.directory);
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
