/* PostgreSQL databases, see live.h. */
#ifndef SDNC_LIVE_LIVE_POSTGRESQL_H
#define SDNC_LIVE_LIVE_POSTGRESQL_H

#include "live/live.h"

extern const live_database live_postgresql;

#endif
