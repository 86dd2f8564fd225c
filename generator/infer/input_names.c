/*
 * Fields are given in three rounds, so that a name that can stay as it is does: first those that are names of fields as
 * they are, then those that can be columns, then all others. Within a round the order is that of the input. A name that is
 * taken gets a number at its end.
 */
#include "infer/input_names.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "check/data_names.h"
#include "names/cname.h"

/* ---- life ---- */

void input_names_init(input_names *names, bool are_fields, sdn_arena *arena)
{
    *names = (input_names){.arena = arena,
                           .are_fields = are_fields,
                           .positions = {.arena = arena},
                           .members = {.arena = arena},
                           .columns = {.arena = arena}};
}

void input_names_release(input_names *names)
{
    sdn__free(names->items);
    names->items = NULL;
}

int input_names_add(input_names *names, sdn_str input, size_t *position)
{
    const size_t *known = name_table_find(&names->positions, input);
    if (known != NULL) {
        *position = *known;
        return 0;
    }
    size_t *at = sdn_arena_alloc(names->arena, sizeof *at);
    sdn_str copy = sdn_arena_copy_str(names->arena, input);
    const void *value = at;
    if (at == NULL || copy.ptr == NULL || name_table_add(&names->positions, copy, &value) != 0 ||
        sdn__reserve(&names->items, &names->capacity, names->count + 1, sizeof *names->items) != 0)
        return -1;
    *at = *position = names->count;
    names->items[names->count++] = (input_name){.input = copy};
    return 0;
}

/* ---- identifiers ---- */

static bool is_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_plain_identifier(sdn_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!is_ascii_letter(text.ptr[i]) && text.ptr[i] != '_' && (i == 0 || !is_ascii_digit(text.ptr[i])))
            return false;
    return text.len > 0;
}

sdn_str identifier_of(sdn_str text, sdn_arena *arena)
{
    char *made = is_plain_identifier(text) ? NULL : sdn_arena_alloc(arena, text.len + 2);
    size_t len = 0;
    if (is_plain_identifier(text))
        return text;
    if (made == NULL)
        return (sdn_str){NULL, 0};
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (len == 0 && is_ascii_digit(c))
            made[len++] = 'n'; /* a name starts with a letter */
        if (is_ascii_letter(c) || is_ascii_digit(c))
            made[len++] = (char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
        else if (len > 0 && made[len - 1] != '_' && c != '\'')
            made[len++] = '_';
    }
    len -= len > 0 && made[len - 1] == '_';
    return (sdn_str){made, len};
}

/* ---- fields and columns ---- */

/* The names in C that a field may have: its own, and that of its presence. */
typedef struct member_names {
    sdn_str own, has;
} member_names;

static int members_of(sdn_arena *arena, sdn_str field, member_names *made)
{
    made->own = cname_snake(arena, field);
    made->has = made->own.ptr != NULL ? cname_with_prefix(arena, SDN_STR("has_"), made->own) : made->own;
    return made->has.ptr != NULL ? 0 : -1;
}

static bool is_free(const input_names *names, const member_names *members, sdn_str column)
{
    return name_table_find(&names->members, members->own) == NULL &&
           name_table_find(&names->members, members->has) == NULL && name_table_find(&names->columns, column) == NULL;
}

/* Takes a field and a column if nobody has them. 1: taken, 0: somebody has, -1: memory ran out. */
static int try_field(input_names *names, input_name *name, sdn_str field, sdn_str column)
{
    member_names members;
    const void *own = name->input.ptr, *has = own, *taken = own;
    if (members_of(names->arena, field, &members) != 0)
        return -1;
    if (!is_free(names, &members, column))
        return 0;
    name->field = field;
    name->column = column;
    bool added = name_table_add(&names->members, members.own, &own) == 0 &&
                 name_table_add(&names->members, members.has, &has) == 0 &&
                 name_table_add(&names->columns, column, &taken) == 0;
    return added ? 1 : -1;
}

static sdn_str with_end(sdn_arena *arena, sdn_str base, const char *end)
{
    size_t len = strlen(end);
    char *made = sdn_arena_alloc(arena, base.len + len + 1);
    if (made == NULL)
        return (sdn_str){NULL, 0};
    memcpy(made, base.ptr, base.len);
    memcpy(made + base.len, end, len + 1);
    return (sdn_str){made, base.len + len};
}

static sdn_str numbered_column(sdn_arena *arena, size_t position)
{
    char numbered[32];
    int len = snprintf(numbered, sizeof numbered, "column_%zu", position + 1);
    return sdn_arena_copy(arena, numbered, (size_t)len);
}

static bool is_usable(const input_names *names, sdn_str name)
{
    return !names->are_fields || (cname_reserved(name) == NULL && !sema_is_data_keyword(name));
}

/* A name that a field can have in C, and a column in a file. */
static sdn_str usable_base(const input_names *names, size_t position)
{
    sdn_str base = identifier_of(names->items[position].input, names->arena);
    if (base.ptr == NULL || (base.len > 0 && is_usable(names, base)))
        return base;
    if (base.len > 0)
        base = with_end(names->arena, base, base.ptr[base.len - 1] == '_' ? "value" : "_value");
    bool is_fine = base.ptr != NULL && base.len > 0 && is_usable(names, base);
    return base.ptr == NULL || is_fine ? base : numbered_column(names->arena, position);
}

/* Tries the base, then the base with numbers at its end. */
static int assign_name(input_names *names, size_t position, bool is_column)
{
    input_name *name = &names->items[position];
    sdn_str base = usable_base(names, position), field = base;
    for (size_t number = 2; field.ptr != NULL; number++) {
        char end[32];
        int result = try_field(names, name, field, is_column ? name->input : field);
        if (result != 0)
            return result > 0 ? 0 : -1;
        snprintf(end, sizeof end, "_%zu", number);
        field = with_end(names->arena, base, end);
    }
    return -1;
}

/* In which round a name gets its field. */
static int round_of(const input_names *names, sdn_str input)
{
    if (!sema_is_column_name(input))
        return 2;
    return is_plain_identifier(input) && is_usable(names, input) ? 0 : 1;
}

int input_names_assign(input_names *names)
{
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < names->count; i++)
            if (round_of(names, names->items[i].input) == round && assign_name(names, i, round < 2) != 0)
                return -1;
    return 0;
}
