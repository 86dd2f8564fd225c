#include "record_types/basic.h"

static const sdn_str kind_names[] = {SDN_STR_INIT("idea"), SDN_STR_INIT("fact")};
static const sdn_enum_type kind_type = {.name = "Kind", .names = kind_names, .count = 2, .open = true};

static const sdn_str side_names[] = {SDN_STR_INIT("left"), SDN_STR_INIT("right-hand side")};
static const sdn_enum_type side_type = {.name = "Side", .names = side_names, .count = 2, .open = false};

static const note defaults = {
    .id = SDN_STR_INIT(""),
    .text = SDN_STR_INIT("nothing"),
    .number = 7,
    .done = false,
    .kind = NOTE_KIND_FACT,
    .kind_text = SDN_STR_INIT(""),
    .side = NOTE_SIDE_LEFT,
    .link = SDN_STR_INIT(""),
};

/* clang-format off */
static const sdn_field fields[] = {
    [NOTE_FIELD_ID] = {.name = "id",
     .column = SDN_STR_INIT("id"),
     .doc = "",
     .type = SDN_TYPE_STRING,
     .offset = offsetof(note, id)},
    [NOTE_FIELD_TEXT] = {.name = "text",
     .column = SDN_STR_INIT("text"),
     .doc = "",
     .type = SDN_TYPE_STRING,
     .flags = SDN_FIELD_DEFAULT,
     .offset = offsetof(note, text)},
    [NOTE_FIELD_NUMBER] = {.name = "number",
     .column = SDN_STR_INIT("no"),
     .doc = "",
     .type = SDN_TYPE_U32,
     .flags = SDN_FIELD_DEFAULT,
     .offset = offsetof(note, number)},
    [NOTE_FIELD_DONE] = {.name = "done",
     .column = SDN_STR_INIT("done"),
     .doc = "",
     .type = SDN_TYPE_BOOL,
     .flags = SDN_FIELD_DEFAULT,
     .offset = offsetof(note, done)},
    [NOTE_FIELD_KIND] = {.name = "kind",
     .column = SDN_STR_INIT("kind"),
     .doc = "",
     .type = SDN_TYPE_ENUM,
     .flags = SDN_FIELD_DEFAULT,
     .offset = offsetof(note, kind),
     .text_offset = offsetof(note, kind_text),
     .enumeration = &kind_type},
    [NOTE_FIELD_SIDE] = {.name = "side",
     .column = SDN_STR_INIT("side"),
     .doc = "",
     .type = SDN_TYPE_ENUM,
     .flags = SDN_FIELD_DEFAULT,
     .offset = offsetof(note, side),
     .enumeration = &side_type},
    [NOTE_FIELD_LINK] = {.name = "link",
     .column = SDN_STR_INIT("link"),
     .doc = "",
     .type = SDN_TYPE_STRING,
     .flags = SDN_FIELD_OPTIONAL,
     .offset = offsetof(note, link),
     .presence_offset = offsetof(note, has_link)},
    [NOTE_FIELD_WEIGHT] = {.name = "weight",
     .column = SDN_STR_INIT("weight"),
     .doc = "",
     .type = SDN_TYPE_U32,
     .flags = SDN_FIELD_OPTIONAL,
     .offset = offsetof(note, weight),
     .presence_offset = offsetof(note, has_weight)},
    [NOTE_FIELD_TAGS] = {.name = "tags",
     .column = SDN_STR_INIT("tags"),
     .doc = "",
     .type = SDN_TYPE_STRING,
     .flags = SDN_FIELD_LIST,
     .offset = offsetof(note, tags),
     .separator = ','},
};
/* clang-format on */

static const sdn_index_type indexes[] = {
    [NOTE_INDEX_KIND] = {.fields = {NOTE_FIELD_KIND}, .field_count = 1},
    [NOTE_INDEX_TEXT_NUMBER] = {.fields = {NOTE_FIELD_TEXT, NOTE_FIELD_NUMBER}, .field_count = 2},
};

static bool read_side(sdn_row_reader *row, note *record)
{
    uint32_t number = record->side;
    bool fits = sdn_read_enum(row, NOTE_FIELD_SIDE, &number);
    record->side = (note_side)number;
    return fits;
}

