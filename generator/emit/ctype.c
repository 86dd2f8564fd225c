#include "emit/ctype.h"

#include "emit/cname.h"
#include "emit/ctext.h"

#include <inttypes.h>
#include <stdio.h>

static sdn_str text_initial(cprinter *p, sdn_str text)
{
    cprinter_set(p, "literal", ctext_literal(p->text.arena, text));
    return cprinter_format(p, "SDN_STR_INIT($literal$)");
}

static sdn_str string_initial(cprinter *p, const model_field *field)
{
    return text_initial(p, field->initial.given ? field->initial.text : SDN_STR(""));
}

static sdn_str bool_initial(cprinter *p, const model_field *field)
{
    (void)p;
    return field->initial.given && field->initial.number != 0 ? SDN_STR("true") : SDN_STR("false");
}

static sdn_str u32_initial(cprinter *p, const model_field *field)
{
    char digits[16];
    uint32_t number = field->initial.given ? field->initial.number : 0;
    int len = snprintf(digits, sizeof digits, "%" PRIu32 "%s", number, number > INT32_MAX ? "u" : "");
    return sdn_arena_copy(p->text.arena, digits, (size_t)len);
}

static sdn_str enum_initial(cprinter *p, const model_field *field)
{
    const model_enum *enumeration = field->type.enumeration;
    uint32_t number = field->initial.given ? field->initial.number : 0;
    return cname_constant(p->text.arena, enumeration->name, enumeration->enumerators[number].name);
}

static sdn_str list_initial(cprinter *p, const model_field *field)
{
    const model_default *initial = &field->initial;
    char count[24];
    if (!initial->given || initial->item_count == 0)
        return SDN_STR("{NULL, 0}");
    cbuffer items = CBUFFER_INIT(p->text.arena);
    for (size_t i = 0; i < initial->item_count; i++) {
        cbuffer_add(&items, i > 0 ? ",\n" : "");
        cbuffer_add_str(&items, text_initial(p, initial->items[i]));
    }
    int len = snprintf(count, sizeof count, "%zu", initial->item_count);
    cprinter_set(p, "items", cbuffer_text(&items));
    cprinter_set(p, "length", sdn_arena_copy(p->text.arena, count, (size_t)len));
    return cprinter_format(p, "{(const sdn_str[]){$items$}, $length$}");
}

static const ctype string_type = {
    .member = "sdn_str $member$",
    .constant = "SDN_TYPE_STRING",
    .read = "sdn_read_string($row$, $n$, &$record$->$member$)",
    .write = "sdn_write_string($row$, $n$, $record$->$member$)",
    .parameter = "const char *$by$",
    .lookup = "{.text = sdn_str_from($by$)}",
    .next_key = "empty text",
    .by_reference = true,
    .initial = string_initial,
};

static const ctype bool_type = {
    .member = "bool $member$",
    .constant = "SDN_TYPE_BOOL",
    .read = "sdn_read_bool($row$, $n$, &$record$->$member$)",
    .write = "sdn_write_bool($row$, $n$, $record$->$member$)",
    .parameter = "bool $by$",
    .lookup = "{.boolean = $by$}",
    .initial = bool_initial,
};

static const ctype u32_type = {
    .member = "uint32_t $member$",
    .constant = "SDN_TYPE_U32",
    .read = "sdn_read_u32($row$, $n$, &$record$->$member$)",
    .write = "sdn_write_u32($row$, $n$, $record$->$member$)",
    .parameter = "uint32_t $by$",
    .lookup = "{.u32 = $by$}",
    .next_key = "0",
    .initial = u32_initial,
};

static const ctype enum_type = {
    .member = "enum $enum$ $member$",
    .constant = "SDN_TYPE_ENUM",
    .read = "sdn_read_enum($row$, $n$, (uint32_t *)&$record$->$member$)",
    .write = "sdn_write_enum($row$, $n$, (uint32_t)$record$->$member$)",
    .parameter = "$enum$ $by$",
    .lookup = "{.enumerator = (uint32_t)$by$}",
    .initial = enum_initial,
};

static const ctype open_enum_type = {
    .member = "enum $enum$ $member$",
    .text = "sdn_str $member$_text; /* the word; counts only if $member$ is $other$ */",
    .constant = "SDN_TYPE_ENUM",
    .read = "sdn_read_open_enum($row$, $n$, (uint32_t *)&$record$->$member$, &$record$->$member$_text)",
    .write = "sdn_write_open_enum($row$, $n$, (uint32_t)$record$->$member$, $record$->$member$_text)",
    .parameter = "$enum$ $by$",
    .lookup = "{.enumerator = (uint32_t)$by$}",
    .initial = enum_initial,
};

static const ctype string_list_type = {
    .member = "sdn_str_list $member$",
    .constant = "SDN_TYPE_STRING",
    .read = "sdn_read_string_list($row$, $n$, &$record$->$member$)",
    .write = "sdn_write_string_list($row$, $n$, $record$->$member$)",
    .initial = list_initial,
};

static const struct {
    model_scalar scalar;
    bool list;
    bool open;
    const ctype *type;
} rows[] = {
    {MODEL_STRING, false, false, &string_type},
    {MODEL_STRING, true, false, &string_list_type},
    {MODEL_BOOL, false, false, &bool_type},
    {MODEL_U32, false, false, &u32_type},
    {MODEL_ENUM, false, false, &enum_type},
    {MODEL_ENUM, false, true, &open_enum_type},
};

const ctype *ctype_of(const model_type *type)
{
    bool open = type->enumeration != NULL && type->enumeration->open;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].scalar == type->scalar && rows[i].list == type->list && rows[i].open == open)
            return rows[i].type;
    return NULL;
}
