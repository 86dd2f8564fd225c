/* Writes a program that takes the records of schemas through their typed stores and back. */
#ifndef SDNC_CAMPAIGN_DRIVER_H
#define SDNC_CAMPAIGN_DRIVER_H

#include "base/buffer.h"
#include "model/model.h"

/*
 * Appends a function for each record of the schema, which inserts random records, saves them, opens the file
 * again and compares: all records, each by its key, what validate says, and the count after some were
 * deleted. `calls` gets a line that calls each, for main.
 */
void driver_add(const model_schema *schema, sdn_buffer *functions, sdn_buffer *calls);

#endif
