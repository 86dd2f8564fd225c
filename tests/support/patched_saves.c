#include "test.h"

#include "kept_pieces.h"
#include "patched_saves.h"

#include "save/image_bytes.h"
#include "save/save.h"
#include "store/file.h"

#include <stdlib.h>
#include <string.h>

bool save_patches(sdn_store *store, const char *expected)
{
    sdn_save save;
    sdn_error err = {0};
    char *bytes = NULL;
    size_t len = 0;
    assert_true(sdn_file_changed(store->file));
    assert_ok(sdn__save_prepare(store->file->image, 42, &save, &err), err);
    assert_ok(sdn__save_lay_out(store->file->image, &save, &err), err);
    bool patches = save.next == NULL;
    sdn__save_finish(&store->file->image, &save);
    assert_false(sdn_file_changed(store->file));
    assert_pieces_are_kept(store->file->image);
    assert_ok(sdn__image_copy_bytes(store->file->image, &bytes, &len, &err), err);
    assert_string_equal(bytes, expected);
    assert_int_equal(len, strlen(expected));
    assert_int_equal(store->file->image->pieces.len, len);
    free(bytes);
    return patches;
}