static bool read_kind(sdn_row_reader *row, note *record)
{
    uint32_t number = record->kind;
    bool fits = sdn_read_open_enum(row, NOTE_FIELD_KIND, &number, &record->kind_text);
    record->kind = (note_kind)number;
    return fits;
}

static bool parse(void *memory, sdn_row_reader *row)
{
    note *record = memory;
    note_init(record);
    return sdn_read_string(row, NOTE_FIELD_ID, &record->id) && sdn_read_string(row, NOTE_FIELD_TEXT, &record->text) &&
           sdn_read_u32(row, NOTE_FIELD_NUMBER, &record->number) &&
           sdn_read_bool(row, NOTE_FIELD_DONE, &record->done) && read_kind(row, record) && read_side(row, record) &&
           sdn_read_present(row, NOTE_FIELD_LINK, &record->has_link) &&
           sdn_read_string(row, NOTE_FIELD_LINK, &record->link) &&
           sdn_read_present(row, NOTE_FIELD_WEIGHT, &record->has_weight) &&
           sdn_read_u32(row, NOTE_FIELD_WEIGHT, &record->weight) &&
           sdn_read_string_list(row, NOTE_FIELD_TAGS, &record->tags);
}

static void write(const void *memory, sdn_row_writer *row)
{
    const note *record = memory;
    sdn_write_string(row, NOTE_FIELD_ID, record->id);
    sdn_write_string(row, NOTE_FIELD_TEXT, record->text);
    sdn_write_u32(row, NOTE_FIELD_NUMBER, record->number);
    sdn_write_bool(row, NOTE_FIELD_DONE, record->done);
    sdn_write_open_enum(row, NOTE_FIELD_KIND, record->kind, record->kind_text);
    sdn_write_enum(row, NOTE_FIELD_SIDE, record->side);
    if (sdn_write_present(row, NOTE_FIELD_LINK, record->has_link))
        sdn_write_string(row, NOTE_FIELD_LINK, record->link);
    if (sdn_write_present(row, NOTE_FIELD_WEIGHT, record->has_weight))
        sdn_write_u32(row, NOTE_FIELD_WEIGHT, record->weight);
    sdn_write_string_list(row, NOTE_FIELD_TAGS, record->tags);
}

const sdn_record_type note_record_type = {
    .abi = SDN_RECORD_ABI,
    .name = "Note",
    .table = SDN_STR_INIT("notes"),
    .doc = "",
    .size = sizeof(note),
    .defaults = &defaults,
    .fields = fields,
    .field_count = sizeof fields / sizeof fields[0],
    .flags = SDN_RECORD_KEY_AUTO,
    .key = {.fields = {NOTE_FIELD_ID}, .field_count = 1},
    .indexes = indexes,
    .index_count = 2,
    .parse = parse,
    .write = write,
};

const sdn_record_type ordered_note_record_type = {
    .abi = SDN_RECORD_ABI,
    .name = "OrderedNote",
    .table = SDN_STR_INIT("ordered_notes"),
    .doc = "",
    .size = sizeof(note),
    .defaults = &defaults,
    .fields = fields,
    .field_count = sizeof fields / sizeof fields[0],
    .flags = SDN_RECORD_ORDER_BY_KEY,
    .key = {.fields = {NOTE_FIELD_ID}, .field_count = 1},
    .parse = parse,
    .write = write,
};

const sdn_record_type log_record_type = {
    .abi = SDN_RECORD_ABI,
    .name = "Log",
    .table = SDN_STR_INIT("log"),
    .doc = "",
    .size = sizeof(note),
    .defaults = &defaults,
    .fields = fields,
    .field_count = sizeof fields / sizeof fields[0],
    .indexes = indexes,
    .index_count = 2,
    .parse = parse,
    .write = write,
};

void note_init(note *record)
{
    *record = defaults;
}

note note_of(const char *id, const char *text)
{
    note record;
    note_init(&record);
    record.id = sdn_str_from(id);
    record.text = sdn_str_from(text);
    return record;
}
