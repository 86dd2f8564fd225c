#define _DEFAULT_SOURCE

#include "ledger.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

int64_t monotonic_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

ledger *ledger_new(int workers)
{
    ledger *book = mmap(NULL, sizeof *book, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (book == MAP_FAILED)
        abort();
    book->workers = workers;
    book->guard = mutex_checker_new(0);
    atomic_store(&book->holder, -1);
    return book;
}

void ledger_free(ledger *book)
{
    mutex_checker_free(book->guard);
    munmap(book, sizeof *book);
}

bool ledger_violation(ledger *book, const char *format, ...)
{
    int number = atomic_fetch_add(&book->violations, 1);
    if (number < KEPT_VIOLATIONS) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(book->messages[number], sizeof book->messages[number], format, arguments);
        va_end(arguments);
    }
    return false;
}

void ledger_asks(ledger *book, int worker)
{
    book->entries[worker].asked_ns = monotonic_ns();
}

/* The flag is set before the checker is entered and cleared after it is left, so a process that dies with the flag set
 * died as the holder. */
void ledger_holds(ledger *book, int worker)
{
    worker_entry *entry = &book->entries[worker];
    int64_t now = monotonic_ns();
    atomic_store(&entry->holding, true);
    atomic_store(&book->holder, worker);
    mutex_checker_enter(book->guard, 0);
    unsigned number = atomic_fetch_add(&book->acquisitions, 1);
    atomic_store(&book->acquired_ns[number % LATEST_ACQUISITIONS], now);
    if (now - entry->asked_ns > atomic_load(&entry->worst_wait_ns))
        atomic_store(&entry->worst_wait_ns, now - entry->asked_ns);
}

void ledger_leaves(ledger *book, int worker)
{
    mutex_checker_leave(book->guard);
    atomic_store(&book->holder, -1);
    atomic_store(&book->entries[worker].holding, false);
}

int64_t ledger_next_acquisition(const ledger *book, unsigned before, int64_t since_ns)
{
    unsigned count = atomic_load(&book->acquisitions);
    for (unsigned i = before; i != count && i - before < LATEST_ACQUISITIONS; i++) {
        int64_t when = atomic_load(&book->acquired_ns[i % LATEST_ACQUISITIONS]);
        if (when > since_ns)
            return when;
    }
    return 0;
}

long ledger_sum(const ledger *book)
{
    long sum = 0;
    for (int i = 0; i < book->workers; i++)
        sum += atomic_load(&book->entries[i].acknowledged);
    return sum;
}
