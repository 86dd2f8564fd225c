/*
 * schemas RUNTIME_INCLUDE RUNTIME_LIBRARY SUPPORT_DIR [ACCEPTED [SEED]]
 *
 * Draws schemas until ACCEPTED of them (300 unless given) are accepted. Formats each, compiles the C of each
 * with every compiler there is, and takes the records of a share of them through their stores and back. The record types
 * of these are compared with those that are made at run time.
 * Prints a table, and exits 1 if anything fails, or if a schema is refused: all are drawn to be right. The
 * same SEED (1 unless given) draws the same schemas.
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
#include "driver.h"
#include "fuzz_format.h"
#include "model_types.h"
#include "random_schema.h"
#include "type_text.h"

enum { BATCH = 200, DRIVEN_EVERY = 8 };

typedef struct campaign {
    const char *include, *library, *support;
    char directory[64];
    uint64_t seed;
    size_t wanted;
    size_t drawn, refused; /* with what they import */
    size_t accepted, formatted, driven;
    compile_totals totals;
    size_t broken;                         /* round trips */
    size_t reasons;                        /* refused schemas that were shown */
    sdn_buffer includes, functions, calls; /* of the driver */
    compile_batch *batch;
} campaign;

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A few of the refused schemas, to see that they are refused with reason. */
static void show_refused(campaign *c, compiled *made)
{
    if (getenv("SDNC_SHOW_REFUSED") != NULL && c->reasons++ < 40)
        printf("%.*s%.*s", DIAG_STR(made->loaded.units[0]->source.text), DIAG_STR(compile_messages(made)));
}

/* What the driver is to print of the types of generated code: that of types made at run time. */
static void expect_types(campaign *c, compiled *made)
{
    char path[128];
    const sdn_record_type *const *types = NULL;
    size_t count = model_types(&made->model, &made->arena, &types);
    snprintf(path, sizeof path, "%s/types.expected", c->directory);
    FILE *file = fopen(path, "a");
    if (file == NULL)
        exit(2);
    for (size_t i = 0; i < count; i++)
        type_text(file, types[i]);
    fclose(file);
}

static void take(campaign *c, compiled *made, size_t number)
{
    if (number % DRIVEN_EVERY == 0)
        expect_types(c, made);
    compile_write(made, c->directory);
    for (size_t i = 0; i < made->model.schema_count; i++) {
        char *name = c->batch->names[c->batch->count++];
        snprintf(name, sizeof c->batch->names[0], "%.*s", DIAG_STR(made->model.schemas[i]->base_name));
        if (number % DRIVEN_EVERY == 0) {
            text_printf(&c->includes, "#include \"%s.c\"\n", name);
            driver_add(made->model.schemas[i], &c->functions, &c->calls);
            c->driven++;
        }
    }
    c->accepted += made->model.schema_count;
}

static void keep_source(campaign *c, const memory_file *file)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%.*s", c->directory, DIAG_STR(file->name));
    campaign_write_file(path, file->bytes);
}

/* One schema in five imports another one. */
static void draw(campaign *c)
{
    size_t number = c->drawn++;
    random_state r = random_from(c->seed, number);
    sdn_buffer texts[2] = {SDN_BUFFER_INIT, SDN_BUFFER_INIT};
    char names[2][64];
    size_t count = number % 5 == 0 ? 2 : 1;
    size_t tags[] = {2 * number, 2 * number + 1};
    snprintf(names[0], sizeof names[0], "s%zu.schema", number);
    snprintf(names[1], sizeof names[1], "shared%zu.schema", number);
    random_schema(&r, tags[0], count > 1 ? names[1] : NULL, tags[1], &texts[0]);
    random_state shared = random_from(0, tags[1]);
    random_schema_shared(&shared, tags[1], &texts[1]);
    memory_file files[] = {{sdn_str_from(names[0]), text_view(&texts[0])},
                           {sdn_str_from(names[1]), text_view(&texts[1])}};
    compiled made;
    compile_memory(&made, files, count);
    for (size_t i = 0; i < count; i++)
        c->formatted += fuzz_format(files[i].bytes);
    if (compile_accepted(&made)) {
        take(c, &made, number);
        for (size_t i = 0; i < count; i++)
            keep_source(c, &files[i]);
    } else {
        c->refused++;
        show_refused(c, &made);
    }
    compile_release(&made);
    sdn__buffer_release(&texts[0]);
    sdn__buffer_release(&texts[1]);
}

