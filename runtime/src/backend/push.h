/* Push: what the runtime hands to a backend when edits are to be saved: a save that is prepared and
 * laid out. */
#ifndef SDN_BACKEND_PUSH_H
#define SDN_BACKEND_PUSH_H

#include <sdn/backend.h>

#include "save/save.h"

/* A new record that has the key of one that was deleted. */
typedef struct sdn_replacement {
    uint32_t table;
    uint32_t slot;
} sdn_replacement;

struct sdn_push {
    const sdn_image *image;
    sdn_save *save;
    uint32_t *order;               /* of the tables; NULL, as the next: of a backend that does not ask */
    sdn_replacement *replacements; /* sorted; NULL: none */
    size_t replacement_count;
};

/* What a backend that keeps records needs too: the order of tables, and replacements. SDN_E_NOMEM. To be released in any
 * case. */
sdn_code sdn__push_init(sdn_push *push, const sdn_image *image, sdn_save *save, bool of_records, sdn_error *err);
void sdn__push_release(sdn_push *push);

#endif
