/*
 * bugs: the bugs of a project in a text file, which people read, git merges, and any number of people and programs
 * change at once.
 *
 * Each verb is a function with a row in the table `verbs`. A verb that changes a bug does it between bug_store_begin
 * and finish: under the lock, on the newest file, all or nothing.
 */
#include "assign.h"
#include "bug.h"
#include "edit.h"
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Ends what bug_store_begin began: saves it, or drops it if `err` says that something failed. */
static int finish(bug_store *bugs, sdn_error *err)
{
    if (err->code == SDN_OK && sdn_saved(bug_store_commit(bugs, err)))
        return EXIT_DONE;
    int status = report_error(bugs, err);
    bug_store_rollback(bugs);
    return status;
}

/* Prints the number that the new bug got. */
static int add(bug_store *bugs, char *const *words, int count)
{
    sdn_error err = {0};
    if (bug_store_begin(bugs, &err) != SDN_OK)
        return report_error(bugs, &err);

    bug values;
    bug_init(&values);
    values.title = sdn_str_from(words[0]);
    values.opened = sdn_date_today();
    char id[24] = "";
    bug *b = bug_store_insert(bugs, &values, &err); /* a copy of the values, with the next number */
    if (b != NULL && assign(bugs, b, words + 1, count - 1, &err) == SDN_OK)
        snprintf(id, sizeof id, "%s", b->id.ptr); /* the record is not there any more after the commit */
    int status = finish(bugs, &err);
    if (status == EXIT_DONE)
        puts(id);
    return status;
}

static int close_bug(bug_store *bugs, char *const *words, int count)
{
    sdn_error err = {0};
    if (bug_store_begin(bugs, &err) != SDN_OK)
        return report_error(bugs, &err);

    bug *b = bug_store_edit(bugs, words[0], &err);
    if (b != NULL) {
        bug_set_state_text(b, sdn_str_from(count > 1 ? words[1] : "fixed"));
        bug_set_closed(b, sdn_date_today());
    }
    return finish(bugs, &err);
}

static int edit(bug_store *bugs, char *const *words, int count)
{
    if (count == 1)
        return edit_with_editor(bugs, words[0]);

    sdn_error err = {0};
    if (bug_store_begin(bugs, &err) != SDN_OK)
        return report_error(bugs, &err);
    bug *b = bug_store_edit(bugs, words[0], &err);
    if (b != NULL)
        assign(bugs, b, words + 1, count - 1, &err);
    return finish(bugs, &err);
}

static int show(bug_store *bugs, char *const *words, int count)
{
    (void)count;
    const bug *b = bug_store_get(bugs, words[0]);
    if (b != NULL) {
        sdn_record_print(&bug_record_type, b, stdout); /* main finds out whether standard output took it */
        return EXIT_DONE;
    }
    sdn_error err = {0};
    bug_store_explain(bugs, words[0], &err); /* there is no such row, or it cannot be read */
    return report_error(bugs, &err);
}

/* Whether a bug has the values that all `words` name, each a FIELD=VALUE. */
static bool is_wanted(const bug *b, char *const *words, int count)
{
    assignment wanted;
    for (int i = 0; i < count; i++)
        if (assignment_read(&wanted, words[i], NULL) != SDN_OK || !assignment_holds(&wanted, b))
            return false;
    return true;
}

/* How many blanks make a text, in UTF-8, as wide as a column. */
static int padding(sdn_str text, int width)
{
    for (size_t i = 0; i < text.len && width > 0; i++)
        if ((text.ptr[i] & 0xc0) != 0x80) /* the first byte of a character */
            width--;
    return width;
}

static void print_line(const bug *b)
{
    sdn_str state = b->state == BUG_STATE_OTHER_ ? b->state_text : sdn_str_from(bug_state_name(b->state));
    printf("%*s", padding(b->id, 4), "");
    print_text(stdout, b->id);
    printf("  %-8s  ", severity_name(b->severity));
    print_text(stdout, state);
    printf("%*s  ", padding(state, 9), "");
    print_text(stdout, b->title);
    for (size_t i = 0; i < b->labels.count; i++) {
        printf(" #");
        print_text(stdout, b->labels.items[i]);
    }
    putchar('\n');
}

/* Lists the open bugs, worst first, unless the state is one of the values that are asked for. */
static int list(bug_store *bugs, char *const *words, int count)
{
    bug_cursor walk = bug_cursor_reverse(bug_store_by_state(bugs, BUG_STATE_OPEN));
    for (int i = 0; i < count; i++) {
        sdn_error err = {0};
        assignment wanted;
        if (assignment_read(&wanted, words[i], &err) != SDN_OK || assignment_check(&wanted, &err) != SDN_OK)
            return report_error(bugs, &err);
        if (wanted.field == BUG_FIELD_STATE)
            walk = bug_store_all(bugs);
    }
    for (const bug *b; (b = bug_cursor_next(&walk)) != NULL;)
        if (is_wanted(b, words, count))
            print_line(b);
    return EXIT_DONE;
}

