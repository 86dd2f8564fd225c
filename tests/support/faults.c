#define _POSIX_C_SOURCE 200809L

#include "faults.h"

#include "base/alloc.h"
#include "os/sys.h"

#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { MOST_FAULTS = 2, MOST_NAMES = 4096 };

typedef struct fault {
    int nth;
    int error;
    fault_kind kind;
} fault;

static sdn_sys_table real; /* before the test */
static sdn_sys_table base; /* before the faults: real, less what the test took away */
static bool is_noted;
static bool is_installed;

static fault planned[MOST_FAULTS];
static bool to_the_end; /* planned[0] and all that follow */
static size_t most_bytes;
static int seen;
static const char *call_names[MOST_NAMES];
static const char *fired;

static bool is_due(const fault *of)
{
    return of->nth != 0 && (seen == of->nth || (to_the_end && of == planned && seen > of->nth));
}

/* Counts a call; the fault it is to meet, or NULL. */
static const fault *meet(const char *name)
{
    if (++seen <= MOST_NAMES)
        call_names[seen - 1] = name;
    for (int i = 0; i < MOST_FAULTS; i++)
        if (is_due(&planned[i])) {
            fired = name;
            return &planned[i];
        }
    return NULL;
}

static bool is(const fault *met, fault_kind kind)
{
    return met != NULL && met->kind == kind;
}

static void send_if(const fault *met, fault_kind kind)
{
    if (is(met, kind))
        (void)raise(met->error);
}

/* ---- transfers that stop early ---- */

static sdn_sys_table under; /* base, with transfers as long as asked for */

static size_t cut(size_t size)
{
    return size < most_bytes ? size : most_bytes;
}

static int64_t short_read_at(int fd, void *bytes, size_t size, int64_t offset)
{
    return under.read_at(fd, bytes, cut(size), offset);
}

static int64_t short_write(int fd, const void *bytes, size_t size)
{
    return under.write(fd, bytes, cut(size));
}

static int64_t short_write_at(int fd, const void *bytes, size_t size, int64_t offset)
{
    return under.write_at(fd, bytes, cut(size), offset);
}

/* ---- a function fault_NAME for each call NAME that can fail ---- */

#define SDN_SYS_CALL(type, name, parameters, arguments)     \
    static type fault_##name parameters                     \
    {                                                       \
        const fault *met = meet(#name);                     \
        if (is(met, FAULT_INSTEAD))                         \
            return -met->error;                             \
        send_if(met, FAULT_SIGNAL_BEFORE);                  \
        type result = base.name arguments;                  \
        send_if(met, FAULT_SIGNAL_AFTER);                   \
        return is(met, FAULT_AFTER) ? -met->error : result; \
    }

/* The descriptor of a call that is to fail after it was made is closed, or nobody could close it. */
#define SDN_SYS_OPEN(name, parameters, arguments) \
    static int fault_##name parameters            \
    {                                             \
        const fault *met = meet(#name);           \
        if (is(met, FAULT_INSTEAD))               \
            return -met->error;                   \
        send_if(met, FAULT_SIGNAL_BEFORE);        \
        int fd = base.name arguments;             \
        send_if(met, FAULT_SIGNAL_AFTER);         \
        if (!is(met, FAULT_AFTER))                \
            return fd;                            \
        if (fd >= 0)                              \
            (void)base.close(fd);                 \
        return -met->error;                       \
    }

/* Always made, even if it reports a failure. */
#define SDN_SYS_CLOSE(name, parameters, arguments)                                    \
    static int fault_##name parameters                                                \
    {                                                                                 \
        const fault *met = meet(#name);                                               \
        send_if(met, FAULT_SIGNAL_BEFORE);                                            \
        int result = base.name arguments;                                             \
        send_if(met, FAULT_SIGNAL_AFTER);                                             \
        return is(met, FAULT_INSTEAD) || is(met, FAULT_AFTER) ? -met->error : result; \
    }

#define SDN_SYS_QUERY(type, name, parameters, arguments)
#include "os/sys_calls.def"

void faults_begin(void)
{
    if (!is_noted)
        real = sdn__sys;
    is_noted = true;
}

static void install(void)
{
    if (is_installed)
        return;
    is_installed = true;
    base = under = sdn__sys;
    base.read_at = short_read_at;
    base.write = short_write;
    base.write_at = short_write_at;
#define SDN_SYS_CALL(type, name, parameters, arguments) sdn__sys.name = fault_##name;
#define SDN_SYS_QUERY(type, name, parameters, arguments)
#include "os/sys_calls.def"
}

static void plan(fault first, bool goes_on, size_t transfer)
{
    install();
    planned[0] = first;
    planned[1] = (fault){0};
    to_the_end = goes_on;
    most_bytes = transfer;
    seen = 0;
    fired = NULL;
}

void faults_arm(int nth, int error, fault_kind kind)
{
    plan((fault){nth, error, kind}, false, SIZE_MAX);
}

void faults_arm_second(int nth, int error, fault_kind kind)
{
    planned[1] = (fault){nth, error, kind};
}

void faults_arm_from(int nth, int error)
{
    plan((fault){nth, error, FAULT_INSTEAD}, true, SIZE_MAX);
}

void faults_arm_short(size_t most)
{
    plan((fault){0}, false, most);
}

int faults_calls(void)
{
    return seen;
}

const char *faults_call(int nth)
{
    return nth >= 1 && nth <= seen && nth <= MOST_NAMES ? call_names[nth - 1] : NULL;
}

const char *faults_fired(void)
{
    return fired;
}

/* Several threads may load a file. */
static int first_refused, last_refused;
static atomic_int allocations;
static atomic_bool memory_fired;

static bool is_refused(void)
{
    int number = atomic_fetch_add(&allocations, 1) + 1;
    if (number < first_refused || number > last_refused)
        return false;
    memory_fired = true;
    return true;
}

static void *failing_resize(void *block, size_t size)
{
    return is_refused() ? NULL : realloc(block, size);
}

static void *failing_align(size_t alignment, size_t size)
{
    return is_refused() ? NULL : aligned_alloc(alignment, size);
}

static void refuse(int first, int last)
{
    sdn__allocator_in_use.resize = failing_resize;
    sdn__allocator_in_use.align = failing_align;
    first_refused = first;
    last_refused = last;
    allocations = 0;
    memory_fired = false;
}

void faults_arm_memory(int nth)
{
    refuse(nth, nth);
}

void faults_arm_memory_from(int nth)
{
    refuse(nth, INT_MAX);
}

int faults_allocations(void)
{
    return allocations;
}

bool faults_fired_memory(void)
{
    return memory_fired;
}

void faults_remove(void)
{
    if (is_noted)
        sdn__sys = real;
    is_installed = false;
    sdn__allocator_in_use.resize = realloc;
    sdn__allocator_in_use.align = aligned_alloc;
}
