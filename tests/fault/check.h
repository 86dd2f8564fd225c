/* What must hold after an operation, even if a call in it failed. */
#ifndef SDNC_FAULT_CHECK_H
#define SDNC_FAULT_CHECK_H

#include "scene.h"

/* What an operation does when nothing fails. */
typedef struct expectation {
    sdn_code code;
    char before[SCENE_TEXT_SIZE];      /* content of the file */
    char after[SCENE_TEXT_SIZE];       /* where the operation worked */
    char before_more[SCENE_TEXT_SIZE]; /* with the follow-up, without the operation */
    char after_more[SCENE_TEXT_SIZE];  /* with both */
    char shown[SCENE_TEXT_SIZE];       /* the store afterwards */
    int calls;
    int allocations;
} expectation;

/* How much is forgiven. */
typedef struct fault_nature {
    bool may_leave_files;      /* what would remove them failed too */
    bool was_misled;           /* a file that is there was said not to be */
    bool may_hide_replacement; /* the rename worked, said otherwise, and looking failed too */
} fault_nature;

/* Runs the operation without faults, counting calls and allocations. */
void check_learn(const operation *what, expectation *learnt);

/* Runs it between arm and disarm, then checks; *code is what it returned, *err what it said. */
void check_run(const operation *what, const expectation *learnt, void (*arm)(void), void (*disarm)(void),
               fault_nature (*nature_of)(const operation *what, sdn_code code, const sdn_error *err));

#endif
