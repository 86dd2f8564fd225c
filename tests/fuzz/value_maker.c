#include "value_maker.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "record/scalar.h"

uint8_t choose(choices *from)
{
    return from->at < from->end ? *from->at++ : 0;
}

static const char *const pieces[] = {
    "a",    "word", " ",      ",",    "\"",       "\\",  "\n", "\t",   "\r",  "#", "[",    "]", "7",
    "{",    "}",    "|",      "true", "\xC3\xA4", ";",   "-",  "\"\"", "\\n", ":", "\r\n", "=", "\xF0\x9F\x98\x80",
    "null", "0",    "x |id|", "'",    "/",        "\x01"};

static sdn_str make_text(choices *from, sdn_arena *arena)
{
    char text[128];
    size_t len = 0;
    for (unsigned left = choose(from) % 5; left > 0; left--) {
        const char *piece = pieces[choose(from) % (sizeof pieces / sizeof pieces[0])];
        memcpy(text + len, piece, strlen(piece));
        len += strlen(piece);
    }
    sdn_str copy = sdn_arena_copy(arena, text, len);
    if (copy.ptr == NULL)
        abort();
    return copy;
}

/* Often small, or at an edge. */
static uint64_t make_bits(choices *from)
{
    static const uint64_t edges[] = {UINT64_MAX, INT64_MAX, UINT64_C(1) << 63, INT32_MAX, UINT32_MAX, 99, 100, 0};
    uint8_t way = choose(from);
    return way % 2 == 0 ? way / 2 : edges[way / 2 % (sizeof edges / sizeof edges[0])];
}

static double make_real(choices *from)
{
    static const double edges[] = {0.0, -0.0, 0.1, 5e-324, 1.7976931348623157e308, 1e22, 9007199254740993.0, -1e-7};
    uint8_t way = choose(from);
    if (way % 2 == 0)
        return way / 2 / 4.0 - 8;
    if (way < 128)
        return edges[way / 2 % (sizeof edges / sizeof edges[0])];
    uint64_t pattern = 0;
    for (int i = 0; i < 8; i++)
        pattern = pattern << 8 | choose(from);
    double number;
    memcpy(&number, &pattern, sizeof number);
    return isfinite(number) ? number : 1.5;
}

static sdn_date make_date(choices *from)
{
    sdn_date date = {(int16_t)(choose(from) * 39 % 10000), (uint8_t)(1 + choose(from) % 12),
                     (uint8_t)(1 + choose(from) % 31)};
    while (!sdn_date_valid(date))
        date.day--;
    return date;
}

static sdn_timestamp make_timestamp(choices *from)
{
    static const uint32_t parts[] = {0, 1, 999999999, 500000000, 1000, 120};
    int64_t seconds = INT64_C(-62167219200) + (int64_t)(choose(from) << 8 | choose(from)) * 4815162;
    sdn_timestamp time = {seconds <= 253402300799 ? seconds : 253402300799, parts[choose(from) % 6]};
    return time;
}

#define STORE(type, value)              \
    do {                                \
        type made = value;              \
        memcpy(to, &made, sizeof made); \
    } while (0)

/* One value, not counting an open enum's text. */
static void make_scalar(choices *from, const sdn_field *field, void *to, sdn_arena *arena)
{
    switch (field->type) {
    case SDN_TYPE_STRING:
        STORE(sdn_str, make_text(from, arena));
        break;
    case SDN_TYPE_BOOL:
        STORE(bool, choose(from) % 2);
        break;
    case SDN_TYPE_I32:
        STORE(int32_t, (int32_t)make_bits(from));
        break;
    case SDN_TYPE_I64:
        STORE(int64_t, (int64_t)make_bits(from));
        break;
    case SDN_TYPE_U32:
        STORE(uint32_t, (uint32_t)make_bits(from));
        break;
    case SDN_TYPE_U64:
        STORE(uint64_t, make_bits(from));
        break;
    case SDN_TYPE_F64:
        STORE(double, make_real(from));
        break;
    case SDN_TYPE_DATE:
        STORE(sdn_date, make_date(from));
        break;
    case SDN_TYPE_TIMESTAMP:
        STORE(sdn_timestamp, make_timestamp(from));
        break;
    case SDN_TYPE_ENUM:
        STORE(uint32_t, choose(from) % (field->enumeration->count + field->enumeration->open));
        break;
    }
}

static void make_list(choices *from, const sdn_field *field, void *to, sdn_arena *arena)
{
    size_t count = choose(from) % 4, size = sdn__scalar_of(field)->size;
    char *items = count > 0 ? sdn_arena_alloc(arena, count * size) : NULL;
    for (size_t i = 0; i < count; i++)
        make_scalar(from, field, items + i * size, arena);
    sdn__list_set(to, items, count);
}

/* Another word for an open enum that is at no word of its own. */
static void make_word(choices *from, const sdn_field *field, void *record, sdn_arena *arena)
{
    uint32_t value;
    memcpy(&value, (char *)record + field->offset, sizeof value);
    sdn_str word = SDN_STR("");
    if (value == field->enumeration->count)
        word = make_text(from, arena);
    if (value == field->enumeration->count && (word.len == 0 || sdn_enum_find(field->enumeration, word) < value))
        word = SDN_STR("so, so");
    memcpy((char *)record + field->text_offset, &word, sizeof word);
}

void make_value(choices *from, const sdn_record_type *type, uint32_t number, void *record, sdn_arena *arena)
{
    const sdn_field *field = &type->fields[number];
    void *to = (char *)record + field->offset;
    bool is_absent = (field->flags & SDN_FIELD_OPTIONAL) != 0 && choose(from) % 4 == 0;
    if ((field->flags & SDN_FIELD_OPTIONAL) != 0)
        *(bool *)((char *)record + field->presence_offset) = !is_absent;
    if ((field->flags & SDN_FIELD_LIST) != 0)
        make_list(from, field, to, arena);
    else
        make_scalar(from, field, to, arena);
    if (field->type == SDN_TYPE_ENUM && field->enumeration->open && (field->flags & SDN_FIELD_LIST) == 0)
        make_word(from, field, record, arena);
    if (is_absent) { /* a value would be misuse */
        size_t size = (field->flags & SDN_FIELD_LIST) != 0 ? sizeof(sdn_any_list) : sdn__scalar_of(field)->size;
        memcpy(to, (const char *)type->defaults + field->offset, size);
    }
}

void make_record(choices *from, const sdn_record_type *type, void *record, sdn_arena *arena)
{
    memcpy(record, type->defaults, type->size);
    bool given = (type->flags & (SDN_RECORD_KEY_AUTO | SDN_RECORD_KEY_RANDOM)) == 0 || choose(from) % 4 == 0;
    for (uint32_t i = 0; i < type->field_count; i++)
        if (given || type->key.field_count == 0 || type->key.fields[0] != i)
            make_value(from, type, i, record, arena);
}

void normalise(const sdn_record_type *type, void *record)
{
    for (uint32_t i = 0; i < type->field_count; i++) {
        const sdn_field *field = &type->fields[i];
        const char *value = (const char *)record + field->offset;
        bool *present = (bool *)(void *)((char *)record + field->presence_offset);
        if ((field->flags & SDN_FIELD_OPTIONAL) == 0)
            continue;
        sdn_str text = SDN_STR("x");
        if ((field->flags & SDN_FIELD_LIST) != 0)
            *present = *present && sdn__list_at(value).count > 0;
        else if (field->type == SDN_TYPE_STRING)
            memcpy(&text, value, sizeof text);
        if (text.len == 0)
            *present = false;
    }
}
