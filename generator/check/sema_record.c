/* Records: fields, key, indexes and order. */
#include "check/sema_private.h"

#include <assert.h>
#include <string.h>

#include <sdn/record.h>
#include <sdn/store.h>

#include "diag/suggest.h"

/* --- fields --- */

/* A field whose own name cannot be used in the header line of a table. */
static void check_plain_column(sema *s, const sema_field *field)
{
    bool given = field->model->column.ptr != field->ast->name.text.ptr;
    if (given || !sema_is_data_keyword(field->ast->name.text))
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
    diag *d = diag_error(s->diags, field->column_span, "duplicate column '%.*s'", DIAG_STR(field->model->column));
    diag_note(s->diags, d, first->column_span, "first used here");
}

/* The field that had a column of this name before, and where it says so. */
typedef struct former_name {
    const sema_field *field;
    source_span span;
} former_name;

static const former_name *add_former_name(sema *s, name_table *former, const sema_field *field, ast_name name)
{
    former_name *made = sema_alloc(s, 1, sizeof *made);
    if (made == NULL)
        return NULL;
    *made = (former_name){field, name.span};
    return sema_add_name(s, former, name.text, made);
}

/* A former name that is the name of a column now, or given twice. */
static void check_former_name(sema *s, const name_table *columns, name_table *former, const sema_field *field,
                              ast_name name)
{
    const sema_field *column = name_table_find(columns, name.text);
    const former_name *first = column == NULL ? add_former_name(s, former, field, name) : NULL;
    diag *d = NULL;
    if (column == field) {
        d = diag_error(s->diags, name.span, "the column is still called '%.*s'", DIAG_STR(name.text));
        diag_help(s->diags, d, "'was' names what it was called before");
    } else if (column != NULL) {
        d = diag_error(s->diags, name.span, "'%.*s' is the column of another field", DIAG_STR(name.text));
        diag_note(s->diags, d, column->column_span, "of this one");
    } else if (first != NULL && first->field == field) {
        d = diag_error(s->diags, name.span, "'%.*s' is named twice", DIAG_STR(name.text));
        diag_note(s->diags, d, first->span, "first named here");
    } else if (first != NULL) {
        d = diag_error(s->diags, name.span, "'%.*s' was the column of another field", DIAG_STR(name.text));
        diag_note(s->diags, d, first->span, "of this one");
    }
}

static void check_former_names(sema *s, const sema_record *record, const name_table *columns)
{
    name_table former = {.arena = s->arena};
    for (size_t i = 0; i < record->field_count && !s->out_of_memory; i++) {
        const sema_field *field = &record->fields[i];
        const ast_value *value = field->was;
        bool list = value != NULL && value->kind == AST_LIST;
        for (const ast_value *v = list ? value->items : value; v != NULL; v = list ? v->next : NULL)
            check_former_name(s, columns, &former, field, (ast_name){v->text, v->span});
    }
}

static void check_field(sema *s, sema_record *record, const ast_field *ast)
{
    assert(record->field_count < record->ast->field_count);
    sema_field *field = &record->fields[record->field_count];
    field->ast = ast;
    field->model = &record->models[record->field_count++];
    *field->model = (model_field){.name = ast->name.text, .column = ast->name.text, .doc = ast->doc};
    sema_check_type(s, field);
    sema_check_default(s, field);
    sema_check_attributes(s, field);
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
    check_former_names(s, record, &columns);
    record->model->field_count = record->field_count;
}

/* --- lists of fields --- */

static const sema_field *find_field(sema *s, const sema_record *record, ast_name name)
{
    const sema_field *found = name_table_find(&record->by_name, name.text);
    if (found != NULL || record->ast->incomplete)
        return found;
    suggestion search = suggest_for(name.text, &s->diags->suggestions_left);
    for (size_t i = 0; *search.budget > 0 && i < record->field_count; i++)
        suggest_offer(&search, record->fields[i].ast->name.text);
    diag *d = diag_error(s->diags, name.span, "no field '%.*s' in this record", DIAG_STR(name.text));
    if (search.best.len > 0)
        diag_help(s->diags, d, "did you mean '%.*s'?", DIAG_STR(search.best));
    return NULL;
}

