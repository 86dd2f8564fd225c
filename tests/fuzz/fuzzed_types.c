#include "fuzzed_types.h"

#include "record_types/all_types.h"
#include "record_types/basic.h"
#include "record_types/composite_key.h"
#include "record_types/rules.h"

const sdn_record_type *const record_types[RECORD_TYPES] = {
    &all_types_record_type, &note_record_type,   &ordered_note_record_type, &log_record_type,     &pair_record_type,
    &numbered_record_type,  &person_record_type, &team_record_type,         &visitor_record_type,
};
