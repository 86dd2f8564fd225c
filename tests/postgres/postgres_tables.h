/* Where the server of tests in PostgreSQL is: the environment says. What it has: support/database.h. */
#ifndef SDNC_TEST_POSTGRES_TABLES_H
#define SDNC_TEST_POSTGRES_TABLES_H

#include "database.h"

#define URI "postgresql://"

/* As pg_ctl stop -m immediate; with_server.sh starts it again. */
void end_server(void);

#endif
