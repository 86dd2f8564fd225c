/* Records: fields, key, indexes and order. */
#include "schema/sema_internal.h"

#include <string.h>

#include <sdn/record.h>

#include "schema/suggest.h"
#include "schema_tokens.h"

/* --- fields --- */

static bool is_column_char(char c, bool first)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_')
        return true;
    return !first && c != '\0' && strchr("0123456789/.-#", c) != NULL;
}

static bool is_column_name(sdn_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!is_column_char(name.ptr[i], i == 0))
            return false;
    return name.len > 0 && sema_is_table_word(name);
}

static void read_column(sema *s, sema_field *field, const ast_attribute *attribute)
{
    const ast_value *value = &attribute->value;
    field->model->column = value->text;
    if (is_column_name(value->text))
        return;
    diag *d =
        diag_error(s->diags, value->span, "\"%.*s\" cannot be the name of a column", DIAG_STR(value->text));
    diag_help(s->diags, d,
              "use letters, digits and _ / . - #, a letter or '_' first, and none of the words true, "
              "false, null, nil and table");
}

/* One row per attribute. */
static const struct {
    int kind;
    void (*read)(sema *s, sema_field *field, const ast_attribute *attribute);
} attributes[] = {
    {TOKEN_COLUMN, read_column},
};

enum { ATTRIBUTE_COUNT = sizeof attributes / sizeof attributes[0] };

static void read_attributes(sema *s, sema_field *field)
{
    const ast_attribute *first[ATTRIBUTE_COUNT] = {NULL};
    for (const ast_attribute *a = field->ast->attributes; a != NULL; a = a->next)
        for (size_t i = 0; i < ATTRIBUTE_COUNT; i++) {
            if (attributes[i].kind != a->kind)
                continue;
            if (first[i] != NULL) {
                diag *d = diag_error(s->diags, a->span, "this attribute is given twice");
                diag_note(s->diags, d, first[i]->span, "first given here");
                continue;
            }
            first[i] = a;
            attributes[i].read(s, field, a);
        }
}

static source_span column_span(const sema_field *field)
{
    for (const ast_attribute *a = field->ast->attributes; a != NULL; a = a->next)
        if (a->kind == TOKEN_COLUMN)
            return a->value.span;
    return field->ast->name.span;
}

/* A field whose own name cannot stand in the header line of a table. */
static void check_plain_column(sema *s, const sema_field *field)
{
    bool given = field->model->column.ptr != field->ast->name.text.ptr;
    if (given || sema_is_table_word(field->ast->name.text))
        return;
    diag *d = diag_error(s->diags, field->ast->name.span, "'%.*s' cannot be the name of a column",
                         DIAG_STR(field->ast->name.text));
    diag_help(s->diags, d, "give it another one: column \"...\"");
}

static void check_column(sema *s, name_table *columns, const sema_field *field)
{
    const sema_field *first = sema_add_name(s, columns, field->model->column, field);
    check_plain_column(s, field);
    if (first == NULL || sdn_str_equal(first->ast->name.text, field->ast->name.text))
        return;
    diag *d =
        diag_error(s->diags, column_span(field), "duplicate column '%.*s'", DIAG_STR(field->model->column));
    diag_note(s->diags, d, column_span(first), "first used here");
}

static void check_field(sema *s, sema_record *record, const ast_field *ast)
{
    sema_field *field = &record->fields[record->field_count];
    field->ast = ast;
    field->model = &record->models[record->field_count++];
    *field->model = (model_field){.name = ast->name.text, .column = ast->name.text, .doc = ast->doc};
    sema_check_type(s, field);
    sema_check_default(s, field);
    read_attributes(s, field);
    const sema_field *first = sema_add_name(s, &record->by_name, ast->name.text, field);
    if (first != NULL)
        sema_duplicate(s, "field", ast->name, first->ast->name.span);
}

static void check_fields(sema *s, sema_record *record)
{
    name_table columns = {.arena = s->arena};
    for (const ast_field *f = record->ast->fields; f != NULL && !s->out_of_memory; f = f->next) {
        check_field(s, record, f);
        check_column(s, &columns, &record->fields[record->field_count - 1]);
    }
    record->model->field_count = record->field_count;
}

/* --- lists of fields --- */

static const sema_field *find_field(sema *s, const sema_record *record, ast_name name)
{
    const sema_field *found = name_table_find(&record->by_name, name.text);
    if (found != NULL || record->ast->incomplete)
        return found;
    suggestion search = suggest_for(name.text, &s->diags->suggestions_left);
    for (size_t i = 0; i<record->field_count && * search.budget> 0; i++)
        suggest_offer(&search, record->fields[i].ast->name.text);
    diag *d = diag_error(s->diags, name.span, "no field '%.*s' in this record", DIAG_STR(name.text));
    if (search.best.len > 0)
        diag_help(s->diags, d, "did you mean '%.*s'?", DIAG_STR(search.best));
    return NULL;
}

/* Whether a name stands earlier in the list: the list is short by then. */
static bool check_repeated(sema *s, const ast_names *names, const ast_name_node *node)
{
    for (const ast_name_node *n = names->first; n != node; n = n->next)
        if (sdn_str_equal(n->name.text, node->name.text)) {
            diag *d =
                diag_error(s->diags, node->name.span, "'%.*s' is named twice", DIAG_STR(node->name.text));
            diag_note(s->diags, d, n->name.span, "first named here");
            return false;
        }
    return true;
}

typedef bool check_field_type(sema *s, const sema_field *field, source_span where);

