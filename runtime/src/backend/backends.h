/* Backends: which one a path belongs to; the contract is in <sdn/backend.h>. */
#ifndef SDN_BACKEND_BACKENDS_H
#define SDN_BACKEND_BACKENDS_H

#include <sdn/backend.h>

/* The backend of a path or URI. SDN_E_MISUSE: it is not armed, or the path is NULL. */
sdn_code sdn__backend_of(const char *path, const sdn_backend **backend, sdn_error *err);

#endif
