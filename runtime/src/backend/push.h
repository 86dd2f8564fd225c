/* Push: what the runtime hands to a backend when edits are to be saved: a save that is prepared and
 * laid out. */
#ifndef SDN_BACKEND_PUSH_H
#define SDN_BACKEND_PUSH_H

#include <sdn/backend.h>

#include "save/save.h"

struct sdn_push {
    const sdn_image *image;
    sdn_save *save;
};

#endif
