/* A system that has no threads to give. */
#ifndef SDNC_TEST_NO_THREADS_H
#define SDNC_TEST_NO_THREADS_H

#include <stdbool.h>

/* From here on no thread can be started; false where the C library has no way to bring that about. */
bool no_threads_begin(void);
void no_threads_end(void);

#endif
