#include "test.h"

#include "temp_stores.h"

void assert_edited(const char *before, const char *id, const char *text, const char *after)
{
    sdn_store *store = notes_of(before);
    edit_note(store, id)->text = sdn_str_from(text);
    save_store(store);
    assert_content(after);
    assert_string_equal(get_note(store, id)->text.ptr, text);
    close_store(store);
}

void assert_deleted(const char *before, const char *id, const char *after)
{
    sdn_store *store = notes_of(before);
    delete_note(store, id);
    save_store(store);
    assert_content(after);
    assert_null(get_note(store, id));
    close_store(store);
}

void assert_inserted(const char *before, const char *ids, const char *after)
{
    sdn_store *store = notes_of(before);
    for (const char *id = ids; *id != '\0'; id++)
        insert_note(store, (char[]){*id, '\0'}, "new");
    save_store(store);
    assert_content(after);
    close_store(store);
}