/* The positions of the named fields; false if any of them cannot be used. */
static bool read_fields(sema *s, const sema_record *record, const ast_names *names, check_field_type *check,
                        model_index *made)
{
    if (names->count > SDN_INDEX_FIELDS_MAX) {
        diag_error(s->diags, names->last->name.span, "too many fields: there can be %d",
                   SDN_INDEX_FIELDS_MAX);
        return false;
    }
    size_t *positions = sema_alloc(s, names->count, sizeof *positions);
    bool fine = positions != NULL;
    for (const ast_name_node *n = names->first; n != NULL && positions != NULL; n = n->next) {
        const sema_field *field = find_field(s, record, n->name);
        if (field == NULL || !check_repeated(s, names, n) || !check(s, field, n->name.span))
            fine = false;
        else
            positions[made->field_count++] = (size_t)(field - record->fields);
    }
    made->fields = positions;
    return fine;
}

/* --- key --- */

/* A record has one key. */
static bool begin_key(sema *s, sema_record *record, source_span span)
{
    if (record->key_count++ == 0) {
        record->key_span = span;
        return true;
    }
    diag *d = diag_error(s->diags, span, "a record has one key");
    diag_note(s->diags, d, record->key_span, "the first is here");
    diag_help(s->diags, d, "for a key of several fields write a line like: key (a, b);");
    return false;
}

static void read_key_field(sema *s, sema_record *record, const sema_field *field)
{
    if (!begin_key(s, record, field->ast->key_span) || !sema_check_key_type(s, field, field->ast->type.span))
        return;
    size_t *position = sema_alloc(s, 1, sizeof *position);
    if (position == NULL)
        return;
    *position = (size_t)(field - record->fields);
    record->model->key = (model_index){position, 1};
    if (field->ast->initial == NULL || field->asks_auto || !field->model->initial.given)
        return;
    diag *d = diag_error(s->diags, field->ast->initial->span, "a key has no default but 'auto'");
    diag_help(s->diags, d, "leave it out: every record has a key of its own");
}

static void read_key_line(sema *s, sema_record *record, const ast_index *line)
{
    model_index key = {NULL, 0};
    if (begin_key(s, record, line->span) && read_fields(s, record, &line->fields, sema_check_key_type, &key))
        record->model->key = key;
}

static bool is_single_key(const sema_record *record, const sema_field *field)
{
    const model_index *key = &record->model->key;
    return key->field_count == 1 && &record->fields[key->fields[0]] == field;
}

/* `= auto` belongs to a key of one field. */
static void check_auto(sema *s, sema_record *record, const sema_field *field)
{
    if (!field->asks_auto)
        return;
    if (is_single_key(record, field)) {
        record->model->key_auto = true;
        return;
    }
    /* Where the type of a key was refused, that has been said. */
    if (field->ast->key || !field->typed || record->ast->incomplete)
        return;
    diag *d = diag_error(s->diags, field->ast->initial->span, "only a key of one field can be 'auto'");
    diag_help(s->diags, d, "write 'key' in front of the field, or another default");
}

static void check_key(sema *s, sema_record *record)
{
    for (size_t i = 0; i < record->field_count; i++)
        if (record->fields[i].ast->key)
            read_key_field(s, record, &record->fields[i]);
    for (const ast_index *line = record->ast->keys; line != NULL; line = line->next)
        read_key_line(s, record, line);
    for (size_t i = 0; i < record->field_count; i++)
        check_auto(s, record, &record->fields[i]);
}

/* --- indexes and order --- */

static void check_indexes(sema *s, sema_record *record)
{
    model_index *made = sema_alloc(s, record->ast->index_count + 1, sizeof *made);
    record->index_asts = sema_alloc(s, record->ast->index_count + 1, sizeof *record->index_asts);
    if (made == NULL || record->index_asts == NULL)
        return;
    size_t count = 0;
    for (const ast_index *ast = record->ast->indexes; ast != NULL && !s->out_of_memory; ast = ast->next) {
        model_index index = {NULL, 0};
        if (!read_fields(s, record, &ast->fields, sema_check_index_type, &index))
            continue;
        record->index_asts[count] = ast;
        made[count++] = index;
    }
    record->model->indexes = made;
    record->model->index_count = count;
    sema_check_indexes(s, record);
}

static void check_order(sema *s, sema_record *record)
{
    const ast_order *order = record->ast->orders;
    if (order == NULL)
        return;
    record->model->order_by_key = true;
    for (const ast_order *again = order->next; again != NULL; again = again->next) {
        diag *d = diag_error(s->diags, again->span, "the order is given twice");
        diag_note(s->diags, d, order->span, "first given here");
    }
    if (record->key_count > 0 || record->ast->incomplete)
        return;
    diag *d = diag_error(s->diags, order->span, "this record has no key to be ordered by");
    diag_help(s->diags, d, "write 'key' in front of a field");
}

/* --- all together --- */

void sema_check_record(sema *s, const sema_declaration *declaration)
{
    const ast_record *ast = declaration->record_ast;
    model_record *made = declaration->record;
    sema_record record = {.ast = ast, .model = made, .by_name = {.arena = s->arena}};
    *made = (model_record){.name = ast->name.text, .table = ast->table.text, .doc = ast->doc};
    record.fields = sema_alloc(s, ast->field_count + 1, sizeof *record.fields);
    record.models = sema_alloc(s, ast->field_count + 1, sizeof *record.models);
    made->fields = record.models;
    if (record.fields == NULL || record.models == NULL)
        return;
    if (ast->field_count == 0 && !ast->incomplete && ast->name.text.len > 0)
        diag_error(s->diags, ast->name.span, "a record needs at least one field");
    check_fields(s, &record);
    check_key(s, &record);
    check_indexes(s, &record);
    check_order(s, &record);
    sema_check_members(s, &record);
}
