/* Private to the files of this folder. */
#ifndef SDNC_BREAKING_BREAKING_PRIVATE_H
#define SDNC_BREAKING_BREAKING_PRIVATE_H

#include "breaking/breaking.h"
#include "syntax/ast.h"

/* ---- breaking_place.c: where things of the model are in the source; each falls back to what contains it ---- */

source_span place_of_schema(const breaking_side *side, const model_schema *schema);
source_span place_of_enum(const breaking_side *side, const model_enum *enumeration);
source_span place_of_record(const breaking_side *side, const model_record *record);
source_span place_of_field(const breaking_side *side, const model_record *record, size_t field);
source_span place_of_enumerator(const breaking_side *side, const model_enum *enumeration, size_t enumerator);

/* The declaration of the key. */
source_span place_of_key(const breaking_side *side, const model_record *record);

/* The attribute of a field that begins with this token (schema_tokens.h). */
source_span place_of_attribute(const breaking_side *side, const model_record *record, size_t field, int token);

/* The type of a field as it is written. */
sdn_str text_of_type(const breaking_side *side, const model_record *record, size_t field);

/* The bounds of its range, as they are written; empty if it has none. */
sdn_str text_of_range(const breaking_side *side, const model_record *record, size_t field);

/* ---- breaking_pair.c ---- */

const model_record *find_record(const model *schemas, sdn_str name);
const model_enum *find_enum(const model *schemas, sdn_str name);

/* The field with this name, or BREAKING_GONE. */
size_t find_record_field(const model_record *record, sdn_str name);

/* The enumerator with this name, or BREAKING_GONE. */
size_t find_enumerator(const model_enum *enumeration, sdn_str name);

/* Whether two fields hold the same kind of values. */
bool is_same_type(const model_type *a, const model_type *b);

/* Finds which records and fields of the two versions are the same, and fills schema->records. SDN_E_NOMEM. */
sdn_code breaking_pair(breaking_schema *schema, sdn_error *err);

#endif
