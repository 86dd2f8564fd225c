#define _POSIX_C_SOURCE 200809L
#include "quiet_calls.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "measure.h"
#include "os/sys.h"

static uint64_t time_for_holes;

static int64_t write_hole(int fd, const void *bytes, size_t size)
{
    (void)bytes;
    uint64_t start = clock_ns();
    off_t end = lseek(fd, (off_t)size, SEEK_CUR);
    int64_t result = end < 0 || ftruncate(fd, end) != 0 ? -errno : (int64_t)size;
    time_for_holes += clock_ns() - start;
    return result;
}

void calls_write_holes(void)
{
    sdn__sys.write = write_hole;
}

static int same_bytes(void *bytes, size_t size)
{
    memset(bytes, 7, size);
    return 0;
}

void calls_without_chance(void)
{
    sdn__sys.random = same_bytes;
}

/* ---- time ---- */

static sdn_sys_table called;
static uint64_t time_in_calls, last_end;

/* The bytes of a write are made between the call before and the write, so that is time of the write. */
static void count_making_bytes(const char *call, uint64_t start)
{
    if (strcmp(call, "write") != 0)
        return;
    time_in_calls += start - last_end;
    time_for_holes += start - last_end;
}

#define SDN_SYS_QUERY(type, name, parameters, arguments)
#define SDN_SYS_CALL(type, name, parameters, arguments) \
    static type take_time_of_##name parameters          \
    {                                                   \
        uint64_t start = clock_ns();                    \
        type result = called.name arguments;            \
        count_making_bytes(#name, start);               \
        last_end = clock_ns();                          \
        time_in_calls += last_end - start;              \
        return result;                                  \
    }
#include "os/sys_calls.def"

void calls_take_time(void)
{
    called = sdn__sys;
#define SDN_SYS_QUERY(type, name, parameters, arguments)
#define SDN_SYS_CALL(type, name, parameters, arguments) sdn__sys.name = take_time_of_##name;
#include "os/sys_calls.def"
}

call_times calls_time(void)
{
    call_times times = {time_in_calls, time_for_holes};
    time_in_calls = 0;
    time_for_holes = 0;
    return times;
}
