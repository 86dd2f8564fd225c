#include "record_types/composite_key.h"

static const pair defaults = {.name = SDN_STR_INIT(""), .value = SDN_STR_INIT("")};

/* clang-format off */
static const sdn_field fields[] = {
    [PAIR_FIELD_NUMBER] = {.name = "number", .column = SDN_STR_INIT("number"), .doc = "", .type = SDN_TYPE_U32,
     .offset = offsetof(pair, number)},
    [PAIR_FIELD_NAME] = {.name = "name", .column = SDN_STR_INIT("name"), .doc = "", .type = SDN_TYPE_STRING,
     .offset = offsetof(pair, name)},
    [PAIR_FIELD_FLAG] = {.name = "flag", .column = SDN_STR_INIT("flag"), .doc = "", .type = SDN_TYPE_BOOL, .flags = SDN_FIELD_DEFAULT,
     .offset = offsetof(pair, flag)},
    [PAIR_FIELD_VALUE] = {.name = "value", .column = SDN_STR_INIT("value"), .doc = "", .type = SDN_TYPE_STRING,
     .offset = offsetof(pair, value)},
};
/* clang-format on */

static bool parse(void *memory, sdn_row_reader *row)
{
    pair *record = memory;
    *record = defaults;
    return sdn_read_u32(row, PAIR_FIELD_NUMBER, &record->number) &&
           sdn_read_string(row, PAIR_FIELD_NAME, &record->name) && sdn_read_bool(row, PAIR_FIELD_FLAG, &record->flag) &&
           sdn_read_string(row, PAIR_FIELD_VALUE, &record->value);
}

static void write(const void *memory, sdn_row_writer *row)
{
    const pair *record = memory;
    sdn_write_u32(row, PAIR_FIELD_NUMBER, record->number);
    sdn_write_string(row, PAIR_FIELD_NAME, record->name);
    sdn_write_bool(row, PAIR_FIELD_FLAG, record->flag);
    sdn_write_string(row, PAIR_FIELD_VALUE, record->value);
}

const sdn_record_type pair_record_type = {
    .abi = SDN_RECORD_ABI,
    .name = "Pair",
    .table = SDN_STR_INIT("pairs"),
    .doc = "",
    .size = sizeof(pair),
    .defaults = &defaults,
    .fields = fields,
    .field_count = sizeof fields / sizeof fields[0],
    .key = {.fields = {PAIR_FIELD_NAME, PAIR_FIELD_NUMBER, PAIR_FIELD_FLAG}, .field_count = 3},
    .parse = parse,
    .write = write,
};

const sdn_record_type numbered_record_type = {
    .abi = SDN_RECORD_ABI,
    .name = "Numbered",
    .table = SDN_STR_INIT("numbered"),
    .doc = "",
    .size = sizeof(pair),
    .defaults = &defaults,
    .fields = fields,
    .field_count = sizeof fields / sizeof fields[0],
    .flags = SDN_RECORD_KEY_AUTO,
    .key = {.fields = {PAIR_FIELD_NUMBER}, .field_count = 1},
    .parse = parse,
    .write = write,
};
