/* A record type written by hand, as a program without the generator would: one field of every kind. */
#ifndef SDNC_TEST_RECORD_TYPES_BASIC_H
#define SDNC_TEST_RECORD_TYPES_BASIC_H

#include <sdn/sdn.h>

typedef enum note_kind { NOTE_KIND_IDEA, NOTE_KIND_FACT, NOTE_KIND_OTHER_ } note_kind;

typedef enum note_side { NOTE_SIDE_LEFT, NOTE_SIDE_RIGHT } note_side;

typedef struct note {
    sdn_str id;
    sdn_str text;
    uint32_t number;
    bool done;
    note_kind kind;
    sdn_str kind_text;
    note_side side;
    bool has_link;
    sdn_str link;
    bool has_weight;
    uint32_t weight;
    sdn_str_list tags;
} note;

/* Fields by position. */
enum {
    NOTE_FIELD_ID,
    NOTE_FIELD_TEXT,
    NOTE_FIELD_NUMBER,
    NOTE_FIELD_DONE,
    NOTE_FIELD_KIND,
    NOTE_FIELD_SIDE,
    NOTE_FIELD_LINK,
    NOTE_FIELD_WEIGHT,
    NOTE_FIELD_TAGS
};

/* Indexes by position. */
enum { NOTE_INDEX_KIND, NOTE_INDEX_TEXT_NUMBER };

/* Table `notes`, key `id` numbered automatically. */
extern const sdn_record_type note_record_type;

/* The same struct in table `ordered_notes`: key `id` bytewise, order by key. */
extern const sdn_record_type ordered_note_record_type;

/* The same struct in table `log`, without a key. */
extern const sdn_record_type log_record_type;

void note_init(note *record);

/* A note with this id and text, all else at its default. */
note note_of(const char *id, const char *text);

#endif
