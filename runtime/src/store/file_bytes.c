#include "store/file_bytes.h"

#include "base/alloc.h"
#include "base/error.h"
#include "save/image_bytes.h"
#include "save/save.h"
#include "store/file.h"

/* ---- from bytes ---- */

sdn_file *sdn__file_from_bytes(const char *path, sdn_str bytes, const sdn_options *options, sdn_error *err)
{
    sdn_file *file = sdn__file_create(path, options, err);
    if (file == NULL || sdn__file_load_bytes(file, bytes, err) == SDN_OK)
        return file;
    sdn_file_close(file);
    return NULL;
}

/* ---- to bytes ---- */

sdn_code sdn__file_to_bytes(sdn_file *file, sdn_buffer *bytes, sdn_error *err)
{
    if (sdn__image_changed(file->image))
        return sdn__save_copy(file->image, file->seed, bytes, err);
    return sdn__image_add_bytes(file->image, bytes, err); /* also of a file that a save would refuse */
}

/* ---- merging ---- */

static bool have_same_stores(const sdn_file *a, const sdn_file *b)
{
    bool same = a->store_count == b->store_count;
    for (size_t i = 0; i < a->store_count && same; i++)
        same = a->stores[i]->type == b->stores[i]->type;
    return same;
}

sdn_code sdn__file_merge(sdn_file *ours, sdn_file *theirs, const sdn_merge_options *options, sdn_error *err)
{
    sdn__file_forget_conflicts(ours);
    if (!have_same_stores(ours, theirs))
        return sdn__fail(err, SDN_E_MISUSE, ours->path,
                         "the files to be merged have different stores; open the same ones in the same order");
    if (sdn__image_changed(theirs->image))
        return sdn__fail(err, SDN_E_MISUSE, theirs->path,
                         "the newer file has unsaved edits; make them on the older one");
    sdn__image_keep_numbers(ours->image, theirs->image);
    return sdn__file_merge_into(ours, theirs->image, options, err);
}
