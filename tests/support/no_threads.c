#define _GNU_SOURCE /* pthread_setattr_default_np */

#include "no_threads.h"

#include <pthread.h>
#include <stdint.h>

#ifdef __GLIBC__

static pthread_attr_t usual;

static bool set_stack_size(size_t size)
{
    pthread_attr_t attributes;
    if (pthread_getattr_default_np(&attributes) != 0)
        return false;
    bool is_set = pthread_attr_setstacksize(&attributes, size) == 0 && pthread_setattr_default_np(&attributes) == 0;
    (void)pthread_attr_destroy(&attributes);
    return is_set;
}

/* No address space is large enough for such a stack. */
bool no_threads_begin(void)
{
    return pthread_getattr_default_np(&usual) == 0 && set_stack_size(SIZE_MAX / 2 / 65536 * 65536);
}

void no_threads_end(void)
{
    size_t size = 0;
    if (pthread_attr_getstacksize(&usual, &size) == 0)
        (void)set_stack_size(size);
}

#else

bool no_threads_begin(void)
{
    return false;
}

void no_threads_end(void)
{
}

#endif
