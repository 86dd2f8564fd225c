/* A backend that keeps records in the memory of the test: "memory:". What another program would do is done by the
 * functions here. Single-field keys or none, 200 records, 12 fields. */
#ifndef SDNC_TEST_MEMORY_BACKEND_H
#define SDNC_TEST_MEMORY_BACKEND_H

#include <sdn/backend.h>

/* cmocka fixtures: arms the backend, without records; frees all. */
int memory_backend_enter(void **state);
int memory_backend_leave(void **state);

/* What the backend is to do, and what it was asked for. */
typedef struct memory_backend_state {
    sdn_code fails_pull, fails_push, fails_lock; /* SDN_OK: it does not */
    bool loses_lock;                             /* with the next failure */
    bool knows_no_changes;                       /* it gives all records whenever something changed */
    bool loses_push, hides_push;                 /* it says that nobody knows; the edits were not made, or were */
    sdn_code fails_find_out;
    bool omits_all; /* it does not say that all records follow, as it must */
    int pulls, pushes, whole_pulls;
    int given; /* records */
    int asked; /* to find out */
} memory_backend_state;

extern memory_backend_state memory_state;

/* Adds or overwrites the record with the key of texts. One text for each field; NULL: absent. */
void memory_put(const sdn_record_type *type, const char *const *texts);
void memory_delete(const sdn_record_type *type, const char *key);

/* The texts of the record with this key, or of the n-th one if `key` is NULL, joined by '|'; NULL: there is none. Valid
 * until the next call. */
const char *memory_record(const sdn_record_type *type, const char *key, size_t n);

#endif
