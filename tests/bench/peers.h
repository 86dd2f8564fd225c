/* All contestants. */
#ifndef SDNC_BENCH_PEERS_H
#define SDNC_BENCH_PEERS_H

#include "contestant.h"
#include "picks.h"
#include "rows.h"

#ifdef __cplusplus
extern "C" {
#endif

extern const contestant contestant_sdn;
extern const contestant contestant_sdn_threads; /* two threads read and decode */
extern const contestant contestant_sqlite;
extern const contestant contestant_lmdb;
extern const contestant contestant_simdjson;
extern const contestant contestant_protobuf;
extern const contestant contestant_flatbuffers;
extern const contestant contestant_csv;
extern const contestant contestant_rec;
extern const contestant contestant_memcpy;       /* to memory that is there */
extern const contestant contestant_memcpy_fresh; /* to memory that the system must still hand out */
extern const contestant contestant_read;
extern const contestant contestant_write;

/* Operations of theirs that have a file of their own. */
int sdn_commit(const bench_task *task, measurement *measure);
void sdn_commit_one(todo_store *store, row_change change, sdn_error *err); /* a transaction */
int sdn_numbers_save(const bench_task *task, measurement *measure);
int sdn_numbers_lookup(const bench_task *task, measurement *measure);
int sqlite_numbers_save(const bench_task *task, measurement *measure);
int sqlite_numbers_lookup(const bench_task *task, measurement *measure);

#ifdef __cplusplus
}
#endif

#endif
