/* Databases that schemas are compared with, see README.md. */
#ifndef SDNC_LIVE_LIVE_H
#define SDNC_LIVE_LIVE_H

#include <sdn/error.h>

#include "base/buffer.h"
#include "sql/ddl.h"

/* What a comparison finds. */
typedef struct live_findings {
    sdn_buffer differences; /* a line each */
    sdn_buffer migrations;  /* those of them that need more than to make something that is missing */
    sdn_buffer fixes;       /* SQL that makes what is missing */
    sdn_buffer remarks;     /* a line each: what differs, cannot be altered, and is no hindrance */
} live_findings;

#define LIVE_FINDINGS_INIT                                                 \
    {                                                                      \
        SDN_BUFFER_INIT, SDN_BUFFER_INIT, SDN_BUFFER_INIT, SDN_BUFFER_INIT \
    }
void live_findings_release(live_findings *findings);

/* What a database should be like. */
typedef struct live_wish {
    const ddl_request *tables;
    bool compares_log_days;   /* how long the log is kept; else that is the business of whoever made the database */
    uint32_t lock_timeout_ms; /* how long other programs that change the database are waited for */
} live_wish;

/* A kind of database; a constant. */
typedef struct live_database {
    const char *const *schemes; /* of its URIs; NULL ends them */
    sql_dialect dialect;
    const char *next_step; /* what is said where a migration is needed; "": what differs is told with what mends it */

    /* Compares the database at `uri` with one that ddl_print would make. SDN_E_IO, SDN_E_TIMEOUT, SDN_E_SYNTAX (not a
     * database), SDN_E_INVALID (tables of other schemas are needed), SDN_E_NOMEM. */
    sdn_code (*check)(const char *uri, const live_wish *wish, live_findings *findings, sdn_error *err);

    /* The same, and makes what is missing, in one transaction; nothing if there are migrations. SDN_E_INVALID too: what
     * is there does not allow it. */
    sdn_code (*apply)(const char *uri, const live_wish *wish, live_findings *findings, sdn_error *err);
} live_database;

/* Arms a kind of database, for the whole process. */
void live_database_use(const live_database *database);

/* The kind that a URI is of; NULL: none that is armed. */
const live_database *live_database_of(const char *uri);

#endif
