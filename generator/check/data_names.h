/* Names in data files: those of columns and tables that every reader understands. */
#ifndef SDNC_CHECK_DATA_NAMES_H
#define SDNC_CHECK_DATA_NAMES_H

#include <stdbool.h>

#include <sdn/str.h>

/* `true`, `table` and other words that have a meaning in data files, so no column or table can have them as a name. */
bool sema_is_data_keyword(sdn_str name);

/* Whether a column can have this name. */
bool sema_is_column_name(sdn_str name);

/* The rules for names of columns, for a help. */
extern const char sema_column_rule[];

#endif
