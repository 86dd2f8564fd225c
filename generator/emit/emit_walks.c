#include "emit/emit_private.h"

#include "names/cname.h"

#include <sdn/record.h>

/* The functions that walk over an index or the key, but for the look-up by all fields of an index (emit_store.c). */

typedef struct walk_function {
    const char *comment; /* its text */
    const char *head;
    const char *body;
} walk_function;

/* clang-format off */
static const walk_function functions[] = {
    [CNAME_WALK_BY] = {
        "The records$in_index$ with this $equal$, in the order of $rest$.$lifetime$",
        "$T$_cursor $function$(const $T$_store *$store$, $parameters$)",
        "    const sdn_value $wanted$[] = {$lookups$};\n"
        "    return ($T$_cursor){sdn_store_range((const sdn_store *)$store$, $index$, $wanted$, $parts$, $wanted$, $parts$)};\n",
    },
    [CNAME_WALK_BETWEEN] = {
        "The records$in_index$$with_equal$ whose $last$ is from `$low_by$` to `$high_by$`, both included, in that order."
        "$open_ends$$lifetime$",
        "$T$_cursor $function$(const $T$_store *$store$, $parameters$)",
        "    const sdn_value $lowest$[] = {$low_lookups$};\n"
        "    const sdn_value $highest$[] = {$high_lookups$};\n"
        "    return ($T$_cursor){sdn_store_range((const sdn_store *)$store$, $index$, $lowest$, $low_parts$, $highest$, $high_parts$)};\n",
    },
    [CNAME_WALK_STARTING] = {
        "The records$in_index$$with_equal$ whose $last$ starts with `$prefix$`, in that order.$lifetime$",
        "$T$_cursor $function$(const $T$_store *$store$, $parameters$)",
        "    const sdn_value $wanted$[] = {$lookups$};\n"
        "    return ($T$_cursor){sdn_store_starting((const sdn_store *)$store$, $index$, $wanted$, $parts$)};\n",
    },
    [CNAME_WALK_SORTED] = {
        "All records$in_index$, in the order of $rest$.",
        "$T$_cursor $function$(const $T$_store *$store$)",
        "    return ($T$_cursor){sdn_store_range((const sdn_store *)$store$, $index$, NULL, 0, NULL, 0)};\n",
    },
};
/* clang-format on */

/* What a walk is over, while its names are set. */
typedef struct walk_over {
    const model_record *record;
    const model_index *index;
    size_t count; /* of its fields, those that the walk goes by */
    bool is_key;
} walk_over;

static size_t last_of(const walk_over *over)
{
    return over->count - 1;
}

/* Appends a parameter and what is looked up by it, named `by`, for a field of the index. */
static void add_parameter(emitter *e, const walk_over *over, size_t part, sdn_str by, cbuffer *parameters,
                          cbuffer *lookups)
{
    const ctype *type = emit_use_field(e, over->record, over->index->fields[part]);
    cprinter_set(&e->printer, "by", by);
    if (parameters != NULL)
        emit_add_listed(e, parameters, type->parameter);
    emit_add_listed(e, lookups, type->lookup);
}

static void add_equal(emitter *e, const walk_over *over, size_t count, cbuffer *parameters, cbuffer *lookups)
{
    for (size_t i = 0; i < count; i++)
        add_parameter(e, over, i, cname_parameter(e->arena, e->visible, over->record, over->index, i), parameters,
                      lookups);
}

/* ---- the names of each kind ---- */

static void use_by(emitter *e, const walk_over *over)
{
    cbuffer parameters = CBUFFER_INIT(e->arena), lookups = CBUFFER_INIT(e->arena);
    add_equal(e, over, over->count, &parameters, &lookups);
    cprinter_set(&e->printer, "parameters", cbuffer_text(&parameters));
    cprinter_set(&e->printer, "lookups", cbuffer_text(&lookups));
    cprinter_set(&e->printer, "equal", emit_field_names(e, over->record, over->index, 0, over->count));
}

/* How many fields a bound has: a text that is NULL leaves that end open. */
static void set_parts_of_bound(emitter *e, const char *name, bool is_text, const char *by, size_t count)
{
    emit_set_number(e, "parts", count);
    emit_set_number(e, "fewer_parts", count - 1);
    cprinter_set(&e->printer, "by", cprinter_get(&e->printer, by));
    cprinter_set(&e->printer, name,
                 cprinter_format(&e->printer, is_text ? "$by$ != NULL ? $parts$ : $fewer_parts$" : "$parts$"));
}

static void use_between(emitter *e, const walk_over *over)
{
    cprinter *p = &e->printer;
    size_t last = last_of(over);
    bool is_text = over->record->fields[over->index->fields[last]].type.scalar == MODEL_STRING;
    cbuffer parameters = CBUFFER_INIT(e->arena), low = CBUFFER_INIT(e->arena), high = CBUFFER_INIT(e->arena);
    add_equal(e, over, last, &parameters, &low);
    add_equal(e, over, last, NULL, &high);
    cprinter_set(p, "low_by", cname_worded_parameter(e->arena, e->visible, "low", over->record, over->index, last));
    cprinter_set(p, "high_by", cname_worded_parameter(e->arena, e->visible, "high", over->record, over->index, last));
    add_parameter(e, over, last, cprinter_get(p, "low_by"), &parameters, &low);
    add_parameter(e, over, last, cprinter_get(p, "high_by"), &parameters, &high);
    cprinter_set(p, "parameters", cbuffer_text(&parameters));
    cprinter_set(p, "low_lookups", cbuffer_text(&low));
    cprinter_set(p, "high_lookups", cbuffer_text(&high));
    set_parts_of_bound(e, "low_parts", is_text, "low_by", over->count);
    set_parts_of_bound(e, "high_parts", is_text, "high_by", over->count);
    cprinter_set(p, "open_ends", is_text ? SDN_STR(" NULL leaves an end open.") : SDN_STR(""));
}

