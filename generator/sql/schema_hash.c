/* One line for each fact, in the order of their bytes: so the order in which a schema says them does not matter. */
#include "sql/schema_hash.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "record/scalar.h"
#include "sql/sql_type.h"

/* The facts that were found. */
typedef struct fact_list {
    const sql_printer *printer;
    const char **facts;
    size_t count, capacity;
} fact_list;

/* Adds a fact; without room for it nothing, since the buffer knows already that memory ran out. */
static void add_fact(fact_list *list, const char *fact)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity > 0 ? 2 * list->capacity : 64;
        const char **moved = sdn_arena_alloc(list->printer->arena, capacity * sizeof *moved);
        if (moved == NULL) {
            list->printer->out->out_of_memory = true;
            return;
        }
        if (list->count > 0)
            memcpy(moved, list->facts, list->count * sizeof *moved);
        list->facts = moved;
        list->capacity = capacity;
    }
    list->facts[list->count++] = fact;
}

static void add_range_fact(fact_list *list, const sdn_field *field)
{
    char low[SDN_SCALAR_SIZE], high[SDN_SCALAR_SIZE];
    const sdn_scalar *scalar = sdn__scalar_of(field);
    sdn_str from = scalar->print(field, &field->low, low), to = scalar->print(field, &field->high, high);
    add_fact(list, sql_format(list->printer, "range %s %.*s %.*s", field->column.ptr, (int)from.len, from.ptr,
                              (int)to.len, to.ptr));
}

static void add_word_facts(fact_list *list, const sdn_field *field)
{
    for (uint32_t i = 0; i < field->enumeration->count; i++)
        add_fact(list, sql_format(list->printer, "word %s %s", field->column.ptr, field->enumeration->names[i].ptr));
}

static void add_reference_fact(fact_list *list, const sdn_field *field)
{
    bool clear = (field->flags & SDN_FIELD_ON_DELETE_CLEAR) != 0;
    add_fact(list, sql_format(list->printer, "references %s %s%s", field->column.ptr, field->references->table.ptr,
                              clear ? " clear" : ""));
}

static void add_field_facts(fact_list *list, const sdn_field *field)
{
    bool open = field->enumeration != NULL && field->enumeration->open;
    add_fact(list, sql_format(list->printer, "column %s %s%s%s%s%s", field->column.ptr, open ? "open " : "",
                              sql_type_name(field->type), (field->flags & SDN_FIELD_LIST) != 0 ? "[]" : "",
                              (field->flags & SDN_FIELD_OPTIONAL) != 0 ? "?" : "",
                              (field->flags & SDN_FIELD_NONEMPTY) != 0 ? " nonempty" : ""));
    if ((field->flags & SDN_FIELD_RANGE) != 0)
        add_range_fact(list, field);
    if (field->enumeration != NULL && !open)
        add_word_facts(list, field);
    if (field->references != NULL)
        add_reference_fact(list, field);
}

static void add_index_fact(fact_list *list, const sdn_record_type *type, const sdn_index_type *index, const char *what)
{
    const char *fact = what;
    for (uint32_t i = 0; i < index->field_count; i++)
        fact = sql_format(list->printer, "%s %s", fact, type->fields[index->fields[i]].column.ptr);
    add_fact(list, fact);
}

static int compare_facts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static sdn_str joined(const fact_list *list)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    for (size_t i = 0; i < list->count; i++)
        text_printf(&text, "%s\n", list->facts[i]);
    return sdn_str_from(sql_taken(list->printer, &text));
}

const char *schema_hash(const sql_printer *printer, const sdn_record_type *type)
{
    fact_list list = {.printer = printer};
    add_fact(&list, sql_format(printer, "table %s", type->table.ptr));
    for (uint32_t i = 0; i < type->field_count; i++)
        add_field_facts(&list, &type->fields[i]);
    add_index_fact(&list, type, &type->key, "key");
    for (uint32_t i = 0; i < type->index_count; i++)
        add_index_fact(&list, type, &type->indexes[i], type->indexes[i].unique ? "unique" : "index");
    if (list.count > 0)
        qsort(list.facts, list.count, sizeof *list.facts, compare_facts);
    return sql_format(printer, "%016" PRIx64, sql_hash(joined(&list)));
}
