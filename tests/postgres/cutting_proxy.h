/* A process between libpq and the server that cuts the connection at one step of the protocol. A step is what one side
 * sends in one piece. */
#ifndef SDNC_TEST_CUTTING_PROXY_H
#define SDNC_TEST_CUTTING_PROXY_H

#include <stdbool.h>

#include "child.h"

typedef struct cutting_proxy {
    unsigned cut_at; /* the step, counted from 1 over all connections */
    bool forwards;   /* the piece is forwarded before the cut */
    bool stays;      /* further connections are taken, and not cut */
    child process;   /* of the proxy */
} cutting_proxy;

/* Starts it in the working directory: it is the server of the host that is this directory. */
void proxy_start(cutting_proxy *proxy);

/* Ends it. Whether it came to the cut. */
bool proxy_stop(cutting_proxy *proxy);

#endif