static void use_starting(emitter *e, const walk_over *over)
{
    cprinter *p = &e->printer;
    cbuffer parameters = CBUFFER_INIT(e->arena), lookups = CBUFFER_INIT(e->arena);
    add_equal(e, over, last_of(over), &parameters, &lookups);
    cprinter_set(p, "prefix", cname_prefix_parameter(e->arena, e->visible, over->record, over->index));
    add_parameter(e, over, last_of(over), cprinter_get(p, "prefix"), &parameters, &lookups);
    cprinter_set(p, "parameters", cbuffer_text(&parameters));
    cprinter_set(p, "lookups", cbuffer_text(&lookups));
}

static void use_nothing(emitter *e, const walk_over *over)
{
    (void)e, (void)over;
}

typedef void name_user(emitter *e, const walk_over *over);

static name_user *const users[] = {
    [CNAME_WALK_BY] = use_by,
    [CNAME_WALK_BETWEEN] = use_between,
    [CNAME_WALK_STARTING] = use_starting,
    [CNAME_WALK_SORTED] = use_nothing,
};

/* ---- printing ---- */

/* What the records of a walk are ordered by: the fields from number `first` on, and the key. */
static sdn_str order_from(emitter *e, const walk_over *over, size_t first)
{
    cprinter_set(&e->printer, "by_fields",
                 emit_field_names(e, over->record, over->index, first, over->index->field_count));
    if (over->is_key || over->index->unique)
        return cprinter_get(&e->printer, "by_fields");
    return cprinter_format(&e->printer,
                           over->record->key.field_count > 0 ? "$by_fields$, then key" : "$by_fields$, then row");
}

/* $in_index$: records that lack an optional field are not in the index; the first `given` fields go without saying. */
static void use_optional_fields(emitter *e, const walk_over *over, size_t given)
{
    size_t optional[SDN_INDEX_FIELDS_MAX];
    model_index needed = {.fields = optional};
    for (size_t i = given; i < over->index->field_count; i++)
        if (over->record->fields[over->index->fields[i]].type.optional)
            optional[needed.field_count++] = over->index->fields[i];
    cprinter_set(&e->printer, "needed", emit_field_names(e, over->record, &needed, 0, needed.field_count));
    cprinter_set(&e->printer, "in_index",
                 needed.field_count == 0 ? SDN_STR("") : cprinter_format(&e->printer, " that have $needed$"));
}

static void use_walk(emitter *e, const walk_over *over, const cname_walk *walk)
{
    cprinter *p = &e->printer;
    bool has_text = emit_looks_up_text(over->record, over->index, over->count);
    cprinter_set(p, "function", walk->name);
    cprinter_set(p, "index",
                 over->is_key ? SDN_STR("SDN_KEY_INDEX") : cname_index_constant(e->arena, over->record, over->index));
    cprinter_set(p, "last", over->record->fields[over->index->fields[last_of(over)]].name);
    cprinter_set(p, "equal", emit_field_names(e, over->record, over->index, 0, last_of(over)));
    cprinter_set(p, "with_equal", last_of(over) > 0 ? cprinter_format(p, " with this $equal$") : SDN_STR(""));
    cprinter_set(p, "rest", order_from(e, over, walk->kind == CNAME_WALK_BY ? over->count : 0));
    cprinter_set(p, "lifetime", has_text ? SDN_STR(" The text must outlive the cursor.") : SDN_STR(""));
    use_optional_fields(e, over, walk->kind == CNAME_WALK_SORTED ? 0 : over->count);
    users[walk->kind](e, over);
    emit_set_number(e, "parts", over->count);
}

static void declare_walk(emitter *e, const walk_function *function)
{
    emit_function_declaration(e, function->comment, function->head, NULL);
}

static void define(emitter *e, const walk_function *function)
{
    emit_function_definition(e, function->head, function->body);
}

static void print_walks(emitter *e, const model_record *record, size_t index,
                        void (*print)(emitter *e, const walk_function *function))
{
    const cname_walk *walks = NULL;
    size_t count = 0;
    if (cname_walks(e->arena, record, &walks, &count) != 0)
        e->printer.text.failed = true;
    for (size_t i = 0; i < count; i++) {
        const model_index *walked = cname_walked(record, &walks[i]);
        walk_over over = {record, walked, walks[i].field_count, index == record->index_count};
        if (walks[i].index != index)
            continue;
        use_walk(e, &over, &walks[i]);
        print(e, &functions[walks[i].kind]);
    }
}

void emit_walk_declarations(emitter *e, const model_record *record, size_t index)
{
    print_walks(e, record, index, declare_walk);
}

void emit_walk_definitions(emitter *e, const model_record *record, size_t index)
{
    print_walks(e, record, index, define);
}
