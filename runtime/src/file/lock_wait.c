/*
 * How long a waiter waits before its next attempt.
 *
 * Waiters sleep for random times of a few milliseconds at most: most locks are held for a short time, and random times
 * keep the waiters apart. Who has waited longer sleeps less, which bounds the longest wait. After 100 ms a waiter also
 * watches the owner's file (inotify), which wakes it at the release. A thread that had to wait lately gives way before
 * its next acquire; otherwise a thread that releases and acquires again at once would get the lock nearly every time,
 * because the waiters are asleep at that moment. tests/stress/lock_fairness.c measures the result.
 */
#include "file/lock_private.h"

enum {
    SHORTEST_CAP_NS = 1 * SDN_NS_PER_MS,
    LONGEST_CAP_NS = 50 * SDN_NS_PER_MS,
    WATCH_AFTER_NS = 100 * SDN_NS_PER_MS,
    MOST_LOST_RACES = 2,
    SHORTEST_SLEEP_NS = 200 * SDN_NS_PER_US,
    CONTENDED_FOR_NS = 200 * SDN_NS_PER_MS,
    LONGEST_GIVE_WAY_NS = 1 * SDN_NS_PER_MS,
};

/* Until then this thread expects other waiters at its locks. */
static _Thread_local int64_t contended_until_ns;

int64_t sdn__lock_wait_elapsed(const sdn_lock_wait *wait)
{
    return sdn__sys.monotonic_ns() - wait->started_ns;
}

void sdn__lock_wait_note(sdn_lock_wait *wait, const sdn_stat *owner)
{
    /* The time distinguishes two owners whose files got the same inode number one after the other. */
    bool same = sdn__same_file(&wait->seen, owner) && wait->seen.mtime_ns == owner->mtime_ns;
    if (wait->has_seen && !same)
        wait->lost_races++;
    wait->has_seen = true;
    wait->seen = *owner;
}

/* A watch wakes all waiters at once, and the fastest wins each time; so a waiter that lost two races only sleeps. And
 * the kernel can take 10 ms to remove a watch, while the others go on; so short waits do without one. */
bool sdn__lock_wait_wants_watch(const sdn_lock_wait *wait)
{
    return wait->lost_races < MOST_LOST_RACES && sdn__lock_wait_elapsed(wait) >= WATCH_AFTER_NS;
}

bool sdn__lock_wait_is_over(const sdn_lock_wait *wait)
{
    return wait->timeout_ns >= 0 && sdn__lock_wait_elapsed(wait) >= wait->timeout_ns;
}

/* xorshift64 (Marsaglia 2003): good enough to keep waiters apart. */
static uint64_t next_random(sdn_lock_wait *wait)
{
    wait->random ^= wait->random << 13;
    wait->random ^= wait->random >> 7;
    wait->random ^= wait->random << 17;
    return wait->random;
}

/* Most locks are held for a short time, so the first attempts come soon. After that, who has waited longer tries more
 * often. */
static int64_t longest_sleep(int64_t elapsed_ns)
{
    if (elapsed_ns < (int64_t)4 * SDN_NS_PER_MS)
        return 1 * SDN_NS_PER_MS;
    if (elapsed_ns < (int64_t)200 * SDN_NS_PER_MS)
        return 6 * SDN_NS_PER_MS;
    return elapsed_ns < (int64_t)1000 * SDN_NS_PER_MS ? 3 * SDN_NS_PER_MS : 1500 * SDN_NS_PER_US;
}

static int64_t within_timeout(const sdn_lock_wait *wait, int64_t elapsed_ns, int64_t ns)
{
    int64_t left = wait->timeout_ns - elapsed_ns;
    if (wait->timeout_ns < 0 || left > ns)
        return ns;
    return left > 0 ? left : 0;
}

/* Gives other waiters a moment to get a lock that we may just have released. */
static void give_way(sdn_lock_wait *wait)
{
    int64_t ns = (int64_t)(next_random(wait) % LONGEST_GIVE_WAY_NS);
    sdn__sys.sleep(within_timeout(wait, 0, ns));
}

void sdn__lock_wait_start(sdn_lock_wait *wait, uint32_t timeout_ms, int64_t process)
{
    *wait = (sdn_lock_wait){
        .started_ns = sdn__sys.monotonic_ns(),
        .timeout_ns = timeout_ms == SDN_LOCK_WAIT_FOREVER ? -1 : (int64_t)timeout_ms * SDN_NS_PER_MS,
        .cap_ns = SHORTEST_CAP_NS,
    };
    wait->random = ((uint64_t)wait->started_ns ^ (uint64_t)process << 32 ^ sdn__thread_number() << 52) | 1;
    if (wait->started_ns < contended_until_ns && timeout_ms != 0)
        give_way(wait);
}

static void sleep_at_random(sdn_lock_wait *wait, int64_t elapsed_ns)
{
    int64_t range = longest_sleep(elapsed_ns) - SHORTEST_SLEEP_NS;
    int64_t ns = SHORTEST_SLEEP_NS + (int64_t)(next_random(wait) % (uint64_t)range);
    sdn__sys.sleep(within_timeout(wait, elapsed_ns, ns));
}

/* The event of a killed owner comes just before the kernel drops its flock, so after an event the next attempt comes
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
    contended_until_ns = wait->started_ns + elapsed_ns + CONTENDED_FOR_NS;
    if (wait->watching)
        wait_for_event(wait, watch, elapsed_ns);
    else
        sleep_at_random(wait, elapsed_ns);
}
