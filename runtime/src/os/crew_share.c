/* Pieces of work that threads take one after the other. */
#include "os/crew.h"

typedef struct shared_work {
    sdn_crew crew;
    sdn_piece_work *work;
    void *context;
    size_t count;
    size_t next; /* this and the following are guarded by the crew's lock */
    unsigned workers;
} shared_work;

static void *take_pieces(void *context)
{
    shared_work *shared = context;
    sdn__crew_lock(&shared->crew);
    unsigned worker = shared->workers++;
    while (shared->next < shared->count) {
        size_t piece = shared->next++;
        sdn__crew_unlock(&shared->crew);
        bool goes_on = shared->work(shared->context, worker, piece);
        sdn__crew_lock(&shared->crew);
        if (!goes_on)
            shared->next = shared->count;
    }
    sdn__crew_unlock(&shared->crew);
    return NULL;
}

static unsigned least_of(unsigned threads, size_t count)
{
    unsigned most = threads < SDN_MOST_THREADS ? threads : SDN_MOST_THREADS;
    return count < most ? (unsigned)count : most;
}

void sdn__crew_share(unsigned threads, size_t count, sdn_piece_work *work, void *context)
{
    shared_work shared = {.work = work, .context = context, .count = count};
    unsigned workers = least_of(threads, count);
    if (workers > 1 && sdn__crew_start(&shared.crew, workers - 1, take_pieces, &shared) >= 0) {
        (void)take_pieces(&shared);
        sdn__crew_join(&shared.crew);
        return;
    }
    for (size_t piece = 0; piece < count && work(context, 0, piece); piece++)
        ;
}
