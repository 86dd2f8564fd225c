#include "cell.h"

#include <stdio.h>

/* Fields by position. */
enum {
    CELL_FIELD_ID,
    CELL_FIELD_NUMBER,
    CELL_FIELD_PARTS,
    CELL_FIELD_BODY = CELL_FIELD_PARTS + CELL_PARTS,
    CELL_FIELD_CHECK
};

static const cell defaults = {.id = SDN_STR_INIT(""), .body = SDN_STR_INIT(""), .check = SDN_STR_INIT("")};

#define FIELD(field, title, kind)                                                                              \
    {                                                                                                          \
        .name = title, .column = SDN_STR_INIT(title), .doc = "", .type = kind, .offset = offsetof(cell, field) \
    }

/* clang-format off */
static const sdn_field fields[] = {
    [CELL_FIELD_ID] = FIELD(id, "id", SDN_TYPE_STRING),
    [CELL_FIELD_NUMBER] = FIELD(number, "number", SDN_TYPE_U32),
    [CELL_FIELD_PARTS] = FIELD(parts[0], "a", SDN_TYPE_U32),
    [CELL_FIELD_PARTS + 1] = FIELD(parts[1], "b", SDN_TYPE_U32),
    [CELL_FIELD_PARTS + 2] = FIELD(parts[2], "c", SDN_TYPE_U32),
    [CELL_FIELD_PARTS + 3] = FIELD(parts[3], "d", SDN_TYPE_U32),
    [CELL_FIELD_BODY] = FIELD(body, "body", SDN_TYPE_STRING),
    [CELL_FIELD_CHECK] = FIELD(check, "check", SDN_TYPE_STRING),
};
/* clang-format on */

static bool parse(void *memory, sdn_row_reader *row)
{
    cell *record = memory;
    *record = defaults;
    bool fits =
        sdn_read_string(row, CELL_FIELD_ID, &record->id) && sdn_read_u32(row, CELL_FIELD_NUMBER, &record->number);
    for (uint32_t i = 0; i < CELL_PARTS && fits; i++)
        fits = sdn_read_u32(row, CELL_FIELD_PARTS + i, &record->parts[i]);
    return fits && sdn_read_string(row, CELL_FIELD_BODY, &record->body) &&
           sdn_read_string(row, CELL_FIELD_CHECK, &record->check);
}

static void write(const void *memory, sdn_row_writer *row)
{
    const cell *record = memory;
    sdn_write_string(row, CELL_FIELD_ID, record->id);
    sdn_write_u32(row, CELL_FIELD_NUMBER, record->number);
    for (uint32_t i = 0; i < CELL_PARTS; i++)
        sdn_write_u32(row, CELL_FIELD_PARTS + i, record->parts[i]);
    sdn_write_string(row, CELL_FIELD_BODY, record->body);
    sdn_write_string(row, CELL_FIELD_CHECK, record->check);
}

const sdn_record_type cell_record_type = {
    .abi = SDN_RECORD_ABI,
    .name = "Cell",
    .table = SDN_STR_INIT("cells"),
    .doc = "",
    .size = sizeof(cell),
    .defaults = &defaults,
    .fields = fields,
    .field_count = sizeof fields / sizeof fields[0],
    .key = {.fields = {CELL_FIELD_ID}, .field_count = 1},
    .parse = parse,
    .write = write,
};

/* FNV-1a. */
static uint32_t hash(uint32_t seed, const char *text)
{
    for (; *text != '\0'; text++)
        seed = (seed ^ (unsigned char)*text) * 16777619u;
    return seed;
}

/* Of very different lengths, so that rows move in the file; a word that is written without quotes. */
static void make_body(cell_value *value, uint32_t number)
{
    uint32_t mixed = hash(2166136261u ^ number * 2654435761u, value->id);
    size_t len = 10 + mixed % (sizeof value->body - 11);
    for (size_t i = 0; i < len; i++) {
        mixed = mixed * 1664525u + 1013904223u;
        value->body[i] = (char)('a' + (mixed >> 24) % 26);
    }
    value->body[len] = '\0';
}

static void make_check(cell_value *value)
{
    char numbers[80];
    const cell *from = &value->cell;
    snprintf(numbers, sizeof numbers, "/%u/%u/%u/%u/%u/", from->number, from->parts[0], from->parts[1], from->parts[2],
             from->parts[3]);
    uint32_t sum = hash(hash(hash(2166136261u, value->id), numbers), value->body);
    snprintf(value->check, sizeof value->check, "c%08x", sum);
}

static void point_to_texts(cell_value *value)
{
    value->cell.id = sdn_str_from(value->id);
    value->cell.body = sdn_str_from(value->body);
    value->cell.check = sdn_str_from(value->check);
}

void cell_make(cell_value *value, const char *id, uint32_t number)
{
    *value = (cell_value){.cell = {.number = number}};
    snprintf(value->id, sizeof value->id, "%s", id);
    make_body(value, number);
    make_check(value);
    point_to_texts(value);
}

void cell_make_parts(cell_value *value, const char *id)
{
    *value = (cell_value){.body = "parts", .check = "none"};
    snprintf(value->id, sizeof value->id, "%s", id);
    point_to_texts(value);
}

bool cell_is(const cell *found, const char *id, uint32_t number)
{
    cell_value expected;
    cell_make(&expected, id, number);
    return sdn_record_equal(&cell_record_type, found, &expected.cell);
}

const cell *cell_get(const sdn_store *store, const char *id)
{
    sdn_value key = {.text = sdn_str_from(id)};
    return sdn_store_get(store, &key);
}

cell *cell_edit(sdn_store *store, const char *id, sdn_error *err)
{
    sdn_value key = {.text = sdn_str_from(id)};
    return sdn_store_edit(store, &key, err);
}

size_t cell_print_row(const cell *from, char *row, size_t size)
{
    int len = snprintf(row, size, "    %s, %u, %u, %u, %u, %u, %s, %s\n", from->id.ptr, from->number, from->parts[0],
                       from->parts[1], from->parts[2], from->parts[3], from->body.ptr, from->check.ptr);
    return (size_t)len;
}