static void write_driver(campaign *c, const char *path)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    text_printf(&text, "#include \"driver_support.h\"\n");
    sdn__buffer_add_str(&text, text_view(&c->includes));
    sdn__buffer_add_str(&text, text_view(&c->functions));
    text_printf(&text, "int main(int argc, char **argv)\n{\n    uint64_t seed = 1;\n    int failures = argc != 3;\n"
                       "    FILE *types = fopen(argv[2], \"w\");\n");
    sdn__buffer_add_str(&text, text_view(&c->calls));
    text_printf(&text, "    return fclose(types) != 0 || failures > 0;\n}\n");
    campaign_write_file(path, text_view(&text));
    sdn__buffer_release(&text);
}

static void run_driver(campaign *c)
{
    char path[128], command[8192];
    snprintf(path, sizeof path, "%s/driver.c", c->directory);
    write_driver(c, path);
    snprintf(command, sizeof command,
             "cc -std=c11 -I %s -I %s -I %s %s -o %s/driver %s >%s/driver.log 2>&1 && "
             "%s/driver %s/data.sdn %s/types.generated >>%s/driver.log 2>&1 && "
             "diff %s/types.expected %s/types.generated >>%s/driver.log 2>&1",
             c->include, c->directory, c->support, path, c->directory, c->library, c->directory, c->directory,
             c->directory, c->directory, c->directory, c->directory, c->directory, c->directory);
    if (c->functions.len == 0 || system(command) == 0)
        return;
    c->broken++;
    printf("ROUND TRIP FAILED: %s\n", path);
    fflush(stdout);
    snprintf(command, sizeof command, "head -n 20 %s/driver.log", c->directory);
    (void)!system(command);
}

/* Failed batches stay where they are. */
static void finish_batch(campaign *c)
{
    size_t failures = c->totals.failures + c->broken;
    if (c->batch->count > 0) {
        compilers_run(c->batch, &c->totals);
        run_driver(c);
    }
    char command[512];
    if (failures == c->totals.failures + c->broken)
        snprintf(command, sizeof command, "rm -rf %s/*", c->directory);
    else
        snprintf(command, sizeof command, "mv %s %s.%zu && mkdir %s", c->directory, c->directory, c->accepted,
                 c->directory);
    (void)!system(command);
    c->batch->count = c->includes.len = c->functions.len = c->calls.len = 0;
}

static void run(campaign *c)
{
    while (c->accepted < c->wanted && c->drawn < 2 * c->wanted) {
        draw(c);
        if (c->batch->count >= BATCH)
            finish_batch(c);
    }
    finish_batch(c);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: schemas RUNTIME_INCLUDE RUNTIME_LIBRARY SUPPORT_DIR [ACCEPTED [SEED]]\n", stderr);
        return 2;
    }
    campaign c = {.include = argv[1], .library = argv[2], .support = argv[3], .directory = "/tmp/sdnc_schemas.XXXXXX"};
    c.wanted = argc > 4 ? strtoul(argv[4], NULL, 10) : 300;
    c.seed = argc > 5 ? strtoull(argv[5], NULL, 10) : 1;
    c.batch = malloc(sizeof *c.batch);
    if (c.batch == NULL || mkdtemp(c.directory) == NULL)
        return 2;
    *c.batch = (compile_batch){.directory = c.directory, .include = c.include, .prologue = ""};
    double start = seconds();
    run(&c);
    printf("%s; seed %llu\n", compilers_names(), (unsigned long long)c.seed);
    printf("%9s %9s %9s %9s %9s %9s %12s %9s\n", "drawn", "refused", "accepted", "formatted", "compiles", "failures",
           "round trips", "failures");
    printf("%9zu %9zu %9zu %9zu %9zu %9zu %12zu %9zu\n", c.drawn, c.refused, c.accepted, c.formatted, c.totals.compiles,
           c.totals.failures, c.driven, c.broken);
    printf("%.1f seconds\n", seconds() - start);
    rmdir(c.directory);
    sdn__buffer_release(&c.includes);
    sdn__buffer_release(&c.functions);
    sdn__buffer_release(&c.calls);
    free(c.batch);
    if (c.refused > 0)
        printf("FAILED: schemas are refused; SDNC_SHOW_REFUSED=1 shows some of them\n");
    return c.totals.failures + c.broken + c.refused == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
