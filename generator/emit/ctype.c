#include "emit/ctype.h"

#include "emit/cnumber.h"
#include "emit/ctext.h"
#include "names/cname.h"

/* Literals. */

static sdn_str string_literal(cprinter *p, const model_type *type, model_value value)
{
    (void)type;
    sdn_str text = value.text.ptr != NULL ? value.text : SDN_STR("");
    cprinter_set(p, "literal", ctext_literal(p->text.arena, text));
    return cprinter_format(p, "SDN_STR_INIT($literal$)");
}

static sdn_str bool_literal(cprinter *p, const model_type *type, model_value value)
{
    (void)p;
    (void)type;
    return value.boolean ? SDN_STR("true") : SDN_STR("false");
}

static sdn_str signed_literal(cprinter *p, const model_type *type, model_value value)
{
    (void)type;
    return cnumber_signed(p->text.arena, value.signed_number);
}

static sdn_str unsigned_literal(cprinter *p, const model_type *type, model_value value)
{
    (void)type;
    return cnumber_unsigned(p->text.arena, value.number);
}

static sdn_str f64_literal(cprinter *p, const model_type *type, model_value value)
{
    (void)type;
    return cnumber_real(p->text.arena, value.real);
}

static sdn_str date_literal(cprinter *p, const model_type *type, model_value value)
{
    (void)type;
    cprinter_set(p, "year", cnumber_signed(p->text.arena, value.date.year));
    cprinter_set(p, "month", cnumber_unsigned(p->text.arena, value.date.month));
    cprinter_set(p, "day", cnumber_unsigned(p->text.arena, value.date.day));
    return cprinter_format(p, "{.year = $year$, .month = $month$, .day = $day$}");
}

static sdn_str timestamp_literal(cprinter *p, const model_type *type, model_value value)
{
    (void)type;
    cprinter_set(p, "seconds", cnumber_signed(p->text.arena, value.timestamp.seconds));
    cprinter_set(p, "nanoseconds", cnumber_unsigned(p->text.arena, value.timestamp.nanoseconds));
    return cprinter_format(p, "{.seconds = $seconds$, .nanoseconds = $nanoseconds$}");
}

/* As people write it. */
static sdn_str timestamp_remark(cprinter *p, model_value value)
{
    char text[SDN_TIMESTAMP_SIZE];
    size_t len = sdn_timestamp_print(value.timestamp, text);
    cprinter_set(p, "timestamp", sdn_arena_copy(p->text.arena, text, len));
    return cprinter_format(p, " /* $timestamp$ */");
}

static sdn_str enum_literal(cprinter *p, const model_type *type, model_value value)
{
    const model_enum *enumeration = type->enumeration;
    return cname_constant(p->text.arena, enumeration, enumeration->enumerators[value.number].name);
}

/* The table. */

/* A type that C passes by value, and that the library calls `word`. */
/* clang-format off */
#define BY_VALUE(c_type, word)                                                                                   \
    .member = c_type " $member$",                                                                                \
    .read = "sdn_read_" word "($row$, $position$, &$record$->$member$)",                                         \
    .write = "sdn_write_" word "($row$, $position$, $record$->$member$)",                                        \
    .parameter = c_type " $by$"
/* clang-format on */

/* clang-format off */
#define ENUM                                                                                                     \
    .member = "enum $enum$ $member$",                                                                            \
    .constant = "SDN_TYPE_ENUM",                                                                                 \
    .parameter = "$enum$ $by$",                                                                                  \
    .lookup = "{.enumerator = (uint32_t)$by$}",                                                                  \
    .literal = enum_literal
/* clang-format on */

/* clang-format off */
#define LIST(tag, list_type, element_type)                                                                       \
    .member = tag list_type " $member$",                                                                         \
    .items = element_type,                                                                                       \
    .list = list_type,                                                                                           \
    .read = "sdn_read_list($row$, $position$, &$record$->$member$)",                                             \
    .write = "sdn_write_list($row$, $position$, &$record$->$member$)"
/* clang-format on */

/* clang-format off */
static const ctype c_scalars[] = {
    [MODEL_STRING] = {
        .member = "sdn_str $member$",
        .constant = "SDN_TYPE_STRING",
        .read = "sdn_read_string($row$, $position$, &$record$->$member$)",
        .write = "sdn_write_string($row$, $position$, $record$->$member$)",
        .parameter = "const char *$by$",
        .lookup = "{.text = sdn_str_from($by$)}",
        .next_key = "empty text",
        .by_reference = true,
        .literal = string_literal,
    },
    [MODEL_BOOL] = {
        BY_VALUE("bool", "bool"),
        .constant = "SDN_TYPE_BOOL",
        .lookup = "{.boolean = $by$}",
        .literal = bool_literal,
    },
    [MODEL_I32] = {
        BY_VALUE("int32_t", "i32"),
        .constant = "SDN_TYPE_I32",
        .lookup = "{.i32 = $by$}",
        .next_key = "0",
        .literal = signed_literal,
    },
    [MODEL_I64] = {
        BY_VALUE("int64_t", "i64"),
        .constant = "SDN_TYPE_I64",
        .lookup = "{.i64 = $by$}",
        .next_key = "0",
        .literal = signed_literal,
    },
    [MODEL_U32] = {
        BY_VALUE("uint32_t", "u32"),
        .constant = "SDN_TYPE_U32",
        .lookup = "{.u32 = $by$}",
        .next_key = "0",
        .literal = unsigned_literal,
    },
    [MODEL_U64] = {
        BY_VALUE("uint64_t", "u64"),
        .constant = "SDN_TYPE_U64",
        .lookup = "{.u64 = $by$}",
        .next_key = "0",
        .literal = unsigned_literal,
    },
    [MODEL_F64] = {
        BY_VALUE("double", "f64"),
        .constant = "SDN_TYPE_F64",
        .lookup = "{.f64 = $by$}",
        .literal = f64_literal,
    },
    [MODEL_DATE] = {
        BY_VALUE("sdn_date", "date"),
        .constant = "SDN_TYPE_DATE",
        .lookup = "{.date = $by$}",
        .literal = date_literal,
    },
    [MODEL_TIMESTAMP] = {
        BY_VALUE("sdn_timestamp", "timestamp"),
        .constant = "SDN_TYPE_TIMESTAMP",
        .lookup = "{.timestamp = $by$}",
        .literal = timestamp_literal,
        .remark = timestamp_remark,
    },
    [MODEL_ENUM] = {
        ENUM,
        .read = "sdn_read_enum($row$, $position$, (uint32_t *)&$record$->$member$)",
        .write = "sdn_write_enum($row$, $position$, (uint32_t)$record$->$member$)",
    },
};
/* clang-format on */

