#include "record_types/rules.h"

/* clang-format off */
#define NAMED(struct_type, field, kind)                                                                      \
    .name = #field, .column = SDN_STR_INIT(#field), .doc = "", .type = kind,                                 \
    .offset = offsetof(struct_type, field)
/* clang-format on */
#define PERSON(field, kind) NAMED(person, field, kind)
#define MAYBE(field)        .presence_offset = offsetof(person, has_##field)

/* ---- teams ---- */

static const team team_defaults = {.name = SDN_STR_INIT("")};

static const sdn_field team_fields[] = {[TEAM_FIELD_NAME] = {NAMED(team, name, SDN_TYPE_STRING)}};

static bool parse_team(void *memory, sdn_row_reader *row)
{
    team *record = memory;
    *record = team_defaults;
    return sdn_read_string(row, TEAM_FIELD_NAME, &record->name);
}

static void write_team(const void *memory, sdn_row_writer *row)
{
    const team *record = memory;
    sdn_write_string(row, TEAM_FIELD_NAME, record->name);
}

const sdn_record_type team_record_type = {
    .abi = SDN_RECORD_ABI,
    .name = "Team",
    .table = SDN_STR_INIT("teams"),
    .doc = "",
    .size = sizeof(team),
    .defaults = &team_defaults,
    .fields = team_fields,
    .field_count = 1,
    .key = {.fields = {TEAM_FIELD_NAME}, .field_count = 1},
    .parse = parse_team,
    .write = write_team,
};

/* ---- people ---- */

static const person defaults = {
    .id = SDN_STR_INIT(""),
    .name = SDN_STR_INIT(""),
    .email = SDN_STR_INIT(""),
    .born = {1999, 1, 1},
    .place = SDN_STR_INIT(""),
    .team = SDN_STR_INIT(""),
};

static const sdn_str nicks_were[] = {SDN_STR_INIT("nicknames"), SDN_STR_INIT("aliases"), SDN_STR_INIT("name")};

/* clang-format off */
static const sdn_field fields[] = {
    [PERSON_FIELD_ID] = {PERSON(id, SDN_TYPE_STRING)},
    [PERSON_FIELD_NAME] = {PERSON(name, SDN_TYPE_STRING), .flags = SDN_FIELD_NONEMPTY},
    [PERSON_FIELD_EMAIL] = {PERSON(email, SDN_TYPE_STRING), MAYBE(email), .flags = SDN_FIELD_OPTIONAL},
    [PERSON_FIELD_BADGE] = {PERSON(badge, SDN_TYPE_U32)},
    [PERSON_FIELD_AGE] = {PERSON(age, SDN_TYPE_I32), .flags = SDN_FIELD_RANGE | SDN_FIELD_DEFAULT,
                    .low = {.i32 = 0}, .high = {.i32 = 150}},
    [PERSON_FIELD_WEIGHT] = {PERSON(weight, SDN_TYPE_F64), MAYBE(weight),
                       .flags = SDN_FIELD_RANGE | SDN_FIELD_OPTIONAL, .low = {.f64 = 0.5},
                       .high = {.f64 = 500}},
    [PERSON_FIELD_BORN] = {PERSON(born, SDN_TYPE_DATE), .flags = SDN_FIELD_DEFAULT},
    [PERSON_FIELD_PLACE] = {PERSON(place, SDN_TYPE_STRING)},
    [PERSON_FIELD_TEAM] = {PERSON(team, SDN_TYPE_STRING), MAYBE(team), .flags = SDN_FIELD_OPTIONAL,
                     .references = &team_record_type},
    [PERSON_FIELD_FRIENDS] = {PERSON(friends, SDN_TYPE_STRING), .flags = SDN_FIELD_LIST, .separator = ',',
                        .references = &person_record_type},
    [PERSON_FIELD_MARKS] = {PERSON(marks, SDN_TYPE_U32), .flags = SDN_FIELD_LIST | SDN_FIELD_RANGE,
                      .separator = ',', .low = {.u32 = 1}, .high = {.u32 = 6}},
    [PERSON_FIELD_NICKS] = {PERSON(nicks, SDN_TYPE_STRING), MAYBE(nicks),
                      .flags = SDN_FIELD_LIST | SDN_FIELD_OPTIONAL | SDN_FIELD_NONEMPTY, .separator = ',',
                      .was = nicks_were, .was_count = 3},
};
/* clang-format on */

