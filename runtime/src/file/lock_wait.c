#include "file/lock_private.h"

enum {
    NS_PER_US = 1000,
    NS_PER_MS = 1000 * 1000,
    SHORTEST_CAP_NS = 1 * NS_PER_MS,
    LONGEST_CAP_NS = 50 * NS_PER_MS,
    WATCH_AFTER_NS = 100 * NS_PER_MS,
    MOST_LOST_RACES = 2,
    SHORTEST_SLEEP_NS = 200 * NS_PER_US,
    CROWDED_FOR_NS = 200 * NS_PER_MS,
    LONGEST_COURTESY_NS = 1 * NS_PER_MS,
};

/* Until when this thread expects others at its locks. Who gives a lock back and wants it again at once would get it
 * nearly every time, because those who wait are asleep at that moment. */
static _Thread_local int64_t crowded_until_ns;

int64_t sdn__lock_wait_elapsed(const sdn_lock_wait *wait)
{
    return sdn__sys.monotonic_ns() - wait->started_ns;
}

void sdn__lock_wait_note(sdn_lock_wait *wait, const sdn_stat *owner)
{
    /* The time tells two owners apart whose files got the same inode number one after the other. */
    bool same = sdn__same_file(&wait->seen, owner) && wait->seen.mtime_ns == owner->mtime_ns;
    if (wait->has_seen && !same)
        wait->lost_races++;
    wait->has_seen = true;
    wait->seen = *owner;
}

/* A watch wakes all waiters at once, and the quickest wins again and again: so who lost twice sleeps at
 * random instead. And giving a watch back can take the kernel some 10 ms, in which others go on without us: so holds
 * that are shorter than many times that are waited for without one. */
bool sdn__lock_wait_wants_watch(const sdn_lock_wait *wait)
{
    return wait->lost_races < MOST_LOST_RACES && sdn__lock_wait_elapsed(wait) >= WATCH_AFTER_NS;
}

bool sdn__lock_wait_is_over(const sdn_lock_wait *wait)
{
    return wait->timeout_ns >= 0 && sdn__lock_wait_elapsed(wait) >= wait->timeout_ns;
}

/* xorshift64: enough to keep waiters apart. */
static uint64_t next_random(sdn_lock_wait *wait)
{
    wait->random ^= wait->random << 13;
    wait->random ^= wait->random >> 7;
    wait->random ^= wait->random << 17;
    return wait->random;
}

/* Most holds are short, so the first looks come soon. After that, who has waited longer looks more often, which is what
 * keeps the longest wait short. */
static int64_t longest_sleep(int64_t elapsed_ns)
{
    if (elapsed_ns < (int64_t)4 * NS_PER_MS)
        return 1 * NS_PER_MS;
    if (elapsed_ns < (int64_t)200 * NS_PER_MS)
        return 6 * NS_PER_MS;
    return elapsed_ns < (int64_t)1000 * NS_PER_MS ? 3 * NS_PER_MS : 1500 * NS_PER_US;
}

static int64_t within_timeout(const sdn_lock_wait *wait, int64_t elapsed_ns, int64_t ns)
{
    int64_t left = wait->timeout_ns - elapsed_ns;
    if (wait->timeout_ns < 0 || left > ns)
        return ns;
    return left > 0 ? left : 0;
}

/* Leaves the others a moment to get a lock that we may have had just now. */
static void give_way(sdn_lock_wait *wait)
{
    int64_t ns = (int64_t)(next_random(wait) % LONGEST_COURTESY_NS);
    sdn__sys.sleep(within_timeout(wait, 0, ns));
}

void sdn__lock_wait_start(sdn_lock_wait *wait, uint32_t timeout_ms, int64_t process)
{
    *wait = (sdn_lock_wait){
        .started_ns = sdn__sys.monotonic_ns(),
        .timeout_ns = timeout_ms == SDN_LOCK_WAIT_FOREVER ? -1 : (int64_t)timeout_ms * NS_PER_MS,
        .cap_ns = SHORTEST_CAP_NS,
    };
    wait->random = ((uint64_t)wait->started_ns ^ (uint64_t)process << 32 ^ sdn__lock_thread_number() << 52) | 1;
    if (wait->started_ns < crowded_until_ns && timeout_ms != 0)
        give_way(wait);
}

static void sleep_at_random(sdn_lock_wait *wait, int64_t elapsed_ns)
{
    int64_t range = longest_sleep(elapsed_ns) - SHORTEST_SLEEP_NS;
    int64_t ns = SHORTEST_SLEEP_NS + (int64_t)(next_random(wait) % (uint64_t)range);
    sdn__sys.sleep(within_timeout(wait, elapsed_ns, ns));
}

/* A killed owner is reported just before the kernel drops its flock, so after an event the next look comes
 * soon. */
static void wait_for_event(sdn_lock_wait *wait, int watch, int64_t elapsed_ns)
{
    int event = sdn__sys.watch_wait(watch, within_timeout(wait, elapsed_ns, wait->cap_ns));
    if (event < 0)
        sleep_at_random(wait, elapsed_ns);
    else if (event > 0)
        wait->cap_ns = SHORTEST_CAP_NS;
    else
        wait->cap_ns = wait->cap_ns * 2 < LONGEST_CAP_NS ? wait->cap_ns * 2 : LONGEST_CAP_NS;
}

void sdn__lock_wait_once(sdn_lock_wait *wait, int watch)
{
    int64_t elapsed_ns = sdn__lock_wait_elapsed(wait);
    crowded_until_ns = wait->started_ns + elapsed_ns + CROWDED_FOR_NS;
    if (wait->watching)
        wait_for_event(wait, watch, elapsed_ns);
    else
        sleep_at_random(wait, elapsed_ns);
}
