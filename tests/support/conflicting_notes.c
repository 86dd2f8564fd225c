#include "test.h"

#include "conflicting_notes.h"

sdn_store *notes_with(const char *text, sdn_conflict_policy policy)
{
    sdn_options options = sdn_options_default();
    options.on_conflict = policy;
    write_store(text);
    return open_store_with(&note_record_type, &options);
}

void assert_one_conflict(sdn_store *store, sdn_conflict_kind kind, const char *base, const char *theirs,
                         const char *ours)
{
    const sdn_conflict *list = NULL;
    sdn_error err = {0};
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_CONFLICT);
    assert_int_equal(sdn_store_conflicts(store, &list), 1);
    assert_int_equal(list[0].kind, kind);
    assert_null(list[0].field);
    assert_string_equal(list[0].base, base);
    assert_string_equal(list[0].theirs, theirs);
    assert_string_equal(list[0].ours, ours);
    assert_int_equal(list[0].base_record != NULL, base[0] != '\0');
    assert_int_equal(list[0].theirs_record != NULL, theirs[0] != '\0');
    assert_int_equal(list[0].ours_record != NULL, ours[0] != '\0');
}

sdn_store *conflicting(sdn_conflict_policy policy)
{
    sdn_store *store = notes_with(CONFLICTING_BASE, policy);
    edit_note(store, "1")->text = SDN_STR("ours");
    edit_note(store, "2")->text = SDN_STR("ours");
    delete_note(store, "3");
    insert_note(store, "9", "ours")->number = 99;
    edit_note(store, "5")->text = SDN_STR("ours");
    write_store(CONFLICTING_THEIRS);
    return store;
}
