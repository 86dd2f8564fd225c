/* Record types written by hand that state every rule: people, who refer to each other and to teams. */
#ifndef SDNC_TEST_RECORD_TYPES_RULES_H
#define SDNC_TEST_RECORD_TYPES_RULES_H

#include <sdn/sdn.h>

typedef struct team {
    sdn_str name;
} team;

/* Fields of a team by position. */
enum { TEAM_FIELD_NAME };

typedef struct person {
    sdn_str id;
    sdn_str name; /* nonempty */
    bool has_email;
    sdn_str email;  /* unique */
    uint32_t badge; /* unique */
    int32_t age;    /* range 0..150 */
    bool has_weight;
    double weight; /* range 0.5..500 */
    sdn_date born; /* unique together with place */
    sdn_str place;
    bool has_team;
    sdn_str team;         /* references Team */
    sdn_str_list friends; /* references Person */
    sdn_u32_list marks;   /* range 1..6 */
    bool has_nicks;
    sdn_str_list nicks; /* nonempty; column was "nicknames" or "aliases" */
} person;

/* Fields of a person by position. */
enum {
    PERSON_FIELD_ID,
    PERSON_FIELD_NAME,
    PERSON_FIELD_EMAIL,
    PERSON_FIELD_BADGE,
    PERSON_FIELD_AGE,
    PERSON_FIELD_WEIGHT,
    PERSON_FIELD_BORN,
    PERSON_FIELD_PLACE,
    PERSON_FIELD_TEAM,
    PERSON_FIELD_FRIENDS,
    PERSON_FIELD_MARKS,
    PERSON_FIELD_NICKS,
    PERSON_FIELD_COUNT
};

/* Indexes of a person by position, all but the last unique. */
enum { PERSON_INDEX_EMAIL, PERSON_INDEX_BADGE, PERSON_INDEX_BORN_PLACE, PERSON_INDEX_AGE };

/* Table `people`, key `id`, random if empty. */
extern const sdn_record_type person_record_type;

/* Table `teams`, key `name`. */
extern const sdn_record_type team_record_type;

/* The same as a person in table `visitors`, without a key. */
extern const sdn_record_type visitor_record_type;

/* One that keeps every rule; `badge` is unique, the date of birth comes from it. */
person person_of(const char *id, uint32_t badge);

#endif
