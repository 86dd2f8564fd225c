#include "test.h"

#include "no_threads.h"

#include "os/crew.h"

#include <string.h>

enum { PIECES = 500 };

/* Each piece is of one thread alone; so is what belongs to a worker. */
typedef struct work_done {
    unsigned times[PIECES];
    size_t last[SDN_MOST_THREADS]; /* the last piece of each worker, plus 1 */
    size_t refused[2];             /* pieces that return false */
} work_done;

static bool do_piece(void *context, unsigned worker, size_t piece)
{
    work_done *done = context;
    bool is_right = worker < SDN_MOST_THREADS && done->last[worker] <= piece; /* a check here would end the thread */
    if (is_right)
        done->last[worker] = piece + 1;
    done->times[piece] += is_right ? 1 : 100;
    return piece != done->refused[0] && piece != done->refused[1];
}

static void each_piece_is_done_once(void **state)
{
    (void)state;
    static const unsigned threads[] = {0, 1, 2, 3, 8, 1000};
    static const size_t counts[] = {0, 1, 2, PIECES};
    for (size_t i = 0; i < 6 * 4; i++) {
        work_done done = {.refused = {PIECES, PIECES}};
        size_t count = counts[i % 4];
        sdn__crew_share(threads[i / 4], count, do_piece, &done);
        for (size_t piece = 0; piece < PIECES; piece++)
            assert_int_equal(done.times[piece], piece < count ? 1 : 0);
    }
}

static void pieces_before_the_first_refused_one_are_done(void **state)
{
    (void)state;
    for (size_t i = 0; i < 100; i++) {
        work_done done = {.refused = {i * 37 % PIECES, i * 91 % PIECES}};
        size_t first = done.refused[0] < done.refused[1] ? done.refused[0] : done.refused[1];
        sdn__crew_share((unsigned)i % 5, PIECES, do_piece, &done);
        for (size_t piece = 0; piece <= first; piece++)
            assert_int_equal(done.times[piece], 1);
        if (i % 5 < 2)
            assert_int_equal(done.times[first + 1], 0);
    }
}

static void the_calling_thread_does_all_where_there_is_no_other(void **state)
{
    (void)state;
    work_done done = {.refused = {PIECES, PIECES}};
    if (!no_threads_begin())
        skip();
    sdn__crew_share(8, PIECES, do_piece, &done);
    no_threads_end();
    for (size_t piece = 0; piece < PIECES; piece++)
        assert_int_equal(done.times[piece], 1);
    assert_int_equal(done.last[0], PIECES);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_piece_is_done_once),
        cmocka_unit_test(pieces_before_the_first_refused_one_are_done),
        cmocka_unit_test(the_calling_thread_does_all_where_there_is_no_other),
    };
    return run_cases(argc, argv, tests);
}
