/* Scenes that stores in any database play alike, and what they are made of. Each is in a temporary directory, with an empty
 * database. */
#ifndef SDNC_TEST_DATABASE_SCENES_H
#define SDNC_TEST_DATABASE_SCENES_H

#include "database.h"
#include "record_types/all_types.h"
#include "record_types/basic.h"
#include "record_types/rules.h"

/* What each database has its own words for; of the program. */
typedef struct database_words {
    const char *break_side;      /* gives all notes a side that is none */
    const char *refuse_bad;      /* a rule against notes with the text `bad`, which is called `no bad notes` */
    const char *drop_delete_log; /* the trigger that logs deleted notes */
    const char *list_type;       /* the type of a column of texts */
    const char *replace_pair;    /* format of a statement: number, name, flag */

    /* Takes away what the database cannot hold. */
    void (*make_holdable)(all_types *values, sdn_arena *arena);
} database_words;

extern const database_words words;

/* Fixtures; and those of a scene. */
int database_scene_enter(void **state);
int database_scene_leave(void **state);

#define DATABASE_SCENE(function) cmocka_unit_test_setup_teardown(function, database_scene_enter, database_scene_leave)

/* The names of all scenes. */
#define DATABASE_SCENES(SCENE)                             \
    SCENE(records_are_saved_and_found_again)               \
    SCENE(only_changed_columns_are_written)                \
    SCENE(every_type_comes_back_as_it_was)                 \
    SCENE(rows_are_found_by_the_log_whatever_their_key)    \
    SCENE(records_without_key_are_added_and_deleted)       \
    SCENE(records_may_exchange_keys_and_unique_values)     \
    SCENE(exchanged_keys_keep_who_refers_to_them)          \
    SCENE(changes_by_hand_are_seen)                        \
    SCENE(stale_edits_are_merged_or_in_conflict)           \
    SCENE(replica_follows_what_is_done_by_hand)            \
    SCENE(pruned_log_makes_all_records_load)               \
    SCENE(value_that_holds_none_of_its_field_is_a_problem) \
    SCENE(transaction_keeps_others_out)                    \
    SCENE(save_in_a_transaction_keeps_the_lock)            \
    SCENE(refused_commit_changes_nothing)                  \
    SCENE(reference_to_nothing_is_refused_at_commit)       \
    SCENE(several_tables_are_saved_in_one_step)            \
    SCENE(table_that_could_not_be_opened_is_left_out)      \
    SCENE(column_under_a_former_name_is_to_be_renamed)     \
    SCENE(table_that_was_altered_while_open_is_refused)    \
    SCENE(change_that_no_trigger_logged_is_found)

#define DATABASE_SCENE_DECLARATION(function) void function(void **state);
DATABASE_SCENES(DATABASE_SCENE_DECLARATION)

/* For the array of a program's cases. */
#define DATABASE_SCENE_CASE(function) DATABASE_SCENE(function),

/* Stores that the fixture closes, at places 0 to 3. Failure ends the test. */
sdn_store *open_at(int number, const sdn_record_type *type);
void close_at(int number);

/* Makes the table of notes, and opens it at place 0. */
sdn_store *notes_in_database(void);

/* Makes the tables of teams and people. */
void make_people(void);

const note *find_note(const sdn_store *store, const char *id);
note *change_note(sdn_store *store, const char *id);
void add_note(sdn_store *store, const char *id, const char *text);
void save_edits(sdn_store *store);
void reload_records(sdn_store *store);
void assert_sql(const char *sql, const char *expected);

/* That opening fails with this code and exactly this message. */
void assert_cannot_open(const sdn_record_type *type, sdn_code code, const char *message);

#endif
