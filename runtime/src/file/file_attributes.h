/* What a file carries besides its content, for a new file that takes the place of an old one. */
#ifndef SDN_FILE_FILE_ATTRIBUTES_H
#define SDN_FILE_FILE_ATTRIBUTES_H

#include "base/error.h"
#include "base/sys.h"
#include "file/path.h"

/* Whether this process, whose new files belong to user `uid`, may write the file at `place`, whose stat is
 * `old`. A rename needs no such right, but who took it away meant that the file stays as it is. The system is
 * asked only where the stat does not show it. SDN_OK, SDN_E_IO. */
sdn_code sdn__file_attributes_check_writable(const sdn_path *resolved, const sdn_stat *old, uint32_t uid,
                                             sdn_error *err);

/* Gives the fresh file `to` owner, group, mode, access list and user attributes of the old file `from` at
 * `place`, whose stat is `old`, as far as the system lets us. Where it does not, nobody gains access, and
 * nobody loses what all had:
 *
 *   owner not kept: group, others and the access list as they were; the set-id bits go.
 *   group not kept: group and others get what both of them had (664 gives 644), under an access list what all
 * of its entries had; the list goes.
 *
 * SDN_E_IO (the file may not be written, or the mode came out different), SDN_E_NOMEM. */
sdn_code sdn__file_attributes_copy(const sdn_path *resolved, int from, const sdn_stat *old, int to, sdn_error *err);

#endif
