/*
 * Editors without a lock and four processes of ours, three of which make transactions and one saves without begin.
 *
 *   rewrites    opens for reading and writing, reads, truncates, writes in one to five steps with pauses, closes
 *   overwrites  the same, but truncates last
 *   appends     adds a row at the end in steps, and rewrites every ninth time
 *   ticks       changes a number in place, so that the size stays, and we see time stamps without fractions of a second
 *   truncates   reads, then opens with O_TRUNC and writes in steps
 *   renames     writes a temporary file, looks whether the file is still the one read, exchanges the two; what it
 *               swapped out by mistake it puts back
 *   git         checks out two branches in turn, by force
 *   moves       the directory is moved away and a copy put in its place, under the lock; half of the old ones are
 *               removed
 *
 * Everybody changes rows of his own, so what is missing has an owner (own_rows.h). A violation is:
 *   - a save of an editor, or a checkout, that is not in the file afterwards. (Counted as unseen, if it ever happens:
 *     the system looked up the name for the editor, we replaced the file and looked, and then it opened the file);
 *   - an acknowledged change of ours that is not in the file. The first four kinds read and write while they hold the
 *     file open, so nothing may be missing; the others write what they read before, and what was saved since is counted
 *     as overwritten, down to what they read and no further;
 *   - a torn version: some of the common rows, or some rows of a change, without the others;
 *   - a save of ours that is refused, where nobody overwrote; any other error; a lock or temporary file that is left.
 *
 * editors [full | SAVES] [KIND...]   (default 40 of each kind: seconds)
 *
 * full: 2,500 of each kind that writes in steps, fewer of the others, with pauses of up to 50 ms between the steps: an
 * hour for all; several kinds can run at once. Exits 1 after any violation.
 */
#define _DEFAULT_SOURCE

#include "editor.h"
#include "editors_elsewhere.h"
#include "files.h"
#include "tempdir.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { QUICK_SAVES = 40, QUICK_PAUSE_US = 4000, FULL_PAUSE_US = 50 * 1000, LATE_STEP_US = 3000 };

typedef struct kind {
    const char *name;
    editor_kind how;
    bool (*run)(desk *at, const struct kind *of, int saves, unsigned pause_us);
    int full_saves;
    int quick_one_in; /* of the saves asked for */
    bool late_steps, coarse_stamps;
} kind;

static bool run_with_editor(desk *at, const kind *of, int saves, unsigned pause_us)
{
    child workers[DESK_WORKERS];
    editor_job job = {at, of->how, saves, pause_us};
    desk_start_workers(at, workers);
    child editing = child_start(run_editor, &job);
    if (child_finish(&editing) != 0)
        ledger_violation(at->book, "the editor failed");
    desk_end_workers(at, workers);
    return true;
}

static bool run_git(desk *at, const kind *of, int saves, unsigned pause_us)
{
    (void)of, (void)pause_us;
    return change_branches(at, saves);
}

static bool run_moves(desk *at, const kind *of, int saves, unsigned pause_us)
{
    (void)of, (void)pause_us;
    move_directory(at, saves);
    return true;
}

static const kind kinds[] = {
    {"rewrites", EDITOR_REWRITES, run_with_editor, 2500, 1, true, false},
    {"overwrites", EDITOR_OVERWRITES, run_with_editor, 2500, 1, true, false},
    {"appends", EDITOR_APPENDS, run_with_editor, 2500, 1, true, false},
    {"ticks", EDITOR_TICKS, run_with_editor, 1000, 1, true, true},
    {"truncates", EDITOR_TRUNCATES, run_with_editor, 2500, 1, true, false},
    {"renames", EDITOR_RENAMES, run_with_editor, 1000, 1, true, false},
    {"git", 0, run_git, 300, 2, true, false},
    {"moves", 0, run_moves, 300, 2, false, false},
};

enum { KINDS = sizeof kinds / sizeof kinds[0] };

/* ---- the report ---- */

static void print_head(void)
{
    printf(
        "            saves  retried  while we                     changes  refused    over-  without          torn\n"
        "kind       of editor       replaced     unseen    LOST    of ours           written     file    LOST versions"
        "  seconds\n");
}

static void print_row(const kind *of, const desk *at, double seconds)
{
    printf("%-10s %6u %8u %8u %10u %7u %10u %8u %8u %8u %7u %8u %8.1f\n", of->name, at->saves, at->retried,
           at->into_replaced, at->unseen, at->lost_saves, at->changes, at->refused, at->overwritten, at->without_file,
           at->lost_changes, at->torn, seconds);
    for (int i = 0; i < at->book->violations && i < KEPT_VIOLATIONS; i++)
        printf("VIOLATION (%s): %s\n", of->name, at->book->messages[i]);
    fflush(stdout);
}

/* ---- all of it ---- */

/* Each in a directory of its own, below it the one of the desk. */
static int run(const kind *of, int saves, unsigned pause_us)
{
    double start = now_ms();
    const char *directory = of->run == run_git ? "." : "data";
    if (tempdir_enter(NULL) != 0 || (of->run != run_git && mkdir(directory, 0755) != 0)) {
        perror("editors: cannot make a directory");
        exit(2);
    }
    desk *at = desk_new(directory);
    at->pause_us = of->late_steps ? LATE_STEP_US : 0;
    at->is_coarse = of->coarse_stamps;
    if (of->run(at, of, saves, pause_us)) {
        desk_check_end(at);
        print_row(of, at, (now_ms() - start) / 1000);
    } else {
        printf("%-10s skipped: no git\n", of->name);
    }
    int violations = at->book->violations;
    desk_free(at);
    tempdir_leave(NULL);
    return violations;
}

static bool is_chosen(const kind *of, int count, char **names)
{
    bool chosen = count == 0;
    for (int i = 0; i < count; i++)
        chosen = chosen || strcmp(names[i], of->name) == 0;
    return chosen;
}

static int run_chosen(int saves, unsigned pause_us, int count, char **names)
{
    int violations = 0;
    for (int i = 0; i < KINDS; i++)
        if (is_chosen(&kinds[i], count, names))
            violations +=
                run(&kinds[i],
                    saves > 0 ? (saves + kinds[i].quick_one_in - 1) / kinds[i].quick_one_in : kinds[i].full_saves,
                    pause_us);
    return violations;
}

int main(int argc, char **argv)
{
    bool full = argc > 1 && strcmp(argv[1], "full") == 0;
    int saves = argc == 1 ? QUICK_SAVES : full ? 0 : atoi(argv[1]);
    if (saves < 1 && !full) {
        fprintf(stderr, "usage: editors [full | SAVES] [KIND...]\n");
        return 2;
    }
    print_head();
    int violations = run_chosen(saves, full ? FULL_PAUSE_US : QUICK_PAUSE_US, argc > 2 ? argc - 2 : 0, argv + 2);
    printf("%d violations\n", violations);
    return violations == 0 ? 0 : 1;
}