static const ctype open_enum = {
    ENUM,
    .text = "sdn_str $member$_text; /* the word; counts only if $member$ is $other$ */",
    .read = "sdn_read_open_enum($row$, $position$, (uint32_t *)&$record$->$member$, &$record$->$member$_text)",
    .write = "sdn_write_open_enum($row$, $position$, (uint32_t)$record$->$member$, $record$->$member$_text)",
};

/* clang-format off */
static const ctype lists[] = {
    [MODEL_STRING] = {
        .member = "sdn_str_list $member$",
        .constant = "SDN_TYPE_STRING",
        .items = "sdn_str",
        .read = "sdn_read_string_list($row$, $position$, &$record$->$member$)",
        .write = "sdn_write_string_list($row$, $position$, $record$->$member$)",
    },
    [MODEL_BOOL] = {LIST("", "sdn_bool_list", "bool"), .constant = "SDN_TYPE_BOOL"},
    [MODEL_I32] = {LIST("", "sdn_i32_list", "int32_t"), .constant = "SDN_TYPE_I32"},
    [MODEL_I64] = {LIST("", "sdn_i64_list", "int64_t"), .constant = "SDN_TYPE_I64"},
    [MODEL_U32] = {LIST("", "sdn_u32_list", "uint32_t"), .constant = "SDN_TYPE_U32"},
    [MODEL_U64] = {LIST("", "sdn_u64_list", "uint64_t"), .constant = "SDN_TYPE_U64"},
    [MODEL_F64] = {LIST("", "sdn_f64_list", "double"), .constant = "SDN_TYPE_F64"},
    [MODEL_DATE] = {LIST("", "sdn_date_list", "sdn_date"), .constant = "SDN_TYPE_DATE"},
    [MODEL_TIMESTAMP] = {LIST("", "sdn_timestamp_list", "sdn_timestamp"), .constant = "SDN_TYPE_TIMESTAMP"},
    [MODEL_ENUM] = {LIST("struct ", "$enum$_list", "$enum$"), .constant = "SDN_TYPE_ENUM"},
};
/* clang-format on */

const ctype *ctype_of(const model_type *type)
{
    bool open = type->enumeration != NULL && type->enumeration->open;
    if (type->list)
        return open ? NULL : &lists[type->scalar];
    return open ? &open_enum : &c_scalars[type->scalar];
}

/* Values. */

/* Texts and structs are printed one per line, because they are long or have several lines. */
static const char *between_items(const model_type *type)
{
    bool wide = type->scalar == MODEL_STRING || type->scalar == MODEL_DATE || type->scalar == MODEL_TIMESTAMP;
    return wide ? ",\n" : ", ";
}

static sdn_str list_initial(cprinter *p, const model_field *field)
{
    const model_default *initial = &field->initial;
    cbuffer items = CBUFFER_INIT(p->text.arena);
    if (!initial->given || initial->item_count == 0)
        return SDN_STR("{NULL, 0}");
    for (size_t i = 0; i < initial->item_count; i++) {
        cbuffer_add(&items, i > 0 ? between_items(&field->type) : "");
        cbuffer_add_str(&items, c_scalars[field->type.scalar].literal(p, &field->type, initial->items[i]));
    }
    cprinter_set(p, "element", cprinter_format(p, lists[field->type.scalar].items));
    cprinter_set(p, "elements", cbuffer_text(&items));
    cprinter_set(p, "length", cnumber_unsigned(p->text.arena, initial->item_count));
    return cprinter_format(p, "{(const $element$[]){$elements$}, $length$}");
}

sdn_str ctype_initial(cprinter *p, const model_field *field)
{
    static const model_value zero = {.text = {NULL, 0}};
    if (field->type.list)
        return list_initial(p, field);
    return ctype_of(&field->type)->literal(p, &field->type, field->initial.given ? field->initial.value : zero);
}

sdn_str ctype_remark(cprinter *p, const model_field *field)
{
    const ctype *type = ctype_of(&field->type);
    return type->remark != NULL && field->initial.given ? type->remark(p, field->initial.value) : SDN_STR("");
}

sdn_str ctype_number(cprinter *p, const model_type *type, model_value value)
{
    sdn_str literal = c_scalars[type->scalar].literal(p, type, value);
    bool suffix = literal.len > 0 && literal.ptr[literal.len - 1] == 'u';
    return suffix ? sdn_arena_copy(p->text.arena, literal.ptr, literal.len - 1) : literal;
}

sdn_str ctype_value(cprinter *p, const model_type *type, model_value value)
{
    cprinter_set(p, "by", c_scalars[type->scalar].literal(p, type, value));
    return cprinter_format(p, c_scalars[type->scalar].lookup);
}
