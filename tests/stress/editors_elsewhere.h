/* What else changes a file without notice: git, and moving its directory. */
#ifndef SDNC_STRESS_EDITORS_ELSEWHERE_H
#define SDNC_STRESS_EDITORS_ELSEWHERE_H

#include "desk.h"

/* Makes a repository of the desk's directory with two branches, between which the common rows differ, and checks out
 * one after the other by force, `times` times. False where there is no git. */
bool change_branches(desk *at, int times);

/* Moves the desk's directory away and puts a copy in its place, `times` times; nobody holds the lock meanwhile but who
 * does that. */
void move_directory(desk *at, int times);

#endif
