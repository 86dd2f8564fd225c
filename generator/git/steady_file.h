/* A file read as one version: not while another program writes it. */
#ifndef SDNC_GIT_STEADY_FILE_H
#define SDNC_GIT_STEADY_FILE_H

#include <sdn/error.h>
#include <sdn/str.h>

/* Reads the file. *bytes is followed by SDN_PADDING NULs and is the caller's, to be freed with sdn__free; its ptr is
 * NULL after an error. SDN_E_NOT_FOUND: there is no such file; SDN_E_IO: it cannot be read, or changed while it was;
 * SDN_E_LIMIT, SDN_E_NOMEM. */
sdn_code steady_file_read(const char *name, sdn_str *bytes, sdn_error *err);

#endif
