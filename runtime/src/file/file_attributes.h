/* Attributes of a file besides its content, which a new file gets from the old one that it replaces. */
#ifndef SDN_FILE_FILE_ATTRIBUTES_H
#define SDN_FILE_FILE_ATTRIBUTES_H

#include "base/error.h"
#include "os/sys.h"
#include "file/path.h"

/* Whether this process, whose new files belong to user `uid`, may write the file at `resolved`, whose stat is `old`. A
 * rename needs no such permission, but a file without it is not meant to change. Asks the system only if the stat alone
 * does not tell. SDN_OK, SDN_E_IO. */
sdn_code sdn__file_attributes_check_writable(const sdn_path *resolved, const sdn_stat *old, uint32_t uid,
                                             sdn_error *err);

/* Gives the new file `to`, whose stat is `made`, owner, group, mode, access list and user attributes of the old file
 * `from` at `resolved`, whose stat is `old`, as far as the system allows. Where it does not, nobody gains access, and no
 * permission is lost that everybody had:
 *   owner not kept   group, others and the access list stay; the set-id bits are cleared
 *   group not kept   group and others get the permissions that both had (664 gives 644), or that all entries of the
 *                    access list had; the list is dropped
 * SDN_E_IO (the file may not be written, or the mode could not be set), SDN_E_NOMEM. */
sdn_code sdn__file_attributes_copy(const sdn_path *resolved, int from, const sdn_stat *old, int to,
                                   const sdn_stat *made, sdn_error *err);

#endif
