/*
 * Rules of one field, as conditions.
 *
 * The conditions are made for any expression: the name of a column, or in SQLite an element of a list, which triggers
 * look at because a CHECK of SQLite cannot walk over an array. PostgreSQL compares all elements of an array at once.
 */
#include "sql/ddl_private.h"

/* ---- conditions of a value ---- */

/* A condition with the value in it. */
static const char *filled_form(const sql_printer *printer, const char *form, const char *value)
{
    sdn_buffer made = SDN_BUFFER_INIT;
    for (; *form != '\0'; form++)
        if (*form == '@')
            text_printf(&made, "%s", value);
        else
            sdn__buffer_add(&made, form, 1);
    return sql_taken(printer, &made);
}

static const char *word_list(const sql_printer *printer, const sdn_enum_type *words)
{
    sdn_buffer made = SDN_BUFFER_INIT;
    for (uint32_t i = 0; i < words->count; i++)
        text_printf(&made, "%s%s", i > 0 ? ", " : "", sql_literal(printer, words->names[i]));
    return sql_taken(printer, &made);
}

/* The bounds of a field: those of the schema, or those of its type. */
typedef struct bounds {
    const char *low, *high;
    const char *rule; /* what they are called; NULL: there are none to be checked */
} bounds;

static bounds bounds_of(const sql_printer *printer, const sdn_field *field)
{
    const sql_type *type = sql_type_of(printer->dialect, field->type);
    bool elements = ddl_has_flag(field, SDN_FIELD_LIST) && printer->dialect == SQL_SQLITE;
    if (ddl_has_flag(field, SDN_FIELD_RANGE))
        return (bounds){sql_value(printer, field, &field->low), sql_value(printer, field, &field->high), "range"};
    if (type->low == NULL || (type->held && !elements))
        return (bounds){.rule = NULL};
    return (bounds){type->low, type->high, sql_type_name(field->type)};
}

/* A u64 of SQLite is a number or a text; texts sort after numbers. */
static const char *in_two_forms(const sql_printer *printer, bounds within, const char *value)
{
    const char *number = "", *text = "";
    if (within.low[0] != '\'' && within.high[0] != '\'')
        number = sql_format(printer, "typeof(%s) = 'integer' AND %s BETWEEN %s AND %s", value, value, within.low,
                            within.high);
    else if (within.low[0] != '\'')
        number = sql_format(printer, "typeof(%s) = 'integer' AND %s >= %s", value, value, within.low);
    if (within.high[0] == '\'')
        text = sql_format(
            printer, "typeof(%s) = 'text' AND length(%s) = 20 AND %s NOT GLOB '*[^0-9]*' AND %s BETWEEN %s AND %s",
            value, value, value, value, within.low[0] == '\'' ? within.low : "'09223372036854775808'", within.high);
    return sql_format(printer, "%s%s%s", number, *number != '\0' && *text != '\0' ? " OR " : "", text);
}

static const char *in_bounds(const sql_printer *printer, const sdn_field *field, bounds within, const char *value)
{
    if (printer->dialect == SQL_POSTGRESQL && ddl_has_flag(field, SDN_FIELD_LIST))
        return sql_format(printer, "%s <= ALL (%s) AND %s >= ALL (%s)", within.low, value, within.high, value);
    if (printer->dialect == SQL_SQLITE && field->type == SDN_TYPE_U64)
        return in_two_forms(printer, within, value);
    return sql_format(printer, "%s BETWEEN %s AND %s", value, within.low, within.high);
}

static bool is_closed_enum(const sdn_field *field)
{
    return field->enumeration != NULL && !field->enumeration->open;
}

static const char *is_one_of_words(const sql_printer *printer, const sdn_field *field, const char *value)
{
    const char *words = word_list(printer, field->enumeration);
    if (printer->dialect == SQL_POSTGRESQL && ddl_has_flag(field, SDN_FIELD_LIST))
        return sql_format(printer, "%s <@ ARRAY[%s]::text[]", value, words);
    return sql_format(printer, "%s IN (%s)", value, words);
}

/* ---- rules of a column ---- */

/* A line of the table. An absent value keeps every rule. */
static void print_check(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field,
                        const char *rule, const char *condition)
{
    const char *name = sql_name(printer, "%s.%s %s", type->table.ptr, field->column.ptr, rule);
    text_printf(printer->out, ",\n    CONSTRAINT %s CHECK (%s)", name, condition);
}

static bool is_in_key(const sdn_record_type *type, uint32_t field)
{
    for (uint32_t i = 0; i < type->key.field_count; i++)
        if (type->key.fields[i] == field)
            return true;
    return false;
}

/* Text that is not empty: in a key, present in an optional field, and the word of an enum. */
static bool is_nonempty_text(const sdn_record_type *type, uint32_t number)
{
    const sdn_field *field = &type->fields[number];
    if (ddl_has_flag(field, SDN_FIELD_LIST))
        return false;
    if (field->type == SDN_TYPE_ENUM)
        return field->enumeration->open;
    return field->type == SDN_TYPE_STRING &&
           (ddl_has_flag(field, SDN_FIELD_OPTIONAL | SDN_FIELD_NONEMPTY) || is_in_key(type, number));
}

