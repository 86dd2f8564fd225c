/* Stores as tests want them: in a temporary directory, closed also when a test fails. They are in the place of the program
 * (place.h): in a database what is written is the records of STORE_PATH, which another program puts into the tables, and
 * content is compared by records. */
#ifndef SDNC_TEST_TEMP_STORES_H
#define SDNC_TEST_TEMP_STORES_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/store.h>

#include "record_types/basic.h"

/* cmocka fixtures: as those of tempdir.h; what was opened below is closed at the end. */
int temp_stores_enter(void **state);
int temp_stores_leave(void **state);

#define TEST_WITH_STORES(function) cmocka_unit_test_setup_teardown(function, temp_stores_enter, temp_stores_leave)

/* The file that the functions below use. */
#define STORE_PATH "x.sdn"

void write_bytes(const char *path, const char *bytes, size_t len);

/* Writes text to STORE_PATH. */
void write_store(const char *text);

/* As if there had never been one. Nobody may have it open. */
void forget_store(void);

/* The content of a file, followed by a NUL; lasts until the next call. */
sdn_str read_bytes(const char *path);

/* That the file at STORE_PATH holds exactly this text. */
void assert_content(const char *expected);

/* Opens STORE_PATH as it is. Failure ends the test. */
sdn_store *open_store(const sdn_record_type *type);
sdn_store *open_store_with(const sdn_record_type *type, const sdn_options *options);

/* Writes `text` to STORE_PATH and opens it. */
sdn_store *store_of(const sdn_record_type *type, const char *text);
sdn_store *notes_of(const char *text);

sdn_file *open_file_of(const char *text);
sdn_store *store_in(sdn_file *file, const sdn_record_type *type);

/* Closes early. */
void close_store(sdn_store *store);

/* That opening fails with this code and exactly this message. */
void assert_open_fails(const sdn_record_type *type, const sdn_options *options, sdn_code code, const char *message);

/* The record with this key, or NULL. */
const note *get_note(const sdn_store *store, const char *id);

/* Any failure ends the test. */
note *edit_note(sdn_store *store, const char *id);
note *insert_note(sdn_store *store, const char *id, const char *text);
note *put_note(sdn_store *store, const char *id, const char *text);
void delete_note(sdn_store *store, const char *id);
void rename_note(sdn_store *store, const char *id, const char *new_id);
void save_store(sdn_store *store);
void begin_store(sdn_store *store);
void commit_store(sdn_store *store);

/* That a message is this one, in which STORE_PATH stands for the place. */
void assert_message_is(const char *found, const char *expected);

/* That a change fails with this code and exactly this message. */
void assert_insert_fails(sdn_store *store, const note *values, sdn_code code, const char *message);
void assert_put_fails(sdn_store *store, const note *values, sdn_code code, const char *message);
void assert_edit_fails(sdn_store *store, const char *id, sdn_code code, const char *message);
void assert_delete_fails(sdn_store *store, const char *id, sdn_code code, const char *message);
void assert_save_fails(sdn_store *store, sdn_code code, const char *message);

/* That the problems of a store, each as `line:column: message`, are exactly these lines. */
void assert_problems(const sdn_store *store, const char *expected);

/* The ids that a cursor yields, each followed by a blank; lasts until the next call. */
const char *ids_of(sdn_cursor cursor);

#endif
