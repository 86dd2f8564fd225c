/* Replica problems: records of a backend that cannot be read, by their names. */
#ifndef SDN_BACKEND_REPLICA_PROBLEMS_H
#define SDN_BACKEND_REPLICA_PROBLEMS_H

#include "table/image.h"

/* Puts the key of its record before the message of each problem of a new image that was made of records: the lines of its
 * text are those of no file. Without memory a message stays as it is. */
void sdn__replica_name_problems(const sdn_image *image);

#endif
