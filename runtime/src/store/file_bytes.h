/*
 * Files in memory: an sdn_file whose content is given as bytes and that is on no disk, so that versions of a file can be
 * read, edited and merged without a file and a lock.
 *
 * All functions of <sdn/store.h> work on it but those that read or write the file: begin, commit, save and reload fail
 * with SDN_E_MISUSE.
 */
#ifndef SDN_STORE_FILE_BYTES_H
#define SDN_STORE_FILE_BYTES_H

#include <sdn/store.h>

#include "base/buffer.h"
#include "store/merge.h"

/* A file with this content, copied; `path` is what messages name. NULL: the errors of sdn_file_open that are about the
 * content. */
sdn_file *sdn__file_from_bytes(const char *path, sdn_str bytes, const sdn_options *options, sdn_error *err);

/* Appends the content with the unsaved edits of all its stores, as a save would write it. The rules of the schema are not
 * checked (sdn_store_validate does that). The file stays as it is. The errors of a save that are about records:
 * SDN_E_INVALID, SDN_E_LIMIT, SDN_E_MISUSE, SDN_E_NOMEM; SDN_E_SYNTAX (edits beside an unresolved git conflict). */
sdn_code sdn__file_to_bytes(sdn_file *file, sdn_buffer *bytes, sdn_error *err);

/* Makes the unsaved edits of `ours` on `theirs`, a newer version of the same file with stores of the same types, opened
 * in the same order, and without edits: the merge of a save. Conflicts are those of sdn_store_conflicts(the store of
 * ours). With SDN_ON_CONFLICT_FAIL and conflicts: SDN_E_CONFLICT. SDN_E_MISUSE (other stores; `theirs` has edits), and
 * the errors of a save. After a failure `theirs` holds some of the edits, and is to be closed. */
sdn_code sdn__file_merge(sdn_file *ours, sdn_file *theirs, const sdn_merge_options *options, sdn_error *err);

#endif
