/* Which records a command means: those with the keys that it names, or those that match --where. */
#ifndef SDNC_CHANGES_RECORD_TARGETS_H
#define SDNC_CHANGES_RECORD_TARGETS_H

#include <stddef.h>
#include <stdint.h>

#include "changes/edit_session.h"
#include "rows/record_order.h"
#include "query/where.h"

/* The options that choose records, for the lists of verbs. */
#define RECORD_TARGETS_OPTIONS                                                                                          \
    {"--where", NULL, "EXPR", NULL, "the records that match, instead of those with a key", false},                      \
        {"--sort", NULL, "FIELD,...", NULL, "the order in which --limit counts them; -FIELD: from the largest", false}, \
    {                                                                                                                   \
        "--limit", NULL, "NUMBER", NULL, "only the first so many that match", false                                     \
    }

/* What the arguments say. */
typedef struct target_request {
    const data_table *table;
    size_t key_count;   /* operands that are keys, after the file; 0 with --where */
    sdn_value *keys;    /* one after the other, each of type->key.field_count values */
    where *filter;      /* --where; NULL: none */
    size_t limit;       /* SIZE_MAX: none */
    record_order order; /* --sort; no fields: that of the file */
} target_request;

typedef struct record_targets {
    const void **records; /* of the store, in the arena */
    size_t count;
} record_targets;

/* Reads the options, and `key_count` operands after the file as keys. Mistakes are collected in the session. */
command_status target_request_read(edit_session *session, const data_table *table, size_t key_count,
                                   target_request *request);
void target_request_release(target_request *request);

/* Finds the records, in a transaction. COMMAND_FINDINGS, and says so, if there is none, or one of the keys is missing. */
command_status record_targets_find(edit_session *session, const target_request *request, record_targets *found);

#endif
