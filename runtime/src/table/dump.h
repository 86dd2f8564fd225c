/*
 * Dump: a loaded file as text, for whoever looks for a fault: slots, changes, problems, patches, key order, indexes.
 *
 * The library never prints. A test adds the dump to its message; in gdb, stopped where an image is at hand (of a
 * store it is store->file->image):
 *   (gdb) set $out = (sdn_buffer *)calloc(1, sizeof(sdn_buffer))
 *   (gdb) call sdn__image_dump(image, $out)
 *   (gdb) printf "%.*s", (int)$out->len, $out->bytes
 * The program tests/dump prints that of a file: `dump todo FILE`.
 *
 * One line for each thing, under a line for its table:
 *
 *   file x.sdn: 64 bytes read, 71 bytes now, 1 table
 *   table notes: line 1, 3 slots, 2 loaded, 2 live, 3 columns
 *     order: 3 of 3 slots sorted, next key may follow, last number 3
 *     keys: sorted, 2 keys, 3 of 8 entries, 2 dense
 *     unreadable keys: sorted, 0 keys, 0 of 0 entries, 0 dense; 0 hidden rows
 *     index by key: not built
 *     index 0: built, 1 block, 2 spares, 1 insert, 0 splits, 5 reserved
 *     index 0 by hash: not built
 *     slot 0: 14+8 "1": 1, one, 7
 *     slot 1: 27+8 deleted edited, change 0, "2": 2, two, 8
 *     slot 2: patch 0 cached new, change 1, "3": 3, three, 9
 *     change 0: slot 1, edited
 *     change 1: slot 2, new, open
 *     patch 0: added, 3, three, 9
 *     problem 4:5: ...
 *     violation 2:5: ...
 *   problem 9:1: ...
 *
 * `14+8` is where the row is in the bytes that were read, and its length. After the key follows the text of the row as
 * it is in the file; long rows are cut.
 */
#ifndef SDN_TABLE_DUMP_H
#define SDN_TABLE_DUMP_H

#include "base/buffer.h"
#include "table/image.h"

/* Appends the dump to `out`; changes nothing else. */
void sdn__image_dump(const sdn_image *image, sdn_buffer *out);

#endif
