/* Waiting: until when a call on a file may wait for others, and the pauses between two looks. */
#ifndef SDN_BACKEND_WAITING_H
#define SDN_BACKEND_WAITING_H

#include <sdn/backend.h>

/* A reader without the lock waits at most this long for a program that writes in place; then it reads what is there. */
enum { SDN_READ_PATIENCE_MS = 1000 };

/* Sets the deadline of a call: after the lock timeout, but at most `most_ms` from now. */
void sdn__start_waiting(sdn_connection *connection, uint32_t most_ms);

/* Whether a call that was tried `tries` times gives up: at the deadline, but not before `least_tries`. */
bool sdn__gives_up(const sdn_connection *connection, int tries, int least_tries);

/* Pauses before another look; twice as long each time, starting from *pause_ns == 0. Shows that the lock, if it is held,
 * is in use, so that it does not look abandoned. */
void sdn__pause(sdn_connection *connection, int64_t *pause_ns);

#endif