static size_t count_of(bug_cursor walk)
{
    size_t count = 0;
    while (bug_cursor_next(&walk) != NULL)
        count++;
    return count;
}

/* A line per state, a column per severity. */
static int stats(bug_store *bugs, char *const *words, int count)
{
    (void)words, (void)count;
    printf("%-10s", "");
    for (int s = SEVERITY_LOW; s <= SEVERITY_CRITICAL; s++)
        printf("%10s", severity_name((severity)s));
    putchar('\n');
    for (int state = BUG_STATE_OPEN; state <= BUG_STATE_OTHER_; state++) {
        printf("%-10s", state == BUG_STATE_OTHER_ ? "other" : bug_state_name((bug_state)state));
        for (int s = SEVERITY_LOW; s <= SEVERITY_CRITICAL; s++)
            printf("%10zu", count_of(bug_store_by_state_severity(bugs, (bug_state)state, (severity)s)));
        putchar('\n');
    }
    return EXIT_DONE;
}

enum { ANY = 1000 };

typedef struct verb {
    const char *name;
    const char *arguments;
    const char *purpose;
    int least; /* number of arguments */
    int most;
    bool lists; /* shows bugs, so that rows that cannot be read are to be told */
    int (*run)(bug_store *bugs, char *const *words, int count);
} verb;

static const verb verbs[] = {
    {"add", "TITLE [FIELD=VALUE]...", "add a bug", 1, ANY, false, add},
    {"list", "[FIELD=VALUE]...", "list the open bugs with these values, or of another state", 0, ANY, true, list},
    {"show", "ID", "show all fields of a bug", 1, 1, true, show},
    {"close", "ID [STATE]", "close a bug, as fixed or as what STATE says", 1, 2, false, close_bug},
    {"edit", "ID [FIELD=VALUE]...", "change fields of a bug, in an editor if none is named", 1, ANY, false, edit},
    {"stats", "", "count the bugs by state and severity", 0, 0, true, stats},
};
enum { VERB_COUNT = sizeof verbs / sizeof verbs[0] };

static void print_help(FILE *out)
{
    fprintf(out, "usage: bugs VERB [ARGUMENT]...\n\n");
    for (int i = 0; i < VERB_COUNT; i++)
        fprintf(out, "  %-6s%-25s%s\n", verbs[i].name, verbs[i].arguments, verbs[i].purpose);
    fprintf(out, "\nFIELD is one of");
    for (uint32_t i = 0; i < bug_record_type.field_count; i++)
        fprintf(out, "%s %s", i > 0 ? "," : "", bug_record_type.fields[i].name);
    fprintf(out, ".\nThe bugs are in $BUGS_FILE, or bugs.sdn.\n"
                 "Exit status: 0 done, 1 refused, 2 wrong usage, 3 the file is locked, 4 it cannot be used.\n");
}

static int run(const verb *v, char *const *words, int count)
{
    const char *path = getenv("BUGS_FILE");
    if (path == NULL)
        path = "bugs.sdn";
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = 2000; /* a person waits */
    sdn_error err = {0};
    bug_store *bugs = bug_store_open(path, &options, &err); /* a file that is missing is an empty store */
    if (bugs == NULL)
        return report_error(bugs, &err);
    int status = v->run(bugs, words, count);
    if (status == EXIT_DONE && v->lists)
        status = report_problems(bugs, path);
    bug_store_close(bugs);
    return status;
}

static const verb *find_verb(const char *name)
{
    for (int i = 0; i < VERB_COUNT; i++)
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    return NULL;
}

int main(int argc, char **argv)
{
    setvbuf(stderr, NULL, _IOLBF, BUFSIZ); /* whole lines, also if several programs write to one terminal */
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    int count = argc - 2;
    int status = EXIT_DONE;
    const verb *v = find_verb(argv[1]);
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0) {
        print_help(stdout);
    } else if (v == NULL) {
        fprintf(stderr, "bugs: there is no verb '%s'; 'bugs help' lists them\n", argv[1]);
        return EXIT_USAGE;
    } else if (count < v->least || count > v->most) {
        fprintf(stderr, "usage: bugs %s %s\n", v->name, v->arguments);
        return EXIT_USAGE;
    } else {
        status = run(v, argv + 2, count);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "bugs: standard output: the list could not be written\n");
        return EXIT_FAILED;
    }
    return status;
}
