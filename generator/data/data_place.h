/* Places of data: paths of files, and URIs of databases such as `sqlite:todo.db` (sdn/backend.h). */
#ifndef SDNC_DATA_DATA_PLACE_H
#define SDNC_DATA_DATA_PLACE_H

#include <stdbool.h>

#include <sdn/arena.h>
#include <sdn/error.h>

/* A paragraph of the help texts of verbs that take either. */
#define DATA_PLACE_HELP                                                                                             \
    "\n\nInstead of a file, the URI of a database can be given, such as sqlite:todo.db or postgresql://host/todo, " \
    "with the tables that sdnc ddl makes; its schema is named, or is the nearest one as for a file of that name."

/* Whether a place is a URI, of a backend that is armed or of one that could be. */
bool data_place_is_database(const char *place);

/* SDN_E_MISUSE: this program was built without the backend of the place. */
sdn_code data_place_require_built(const char *place, sdn_error *err);

/* The place for messages: without a password. NULL when memory ran out. */
const char *data_place_shown(const char *place, sdn_arena *arena);

/* For commands that only files make sense for. SDN_E_MISUSE: the place is a database. */
sdn_code data_place_require_file(const char *place, sdn_error *err);

/* A path from where the schema of a database is looked for, as if that were a file: what follows the scheme; of a URI with
 * a server (`scheme://...`) the name of the database, in the current directory. NULL when memory ran out. */
const char *data_place_path(const char *uri, sdn_arena *arena);

#endif
