/* Legal schemas drawn at random: every construct of the language, in every combination, under awkward names. */
#ifndef SDNC_CAMPAIGN_RANDOM_SCHEMA_H
#define SDNC_CAMPAIGN_RANDOM_SCHEMA_H

#include "base/buffer.h"
#include "random.h"

/*
 * Appends a schema. Names of records and enums hold `tag`, so that no two tags share a C name at file scope.
 * Most of what is drawn is accepted; some is not, such as two names that are one in C.
 *
 * `import`: the name of a schema drawn by random_schema_shared with the tag `import_tag`, to be imported and
 * used; NULL for none.
 */
void random_schema(random_state *r, size_t tag, const char *import, size_t import_tag, sdn_buffer *out);

/* Appends a schema of two enums, one of them open, and a record, for others to import. */
void random_schema_shared(random_state *r, size_t tag, sdn_buffer *out);

#endif
