/*
 * The generated stores of schemas/ and of other schemas on a text file and in the place of the program: whatever a program
 * sees of them is the same, to the last letter of each message, but for the exceptions below. docs/databases.md has them.
 * SDNC_TRANSCRIPT=1 prints what it sees.
 */
#include "test.h"

#include "place.h"
#include "scenes.h"
#include "tempdir.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_PATH "file.sdn"

/* ---- what may differ ---- */

typedef struct exception {
    const char *label;   /* of the lines that may differ: the last part of it */
    const char *backend; /* the first part of its URI; "": any database */
} exception;

static const exception exceptions[] = {
    {"in file order", ""},                /* rows of a database have no order */
    {"begin of the other", ""},           /* a file that this thread has locked is SDN_E_LOCK, not SDN_E_TIMEOUT */
    {"save of the other, meanwhile", ""}, /* the same */
    {"a reference to a table that is not open", ""},            /* only a database looks */
    {"owner of the one that was renamed to a deleted key", ""}, /* is cleared with the deletion */
    {"minus zero", "sqlite"},                                   /* is 0 */
    {"year 0", "postgresql"},                                   /* is refused, as the next two */
    {"nanoseconds", "postgresql"},
    {"text that is too long for an index", "postgresql"},
};

enum { EXCEPTIONS = sizeof exceptions / sizeof exceptions[0] };

/* Those that were met, and how many plays were compared. */
static bool met[EXCEPTIONS];
static unsigned plays;

enum { PLAYS = 7 };

/* ---- tables ---- */

void make_tables_of(const transcript *t, const sdn_record_type *const *types, size_t count)
{
    if (strcmp(t->uri, place.uri) == 0)
        place.make_tables(types, count);
}

void make_table_of(const transcript *t, const sdn_record_type *type)
{
    make_tables_of(t, &type, 1);
}

/* ---- comparing ---- */

static bool is_excepted(const char *line)
{
    const char *end = strchr(line, ':');
    for (size_t i = 0; i < EXCEPTIONS; i++) {
        size_t len = strlen(exceptions[i].label);
        if (strncmp(place.uri, exceptions[i].backend, strlen(exceptions[i].backend)) == 0 &&
            (size_t)(end - line) >= len && memcmp(end - len, exceptions[i].label, len) == 0) {
            met[i] = true;
            return true;
        }
    }
    return false;
}

/* The next line, without its end; NULL: there is none. */
static char *next_line(char **rest)
{
    char *line = *rest, *end = strchr(line, '\n');
    if (end == NULL)
        return NULL;
    *end = '\0';
    *rest = end + 1;
    return line;
}

static void compare(transcript *in_file, transcript *in_place)
{
    char *a_rest = in_file->text, *b_rest = in_place->text;
    int differences = 0;
    for (;;) {
        const char *a = next_line(&a_rest), *b = next_line(&b_rest);
        if (a == NULL && b == NULL)
            break;
        if (a != NULL && b != NULL && (strcmp(a, b) == 0 || is_excepted(a)))
            continue;
        if (++differences <= 20)
            print_message("- %s\n+ %s\n", a != NULL ? a : "", b != NULL ? b : "");
    }
    if (differences > 0)
        fail_msg("%d lines differ", differences);
}

static void compare_plays(void (*play)(transcript *t))
{
    static transcript in_file, in_place;
    in_file.uri = FILE_PATH;
    in_place.uri = place.uri;
    in_file.len = in_place.len = 0;
    assert_int_equal(place.use(NULL), SDN_OK);
    place.drop_tables();
    play(&in_file);
    play(&in_place);
    if (getenv("SDNC_TRANSCRIPT") != NULL)
        fputs(in_file.text, stdout);
    compare(&in_file, &in_place);
    assert_true(in_file.len > 1000);
    plays++;
}

static void todos_are_the_same(void **state)
{
    (void)state;
    compare_plays(play_todo);
}

static void features_are_the_same(void **state)
{
    (void)state;
    compare_plays(play_feature);
}

static void tasks_are_the_same(void **state)
{
    (void)state;
    compare_plays(play_task);
}

static void rules_are_the_same(void **state)
{
    (void)state;
    compare_plays(play_rules);
}

static void deletions_are_the_same(void **state)
{
    (void)state;
    compare_plays(play_deletions);
}

static void values_are_the_same(void **state)
{
    (void)state;
    compare_plays(play_values);
}

static void keys_are_the_same(void **state)
{
    (void)state;
    compare_plays(play_keys);
}

static void each_exception_is_one(void **state)
{
    (void)state;
    for (size_t i = 0; plays == PLAYS && i < EXCEPTIONS; i++) {
        bool concerns = strchr(place.uri, ':') != NULL &&
                        strncmp(place.uri, exceptions[i].backend, strlen(exceptions[i].backend)) == 0;
        if (met[i] != concerns)
            fail_msg("'%s': %s", exceptions[i].label, met[i] ? "it differs" : "nothing differs");
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(todos_are_the_same),     TEST_IN_TEMPDIR(features_are_the_same),
        TEST_IN_TEMPDIR(tasks_are_the_same),     TEST_IN_TEMPDIR(rules_are_the_same),
        TEST_IN_TEMPDIR(deletions_are_the_same), TEST_IN_TEMPDIR(values_are_the_same),
        TEST_IN_TEMPDIR(keys_are_the_same),      cmocka_unit_test(each_exception_is_one),
    };
    return run_cases(argc, argv, tests);
}
