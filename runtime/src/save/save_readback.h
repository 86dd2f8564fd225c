/*
 * Read back: whether what a save is about to write gives, when it is read, the records that are in memory.
 *
 * If only rows change, each encoded row is read by itself, as a row of its table (encode/row_readback.h). Otherwise the
 * whole file is read, and its tables are compared with the edited ones: records with a key by key, others in file
 * order.
 */
#ifndef SDN_SAVE_SAVE_READBACK_H
#define SDN_SAVE_SAVE_READBACK_H

#include "save/save_plan.h"

/* Refuses a plan with an encoded row that does not read back. Cached rows were read back before. SDN_E_INVALID,
 * SDN_E_NOMEM. */
sdn_code sdn__save_require_same_rows(const sdn_image *image, const sdn_save_plan *plan, sdn_error *err);

/* Refuses an image, read from the bytes to write, that does not hold the records of the edited one. SDN_E_INVALID. */
sdn_code sdn__save_require_same_image(const sdn_image *image, const sdn_image *next, sdn_error *err);

/* Fails because the bytes to write are not a file of tables: SDN_E_INVALID. */
sdn_code sdn__save_refuse_unreadable(const sdn_image *image, sdn_error *err);

#endif