static const sdn_index_type indexes[] = {
    [PERSON_INDEX_EMAIL] = {.fields = {PERSON_FIELD_EMAIL}, .field_count = 1, .unique = true},
    [PERSON_INDEX_BADGE] = {.fields = {PERSON_FIELD_BADGE}, .field_count = 1, .unique = true},
    [PERSON_INDEX_BORN_PLACE] = {.fields = {PERSON_FIELD_BORN, PERSON_FIELD_PLACE}, .field_count = 2, .unique = true},
    [PERSON_INDEX_AGE] = {.fields = {PERSON_FIELD_AGE}, .field_count = 1},
};

static bool parse(void *memory, sdn_row_reader *row)
{
    person *record = memory;
    *record = defaults;
    return sdn_read_string(row, PERSON_FIELD_ID, &record->id) &&
           sdn_read_string(row, PERSON_FIELD_NAME, &record->name) &&
           sdn_read_present(row, PERSON_FIELD_EMAIL, &record->has_email) &&
           sdn_read_string(row, PERSON_FIELD_EMAIL, &record->email) &&
           sdn_read_u32(row, PERSON_FIELD_BADGE, &record->badge) && sdn_read_i32(row, PERSON_FIELD_AGE, &record->age) &&
           sdn_read_present(row, PERSON_FIELD_WEIGHT, &record->has_weight) &&
           sdn_read_f64(row, PERSON_FIELD_WEIGHT, &record->weight) &&
           sdn_read_date(row, PERSON_FIELD_BORN, &record->born) &&
           sdn_read_string(row, PERSON_FIELD_PLACE, &record->place) &&
           sdn_read_present(row, PERSON_FIELD_TEAM, &record->has_team) &&
           sdn_read_string(row, PERSON_FIELD_TEAM, &record->team) &&
           sdn_read_list(row, PERSON_FIELD_FRIENDS, &record->friends) &&
           sdn_read_list(row, PERSON_FIELD_MARKS, &record->marks) &&
           sdn_read_present(row, PERSON_FIELD_NICKS, &record->has_nicks) &&
           sdn_read_list(row, PERSON_FIELD_NICKS, &record->nicks);
}

static void write(const void *memory, sdn_row_writer *row)
{
    const person *record = memory;
    sdn_write_string(row, PERSON_FIELD_ID, record->id);
    sdn_write_string(row, PERSON_FIELD_NAME, record->name);
    if (sdn_write_present(row, PERSON_FIELD_EMAIL, record->has_email))
        sdn_write_string(row, PERSON_FIELD_EMAIL, record->email);
    sdn_write_u32(row, PERSON_FIELD_BADGE, record->badge);
    sdn_write_i32(row, PERSON_FIELD_AGE, record->age);
    if (sdn_write_present(row, PERSON_FIELD_WEIGHT, record->has_weight))
        sdn_write_f64(row, PERSON_FIELD_WEIGHT, record->weight);
    sdn_write_date(row, PERSON_FIELD_BORN, record->born);
    sdn_write_string(row, PERSON_FIELD_PLACE, record->place);
    if (sdn_write_present(row, PERSON_FIELD_TEAM, record->has_team))
        sdn_write_string(row, PERSON_FIELD_TEAM, record->team);
    sdn_write_list(row, PERSON_FIELD_FRIENDS, &record->friends);
    sdn_write_list(row, PERSON_FIELD_MARKS, &record->marks);
    if (sdn_write_present(row, PERSON_FIELD_NICKS, record->has_nicks))
        sdn_write_list(row, PERSON_FIELD_NICKS, &record->nicks);
}

const sdn_record_type person_record_type = {
    .abi = SDN_RECORD_ABI,
    .name = "Person",
    .table = SDN_STR_INIT("people"),
    .doc = "",
    .size = sizeof(person),
    .defaults = &defaults,
    .fields = fields,
    .field_count = PERSON_FIELD_COUNT,
    .flags = SDN_RECORD_KEY_RANDOM,
    .key = {.fields = {PERSON_FIELD_ID}, .field_count = 1},
    .indexes = indexes,
    .index_count = sizeof indexes / sizeof indexes[0],
    .parse = parse,
    .write = write,
};

const sdn_record_type visitor_record_type = {
    .abi = SDN_RECORD_ABI,
    .name = "Visitor",
    .table = SDN_STR_INIT("visitors"),
    .doc = "",
    .size = sizeof(person),
    .defaults = &defaults,
    .fields = fields,
    .field_count = PERSON_FIELD_COUNT,
    .indexes = indexes,
    .index_count = sizeof indexes / sizeof indexes[0],
    .parse = parse,
    .write = write,
};

person person_of(const char *id, uint32_t badge)
{
    person record = defaults;
    record.id = sdn_str_from(id);
    record.name = SDN_STR("somebody");
    record.badge = badge;
    record.born = (sdn_date){(int16_t)(1900 + badge % 100), 1, 1};
    return record;
}
