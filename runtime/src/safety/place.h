/*
 * Place: where a database is.
 *
 * A database path is resolved once: symbolic links of its last part are followed, its directory is kept open,
 * and every later call names files relative to that directory. So a link is saved through, never replaced,
 * and a change of the working directory does no harm.
 */
#ifndef SDN_SAFETY_PLACE_H
#define SDN_SAFETY_PLACE_H

#include "base/error.h"

typedef struct sdn_place {
    int directory;   /* descriptor of the directory that holds the database */
    char *name;      /* of the database in it; need not exist */
    char *lock_name; /* of its lock file: the extension replaced by `sdn.lock` */
    char *path;      /* as the caller gave it, for messages */
} sdn_place;

/* What an empty place holds; sdn_place_close takes it. */
#define SDN_PLACE_INIT                                                                                       \
    {                                                                                                        \
        -1, NULL, NULL, NULL                                                                                 \
    }

/* Resolves `path`. The file may be missing, its directory may not. On failure *place is untouched.
 * SDN_E_IO (also a name that leaves no room for those of temporary files), SDN_E_NOMEM, SDN_E_MISUSE (path is NULL). */
sdn_code sdn_place_open(const char *path, sdn_place *place, sdn_error *err);

/* Frees what the place holds and empties it. */
void sdn_place_close(sdn_place *place);

/* `name` with its extension, if it has one, replaced by `extension`: ("a.db", "sdn.lock") gives "a.sdn.lock".
 * A leading dot starts no extension. The caller frees it with sdn_free; NULL when memory ran out. */
char *sdn_place_replace_extension(const char *name, const char *extension);

#endif
