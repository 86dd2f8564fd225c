/* What programs do with generated stores, told in transcripts. */
#ifndef SDNC_TEST_SCENES_H
#define SDNC_TEST_SCENES_H

#include "transcript.h"

/* The tables of these stores are made in a database. */
void make_table_of(const transcript *t, const sdn_record_type *type);
void make_tables_of(const transcript *t, const sdn_record_type *const *types, size_t count);

/* table_scenes.c */
void play_feature(transcript *t);
void play_task(transcript *t);
void play_todo(transcript *t);

/* rule_scenes.c: what breaks a rule of the schema; what deletions do to references. */
void play_rules(transcript *t);
void play_deletions(transcript *t);

/* value_scenes.c: values of every type, from one end to the other; keys of every type, and none. */
void play_values(transcript *t);
void play_keys(transcript *t);

#endif
