/* Kills and stops workers of a team, and measures how soon another one has the lock of a killed holder. */
#ifndef SDNC_STRESS_KILLER_H
#define SDNC_STRESS_KILLER_H

#include "team.h"

#include <stddef.h>

typedef struct kill_report {
    int kills;
    int stops;         /* SIGSTOP, and SIGCONT or SIGKILL some ms later */
    double *delays_ms; /* from the kill of a holder to the next holder */
    size_t holders;    /* that were killed; the length of delays_ms */
} kill_report;

/* Kills `kills` workers, each replaced at once, for at least `least_ms`; stops early after a violation. Every second
 * time it aims at the holder. *report is empty before; kill_report_release frees it. */
void kill_at_random(team *victims, int kills, double least_ms, kill_report *report);
void kill_report_release(kill_report *report);

#endif
