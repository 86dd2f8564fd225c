/* Where the database of tests in SQLite is: in the working directory. What it has: support/database.h. */
#ifndef SDNC_TEST_SQLITE_TABLES_H
#define SDNC_TEST_SQLITE_TABLES_H

#include "database.h"

#define DATABASE "x.db"
#define URI      "sqlite:" DATABASE

#endif