/* Whether a name is not in the list already. The list is short: its length has been checked. */
static bool check_repeated(sema *s, const ast_names *names, const ast_name_node *node)
{
    for (const ast_name_node *n = names->first; n != node; n = n->next)
        if (sdn_str_equal(n->name.text, node->name.text)) {
            diag *d = diag_error(s->diags, node->name.span, "'%.*s' is named twice", DIAG_STR(node->name.text));
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
        diag_error(s->diags, names->last->name.span, "too many fields: there can be %d", SDN_INDEX_FIELDS_MAX);
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
    record->model->key = (model_index){.fields = position, .field_count = 1, .unique = true, .doc = SDN_STR("")};
}

static void read_key_line(sema *s, sema_record *record, const ast_index *line)
{
    model_index key = {.unique = true, .doc = line->doc};
    check_field_type *check = line->fields.count > 1 ? sema_check_key_part_type : sema_check_key_type;
    if (begin_key(s, record, line->span) && read_fields(s, record, &line->fields, check, &key))
        record->model->key = key;
}

static bool is_single_key(const sema_record *record, const sema_field *field)
{
    const model_index *key = &record->model->key;
    return key->field_count == 1 && &record->fields[key->fields[0]] == field;
}

/* `= auto` and `= random` belong to a key of one field. */
static void check_request(sema *s, sema_record *record, const sema_field *field, const char *word)
{
    if (is_single_key(record, field)) {
        bool can_be = field->asks_auto ? field->scalar->counts : field->model->type.scalar == MODEL_STRING;
        record->model->key_auto = can_be && field->asks_auto;
        record->model->key_renumber = record->model->key_auto && field->renumbers;
        record->model->key_random = can_be && field->asks_random;
        if (!can_be)
            diag_error(s->diags, field->ast->initial->span, "a key of type '%.*s' cannot be '%s'",
                       DIAG_STR(field->ast->type.name.text), word);
        return;
    }
    /* If the type of a key was refused, that has been reported. */
    if (field->ast->key || !field->typed || record->ast->incomplete)
        return;
    diag *d = diag_error(s->diags, field->ast->initial->span, "only a key of one field can be '%s'", word);
    diag_help(s->diags, d, "write 'key' in front of the field, or another default");
}

/* Refuses what has no use for a key, because no two records have the same. */
static void check_key_field(sema *s, const sema_field *field)
{
    if (field->model->initial.given) {
        diag *d = diag_error(s->diags, field->ast->initial->span, "a key has no default but 'auto' or 'random'");
        diag_help(s->diags, d, "leave it out: every record has a key of its own");
    }
    if (field->model->unique) {
        diag *d = diag_error(s->diags, field->unique_span, "a key is unique as it is");
        diag_help(s->diags, d, "leave 'unique' out");
    }
}

static void check_key(sema *s, sema_record *record)
{
    for (size_t i = 0; i < record->field_count; i++)
        if (record->fields[i].ast->key)
            read_key_field(s, record, &record->fields[i]);
    for (const ast_index *line = record->ast->keys; line != NULL; line = line->next)
        read_key_line(s, record, line);
    for (size_t i = 0; i < record->field_count; i++) {
        const sema_field *field = &record->fields[i];
        if (field->asks_auto || field->asks_random)
            check_request(s, record, field, field->asks_auto ? "auto" : "random");
        if (is_single_key(record, field))
            check_key_field(s, field);
    }
    for (size_t i = 0; i < record->model->key.field_count; i++)
        sema_refuse_key_policy(s, &record->fields[record->model->key.fields[i]]);
}

/* --- indexes and order --- */

/* Whether an index is of any use. */
static bool check_index(sema *s, const sema_record *record, const model_index *index, source_span span)
{
    const model_index *key = &record->model->key;
    if (key->field_count == 0 || !sema_same_fields(index, key))
        return true;
    diag *d = diag_error(s->diags, span, "this index is the key");
    diag_note(s->diags, d, record->key_span, "the key is declared here");
    diag_help(s->diags, d, "leave it out: records are found by key without it");
    return false;
}

/* The indexes under construction. */
typedef struct index_list {
    model_index *made;
    source_span *spans;
    size_t count;
} index_list;

/* An index over a field whose name was refused would be refused too: it is left out. */
static void add_index(const sema_record *record, index_list *list, model_index index, source_span span)
{
    for (size_t i = 0; i < index.field_count; i++)
        if (!record->fields[index.fields[i]].named)
            return;
    list->made[list->count] = index;
    list->spans[list->count++] = span;
}

static void add_unique_fields(sema *s, const sema_record *record, index_list *list)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const sema_field *field = &record->fields[i];
        if (!field->model->unique || is_single_key(record, field))
            continue;
        size_t *position = sema_alloc(s, 1, sizeof *position);
        if (position == NULL)
            return;
        *position = i;
        add_index(record, list, (model_index){position, 1, true, SDN_STR("")}, field->unique_span);
    }
}

