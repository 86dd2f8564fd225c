/*
 * Conflicts: what two sides changed differently, kept for the caller to look at.
 *
 * Everything in the list is a copy in its arena. The records that were compared belong to images that end with the call
 * that merges, while the list is valid until the next such call. Each record is kept twice: as text, for people, and as
 * a struct, for programs.
 */
#ifndef SDN_STORE_CONFLICT_H
#define SDN_STORE_CONFLICT_H

#include <sdn/store.h>

typedef struct sdn_conflict_list {
    sdn_conflict *items;
    size_t count;
    size_t capacity;
    sdn_arena arena; /* all that the items point to */
} sdn_conflict_list;

/* The three versions of a record; NULL for a side that has none. */
typedef struct sdn_versions {
    const void *base;   /* as it was loaded */
    const void *theirs; /* as it is in the file now */
    const void *ours;   /* with the unsaved edits */
} sdn_versions;

#define SDN_NO_FIELD_IN_CONFLICT UINT32_MAX

/* Adds a conflict, with copies of the records. `field` is SDN_NO_FIELD_IN_CONFLICT if it is about the whole record. On
 * failure the list is as it was: SDN_E_NOMEM. */
sdn_code sdn__conflict_list_add(sdn_conflict_list *list, sdn_conflict_kind kind, const sdn_record_type *type,
                                uint32_t field, const sdn_versions *versions, sdn_error *err);

/* Empties the list. */
void sdn__conflict_list_release(sdn_conflict_list *list);

/* SDN_E_CONFLICT with the first of `count` conflicts, which is the first of `list`. */
sdn_code sdn__conflict_fail(const sdn_record_type *type, const sdn_conflict_list *list, size_t count, const char *path,
                            sdn_error *err);

#endif
