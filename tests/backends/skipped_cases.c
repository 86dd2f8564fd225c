#include "database.h"

/* What a case is about that a database has not. */
#define ROWS   "a row that no value is in, or that is there twice"
#define ORDER  "the order of rows, or columns of a text"
#define LOCK   "the lock file, or a program that does not lock"
#define FILE   "the bytes, the rights or the calls of a file"
#define RULES  "records that break a rule of the schema, which nobody can put into the database"
#define VALUES "values that not every database can hold"
#define LATE   "a table that is opened after the first edit, or not at all"
#define MANY   "a database for each of hundreds of allocations, which takes minutes"
#define CIRCLE "records that refer to each other, which the test cannot put into the database one by one"
#define TYPE   "a record type that no schema can have"

const skipped_case skipped_cases[] = {
    {"no_policy_overwrites_a_row_that_cannot_be_read", ROWS},
    {"a_row_that_can_no_longer_be_read_is_a_conflict", ROWS},
    {"a_renamed_record_never_takes_the_key_of_a_row_that_cannot_be_read", ROWS},
    {"a_field_of_a_record_that_is_there_twice_now_is_not_merged", ROWS},
    {"a_key_may_have_several_fields", ROWS},
    {"a_number_key_of_zero_asks_for_the_next_number", ROWS},
    {"a_number_key_that_is_empty_is_a_problem", ROWS},
    {"a_row_that_cannot_be_read_any_more_keeps_its_references", ROWS},
    {"numbers_of_unreadable_rows_are_not_given_again", ROWS},
    {"numbers_of_an_earlier_table_of_the_name_are_not_given_again", ROWS},
    {"the_key_of_an_unreadable_row_is_taken", ROWS},
    {"a_random_key_is_not_that_of_an_unreadable_row", ROWS},
    {"a_key_that_cannot_be_given_is_refused", ROWS},
    {"a_record_whose_key_two_rows_have_is_not_cleared", ROWS},
    {"a_cursor_deletes_keyed_records_too", ROWS},
    {"a_deletion_meets_a_change_of_one_of_several_other_columns", ORDER},
    {"deletions_are_merged_by_row", ORDER},
    {"a_walk_in_file_order_goes_on_through_changes", ORDER},
    {"file_order_is_right_after_a_patch", ORDER},
    {"file_order_is_that_of_the_rows", ORDER},
    {"new_rows_find_their_place_when_they_are_saved", ORDER},
    {"a_commit_keeps_what_a_program_without_lock_wrote", LOCK},
    {"a_merge_whose_save_fails_can_be_saved_or_rolled_back", LOCK},
    {"a_program_that_does_not_lock_is_noticed_at_commit", LOCK},
    {"a_lock_of_another_program_is_waited_for_no_longer_than_asked", LOCK},
    {"a_lost_lock_is_noticed_before_anything_is_written", LOCK},
    {"a_transaction_holds_the_lock_from_begin_to_commit", LOCK},
    {"transactions_do_not_nest_and_commit_needs_one", LOCK},
    {"with_read_lock_reading_waits_for_writers", LOCK},
    {"temporary_files_are_removed_under_the_lock_only", LOCK},
    {"a_conflict_met_during_a_save_is_decided_by_the_policy", FILE},
    {"a_file_that_appeared_or_vanished_is_merged_too", FILE},
    {"a_file_that_cannot_be_read_any_more_keeps_the_edits", FILE},
    {"a_file_that_changes_again_and_again_is_given_up_on", FILE},
    {"a_file_that_changes_during_a_save_is_merged_again", FILE},
    {"a_change_of_the_same_size_right_after_a_save_is_noticed", FILE},
    {"a_change_of_the_same_size_right_after_loading_is_noticed", FILE},
    {"a_file_that_may_not_be_written_is_refused_by_begin_and_save", FILE},
    {"a_reload_that_fails_keeps_what_was_loaded", FILE},
    {"reload_shows_the_newest_file", FILE},
    {"an_empty_key_asks_for_a_random_one", FILE},
    {"a_record_keeps_the_key_0", RULES},
    {"fields_of_every_type_are_taken_from_the_side_that_changed_them", VALUES},
    {"what_only_the_other_side_deleted_is_a_problem_as_ever", RULES},
    {"many_deletions_build_the_index_by_hash_that_they_use", RULES},
    {"a_record_does_not_stand_in_its_own_way", CIRCLE},
    {"records_that_refer_to_each_other_are_deleted_by_a_walk", CIRCLE},
    {"an_optional_list_without_elements_is_absent", TYPE},
    {"a_key_is_not_cleared", TYPE},
    {"a_table_that_is_not_open_is_not_looked_at", LATE},
    {"a_table_that_is_opened_after_the_deletion_is_cleared_then", LATE},
    {"a_table_that_is_opened_later_changes_no_other", LATE},
    {"a_table_without_memory_to_clear_is_not_opened", LATE},
    {"a_merge_that_runs_out_of_memory_changes_nothing", MANY},
    {"a_merge_without_memory_clears_later", MANY},
    {"a_deletion_without_memory_clears_nothing", MANY},
    {NULL, NULL},
};
