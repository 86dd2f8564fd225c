/*
 * Headers: columns that the schema does not know. The library keeps them as they are, and gives fields without a column
 * their default; so a misspelled name goes unnoticed, and its values with it. Here each unknown column is compared with
 * the fields that have none: if it is like one of them it is taken for a mistake, else it is only pointed out.
 *
 * The same for tables that the schema does not know, which may be those of another program: they are mentioned only if the
 * name is like that of a table that is missing.
 */
#include "verify/verify_private.h"

#include "diag/suggest.h"

/* How many names are compared for one table. */
enum { COMPARISONS = 2000 };

static bool is_unknown(const data_table *table, uint32_t field)
{
    return field >= table->record->field_count;
}

/* The column, of a field without one, that is most like a name. */
static sdn_str nearest_missing(const data_table *table, sdn_str name, size_t *budget)
{
    const sdn_columns *columns = &verify_loaded(table)->columns;
    suggestion search = suggest_for(name, budget);
    for (uint32_t i = 0; i < table->record->field_count; i++)
        if (columns->of_field[i] == SDN_NO_COLUMN)
            suggest_offer(&search, table->type->fields[i].column);
    return search.best;
}

static sdn_code find_unknown_column(verify_file *file, const data_table *table, uint32_t field, size_t *budget,
                                    sdn_error *err)
{
    sdn_str name = table->type->fields[field].column;
    sdn_str meant = nearest_missing(table, name, budget);
    source_span span = verify_column_span(file, table, field);
    verify_finding found = {.problem = verify_problem_at(span, SDN_PROBLEM_COLUMN), .table = table};
    if (meant.len > 0)
        return verify_add(file, found, err, "record %.*s has no column '%.*s', and column '%.*s' is missing; rename it",
                          DIAG_STR(table->record->name), DIAG_STR(name), DIAG_STR(meant));
    found.is_warning = true;
    return verify_add(file, found, err,
                      "record %.*s has no column '%.*s', so no program sees its values; add a field, or remove it",
                      DIAG_STR(table->record->name), DIAG_STR(name));
}

static sdn_code find_unknown_table(verify_file *file, const data_table *table, sdn_error *err)
{
    size_t budget = COMPARISONS;
    suggestion search = suggest_for(table->type->table, &budget);
    for (size_t i = 0; i < file->data->table_count; i++)
        if (file->data->tables[i].record != NULL && !file->data->tables[i].in_file)
            suggest_offer(&search, file->data->tables[i].type->table);
    const sdn_table_text *text = sdn__table_text_of(verify_loaded(table));
    if (search.best.len == 0 || text == NULL)
        return SDN_OK;
    source_span span = verify_span(file, text->name.ptr, text->name.len);
    verify_finding found = {.problem = verify_problem_at(span, SDN_PROBLEM_OTHER), .table = table};
    return verify_add(file, found, err, "the schema has no table '%.*s', and table '%.*s' is missing; rename it",
                      DIAG_STR(text->name), DIAG_STR(search.best));
}

sdn_code verify_find_headers(verify_file *file, const data_table *table, sdn_error *err)
{
    size_t budget = COMPARISONS;
    sdn_code code = SDN_OK;
    if (!table->in_file || file->data->schemas == NULL)
        return SDN_OK;
    if (table->record == NULL)
        return find_unknown_table(file, table, err);
    for (uint32_t i = 0; i < table->type->field_count && code == SDN_OK; i++)
        if (is_unknown(table, i))
            code = find_unknown_column(file, table, i, &budget, err);
    return code;
}