/* An array has one dimension; one with more would be another type of value. */
static void print_list_rules(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field)
{
    const char *value = ddl_column_name(printer, field);
    bool sqlite = printer->dialect == SQL_SQLITE;
    print_check(printer, type, field, "list",
                sqlite ? sql_format(printer, "json_type(%s) = 'array'", value)
                       : sql_format(printer, "coalesce(array_ndims(%s), 1) = 1 AND array_position(%s, NULL) IS NULL",
                                    value, value));
    if (ddl_has_flag(field, SDN_FIELD_NONEMPTY))
        print_check(printer, type, field, "nonempty",
                    sql_format(printer, sqlite ? "json_array_length(%s) > 0" : "cardinality(%s) > 0", value));
}

/* Conditions of the value; in PostgreSQL those of a list's elements, too. */
static void print_value_rules(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field)
{
    const char *value = ddl_column_name(printer, field);
    const sql_type *kept = sql_type_of(printer->dialect, field->type);
    bounds within = bounds_of(printer, field);
    bool two_forms = printer->dialect == SQL_SQLITE && field->type == SDN_TYPE_U64; /* NULL would be in neither */
    const char *absent =
        two_forms && ddl_has_flag(field, SDN_FIELD_OPTIONAL) ? sql_format(printer, "%s IS NULL OR ", value) : "";
    if (within.rule != NULL)
        print_check(printer, type, field, within.rule,
                    sql_format(printer, "%s%s", absent, in_bounds(printer, field, within, value)));
    if (is_closed_enum(field))
        print_check(printer, type, field, "enum", is_one_of_words(printer, field, value));
    if (kept->form != NULL)
        print_check(printer, type, field, sql_type_name(field->type), filled_form(printer, kept->form, value));
}

void ddl_print_rules(const sql_printer *printer, const sdn_record_type *type, uint32_t number)
{
    const sdn_field *field = &type->fields[number];
    bool list = ddl_has_flag(field, SDN_FIELD_LIST);
    if (list)
        print_list_rules(printer, type, field);
    if (is_nonempty_text(type, number))
        print_check(printer, type, field, "nonempty", sql_format(printer, "%s <> ''", ddl_column_name(printer, field)));
    if (!list || printer->dialect == SQL_POSTGRESQL)
        print_value_rules(printer, type, field);
}

/* ---- elements of lists in SQLite ---- */

/* Refuses a row if an element does not keep a rule. */
static void print_element_rule(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field,
                               const char *rule, const char *condition)
{
    const char *message =
        sql_format(printer, "CHECK constraint failed: %s.%s %s", type->table.ptr, field->column.ptr, rule);
    text_printf(printer->out,
                "    SELECT RAISE(ABORT, %s) FROM json_each(NEW.%s)\n"
                "        WHERE (%s) IS NOT TRUE;\n",
                sql_literal(printer, sdn_str_from(message)), ddl_column_name(printer, field), condition);
}

/* What every element of the type is like: a bool is true or false, a number within the bounds of the type. */
static const char *is_of_type(const sql_printer *printer, const sdn_field *field, bounds within)
{
    const sql_type *kept = sql_type_of(printer->dialect, field->type);
    const char *made = sql_format(printer, "type IN (%s)", kept->json);
    if (within.rule != NULL && !ddl_has_flag(field, SDN_FIELD_RANGE))
        made = sql_format(printer, "%s AND (%s)", made, in_bounds(printer, field, within, "value"));
    if (kept->form != NULL && field->type != SDN_TYPE_BOOL)
        made = sql_format(printer, "%s AND %s", made, filled_form(printer, kept->form, "value"));
    return made;
}

static void print_element_rules(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field)
{
    bounds within = bounds_of(printer, field);
    if (is_closed_enum(field))
        print_element_rule(printer, type, field, "enum", is_one_of_words(printer, field, "value"));
    else
        print_element_rule(printer, type, field, sql_type_name(field->type), is_of_type(printer, field, within));
    if (ddl_has_flag(field, SDN_FIELD_RANGE))
        print_element_rule(printer, type, field, within.rule, in_bounds(printer, field, within, "value"));
}

/* A row without elements costs nothing. */
static void print_list_trigger(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field,
                               const char *event, const char *when)
{
    text_printf(printer->out, "CREATE TRIGGER %s AFTER %s ON %s WHEN NEW.%s <> '[]' BEGIN\n",
                sql_name(printer, "%s.%s list %s", type->table.ptr, field->column.ptr, event), when,
                ddl_table_name(printer, type), ddl_column_name(printer, field));
    print_element_rules(printer, type, field);
    text_printf(printer->out, "END;\n");
}

void ddl_print_list_triggers(const sql_printer *printer, const sdn_record_type *type)
{
    for (uint32_t i = 0; i < type->field_count; i++) {
        const sdn_field *field = &type->fields[i];
        if (!ddl_has_flag(field, SDN_FIELD_LIST))
            continue;
        const char *update = sql_format(printer, "UPDATE OF %s", ddl_column_name(printer, field));
        print_list_trigger(printer, type, field, "insert", "INSERT");
        print_list_trigger(printer, type, field, "update", update);
    }
}