static void add_declared(sema *s, const sema_record *record, index_list *list)
{
    for (const ast_index *ast = record->ast->indexes; ast != NULL && !s->out_of_memory; ast = ast->next) {
        model_index index = {.unique = ast->unique, .doc = ast->doc};
        if (read_fields(s, record, &ast->fields, sema_check_index_type, &index) &&
            check_index(s, record, &index, ast->span))
            add_index(record, list, index, ast->span);
    }
}

static void check_indexes(sema *s, sema_record *record)
{
    size_t room = record->ast->index_count + record->field_count + 1;
    index_list list = {.made = sema_alloc(s, room, sizeof *list.made),
                       .spans = sema_alloc(s, room, sizeof *list.spans)};
    if (list.made == NULL || list.spans == NULL)
        return;
    add_unique_fields(s, record, &list);
    add_declared(s, record, &list);
    record->index_spans = list.spans;
    record->model->indexes = list.made;
    record->model->index_count = list.count;
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

static void finish_declaration(sema_declaration *declaration, const sema_record *record)
{
    const model_index *key = &record->model->key;
    declaration->has_key = record->key_count > 0;
    declaration->fields = record->fields;
    declaration->index_spans = record->index_spans;
    if (key->field_count == 1)
        declaration->key_field = &record->fields[key->fields[0]];
}

/* At most as many columns as a store reads by default. */
static void check_field_count(sema *s, const ast_record *ast)
{
    unsigned most = (unsigned)sdn_options_default().max_columns;
    if (ast->field_count == 0 && !ast->incomplete && ast->name.text.len > 0)
        diag_error(s->diags, ast->name.span, "a record needs at least one field");
    if (ast->field_count <= most)
        return;
    diag *d = diag_error(s->diags, ast->name.span, "record '%.*s' has %lu fields; a record has at most %u",
                         DIAG_STR(ast->name.text), (unsigned long)ast->field_count, most);
    diag_help(s->diags, d, "split it into several records with the same key");
}

void sema_check_record(sema *s, sema_declaration *declaration)
{
    const ast_record *ast = declaration->record_ast;
    model_record *made = declaration->record;
    sema_record record = {.ast = ast, .model = made, .by_name = {.arena = s->arena}};
    *made = (model_record){.name = ast->name.text, .table = ast->table.text, .doc = ast->doc};
    made->key.doc = SDN_STR("");
    made->schema = &s->schemas[declaration->unit->source.order];
    record.fields = sema_alloc(s, ast->field_count + 1, sizeof *record.fields);
    record.models = sema_alloc(s, ast->field_count + 1, sizeof *record.models);
    made->fields = record.models;
    if (record.fields == NULL || record.models == NULL)
        return;
    check_field_count(s, ast);
    check_fields(s, &record);
    check_key(s, &record);
    sema_check_members(s, &record);
    check_indexes(s, &record);
    sema_check_list_copiers(s, &record);
    check_order(s, &record);
    finish_declaration(declaration, &record);
}
