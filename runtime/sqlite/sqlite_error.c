/* Errors: which code a result of SQLite becomes, and what to do about it. */
#include "sqlite_private.h"

#include <string.h>

static sdn_code code_of_constraint(int extended, sdn_code taken)
{
    bool is_unique = extended == SQLITE_CONSTRAINT_PRIMARYKEY || extended == SQLITE_CONSTRAINT_UNIQUE ||
                     extended == SQLITE_CONSTRAINT_ROWID;
    return is_unique ? taken : SDN_E_INVALID;
}

static sdn_code code_of(int extended, sdn_code taken)
{
    switch (extended & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return SDN_E_TIMEOUT;
    case SQLITE_NOMEM:
        return SDN_E_NOMEM;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
        return code_of_constraint(extended, taken);
    case SQLITE_TOOBIG:
        return SDN_E_LIMIT;
    case SQLITE_ERROR: /* no such table, column or trigger */
    case SQLITE_SCHEMA:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return SDN_E_SYNTAX;
    default: /* SQLITE_IOERR, _FULL, _CANTOPEN, _READONLY, _PERM, _AUTH, ... */
        return SDN_E_IO;
    }
}

static const char *advice_for(int extended)
{
    switch (extended & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "; another program has the database locked, try again when it is done";
    case SQLITE_ERROR:
    case SQLITE_SCHEMA:
        return "; the table was altered, compare and mend it with: sdnc ddl --check URI SCHEMA, or --apply";
    case SQLITE_FULL:
        return "; make room, the edits are pending";
    case SQLITE_READONLY:
        return "; make the file and its directory writable";
    case SQLITE_CONSTRAINT:
        return extended == SQLITE_CONSTRAINT_FOREIGNKEY ? "; a record refers to one that is not there" : "";
    default:
        return "";
    }
}

sdn_code sdn__sqlite_fail_db(const sdn_sqlite *c, int result, sdn_code taken, sdn_error *err)
{
    int extended = sqlite3_extended_errcode(c->db);
    if ((extended & 0xff) != (result & 0xff))
        extended = result;
    sdn_code code = code_of(extended, taken);
    if (code == SDN_E_NOMEM)
        return sdn_backend_fail_memory(err);
    sdn_backend_fail(err, code, c->connection.path, "%s (SQLite)%s", sqlite3_errmsg(c->db), advice_for(extended));
    if (err != NULL)
        err->os_error = sqlite3_system_errno(c->db);
    return code;
}
