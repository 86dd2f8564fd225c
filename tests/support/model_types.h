/* Record types made at run time for all records of a model. Failure ends the program. */
#ifndef SDNC_TEST_MODEL_TYPES_H
#define SDNC_TEST_MODEL_TYPES_H

#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/record.h>

#include "model/model.h"

/* The types, in the order of model->schemas and their records, and their number. They are in the arena. */
size_t model_types(const model *schemas, sdn_arena *arena, const sdn_record_type *const **types);

#endif
