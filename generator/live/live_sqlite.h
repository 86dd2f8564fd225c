/* SQLite databases, see live.h. */
#ifndef SDNC_LIVE_LIVE_SQLITE_H
#define SDNC_LIVE_LIVE_SQLITE_H

#include "live/live.h"

extern const live_database live_sqlite;

#endif
