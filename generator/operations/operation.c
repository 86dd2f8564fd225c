#include "operations/operation.h"

#include <string.h>

#include "changes/field_word.h"
#include "diag/suggest.h"
#include "query/field_name.h"
#include "record/value.h"

/* A row that is being read. */
typedef struct row_reading {
    edit_session *session;
    const source_file *source;
    const input_row *row;
    operation *made;
} row_reading;

static int lost_memory(const row_reading *reading)
{
    reading->session->diags.out_of_memory = true;
    return -1;
}

/* ---- places ---- */

source_span operation_place_at(const source_file *source, uint32_t line, uint32_t column, size_t len)
{
    if (line == 0 || line > source->line_count)
        return source_whole(source);
    size_t start = source->line_starts[line - 1] + (column > 0 ? column - 1 : 0);
    size_t end = source->line_starts[line - 1] + source_line(source, line).len;
    if (start >= end)
        start = end > 0 ? end - 1 : 0;
    return (source_span){source, (uint32_t)start, (uint32_t)(len < end - start ? (len > 0 ? len : 1) : end - start)};
}

static source_span place_of(const row_reading *reading, const input_value *value)
{
    return operation_place_at(reading->source, value->line, value->column, value->text.len);
}

/* ---- values ---- */

/* Adds an element in quotes, as an array in a file has it. */
static void add_element(sdn_buffer *array, sdn_str text)
{
    static const char *const escapes[256] = {
        ['"'] = "\\\"", ['\\'] = "\\\\", ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t"};
    sdn__buffer_add(array, "\"", 1);
    for (size_t i = 0; i < text.len; i++) {
        const char *escape = escapes[(unsigned char)text.ptr[i]];
        sdn__buffer_add(array, escape != NULL ? escape : &text.ptr[i], escape != NULL ? 2 : 1);
    }
    sdn__buffer_add(array, "\"", 1);
}

static bool is_single(const input_value *value)
{
    return value->kind != INPUT_LIST && value->kind != INPUT_OBJECT && value->kind != INPUT_NULL;
}

/* The text of a list as the cell of a file has it, in the arena. Its ptr is NULL when memory ran out. */
static sdn_str list_as_text(const row_reading *reading, const input_value *value)
{
    sdn_buffer array = SDN_BUFFER_INIT;
    for (size_t i = 0; i < value->item_count; i++) {
        sdn__buffer_add(&array, i == 0 ? "[" : ",", 1);
        add_element(&array, value->items[i].text);
    }
    if (value->item_count > 0)
        sdn__buffer_add(&array, "]", 1);
    sdn_str text = text_copy(&array, &reading->session->arena);
    sdn__buffer_release(&array);
    return text;
}

/* Why a value cannot be one of the field, whatever its text; NULL: it can. */
static const char *misfit(const sdn_field *field, const input_value *value)
{
    if (value->kind == INPUT_OBJECT)
        return "an object is no value";
    if (value->kind != INPUT_LIST)
        return NULL;
    if ((field->flags & SDN_FIELD_LIST) == 0)
        return "it is no list";
    for (size_t i = 0; i < value->item_count; i++)
        if (!is_single(&value->items[i]))
            return "an element is null, a list or an object";
    return NULL;
}

static int set_value(const row_reading *reading, uint32_t position, const input_value *value)
{
    diag_list *diags = &reading->session->diags;
    const sdn_record_type *type = reading->made->table->type;
    source_span place = place_of(reading, value);
    const char *why = misfit(&type->fields[position], value);
    if (why != NULL) {
        diag_error(diags, place, "field '%s': %s", type->fields[position].name, why);
        return -1;
    }
    sdn_str text = value->kind == INPUT_LIST   ? list_as_text(reading, value)
                   : value->kind == INPUT_NULL ? SDN_STR("")
                                               : value->text;
    if (text.ptr == NULL && value->kind == INPUT_LIST)
        return lost_memory(reading);
    return field_word_set(type, position, reading->made->values, text, place, &reading->session->arena, diags);
}

/* ---- fields ---- */

static bool is_given(const operation *made, uint32_t position)
{
    for (size_t i = 0; i < made->field_count; i++)
        if (made->fields[i].field == position)
            return true;
    return false;
}

static int read_field_at(const row_reading *reading, uint32_t position, const input_value *value)
{
    operation *made = reading->made;
    source_span place = place_of(reading, value);
    if (is_given(made, position)) {
        diag_error(&reading->session->diags, place, "field '%s' is given twice",
                   made->table->type->fields[position].name);
        return -1;
    }
    made->fields[made->field_count++] = (operation_field){position, place};
    return set_value(reading, position, value);
}

static int read_row_field(const row_reading *reading, const input_field *given)
{
    const sdn_record_type *type = reading->made->table->type;
    uint32_t position = field_name_find(type, given->name, place_of(reading, &given->value), &reading->session->diags);
    return position < type->field_count ? read_field_at(reading, position, &given->value) : -1;
}

/* ---- names with $ ---- */

static bool is_special(sdn_str name)
{
    return name.len > 0 && name.ptr[0] == '$';
}

/* An empty cell of CSV says nothing. */
static bool says_nothing(const input_value *value)
{
    return value->kind == INPUT_NULL || (value->kind == INPUT_TEXT && value->text.len == 0);
}

static int expect_text(const row_reading *reading, const input_field *given)
{
    if (given->value.kind == INPUT_TEXT)
        return 0;
    diag_error(&reading->session->diags, place_of(reading, &given->value), "%.*s is a text", DIAG_STR(given->name));
    return -1;
}

static int read_table(const row_reading *reading, const input_field *given)
{
    sdn_str name = sdn_arena_copy_str(&reading->session->arena, given->value.text);
    if (expect_text(reading, given) != 0)
        return -1;
    if (name.ptr == NULL)
        return lost_memory(reading);
    sdn_error err = {0};
    if (edit_session_find_table(reading->session, name.ptr, &reading->made->table, &err) == SDN_OK)
        return 0;
    diag_error(&reading->session->diags, place_of(reading, &given->value), "%s", err.message);
    return -1;
}

static int read_delete(const row_reading *reading, const input_field *given)
{
    const input_value *value = &given->value;
    bool is_true = value->kind == INPUT_TRUE || sdn_str_equal(value->text, SDN_STR("true"));
    bool is_false = value->kind == INPUT_FALSE || sdn_str_equal(value->text, SDN_STR("false"));
    reading->made->deletes = is_true;
    if (is_true || is_false)
        return 0;
    diag_error(&reading->session->diags, place_of(reading, value), "$delete is true or false");
    return -1;
}

static int read_condition(const row_reading *reading, const input_field *given)
{
    edit_session *session = reading->session;
    sdn_str text = sdn_arena_copy_str(&session->arena, given->value.text);
    if (expect_text(reading, given) != 0)
        return -1;
    if (text.ptr == NULL)
        return lost_memory(reading);
    size_t errors = session->diags.errors;
    reading->made->condition =
        where_compile("$if", text.ptr, reading->made->table->type, &session->arena, &session->diags);
    if (session->diags.errors > errors)
        diag_error(&session->diags, place_of(reading, &given->value), "this $if cannot be read");
    return reading->made->condition != NULL ? 0 : -1;
}

/* The table comes first, since what the others mean depends on it. */
static const struct {
    const char *name;
    int (*read)(const row_reading *reading, const input_field *given);
} specials[] = {{"$table", read_table}, {"$delete", read_delete}, {"$if", read_condition}};

enum { SPECIALS = sizeof specials / sizeof specials[0] };

static size_t special_of(sdn_str name)
{
    size_t i = 0;
    while (i < SPECIALS && !sdn_str_equal(name, sdn_str_from(specials[i].name)))
        i++;
    return i;
}

static int unknown_special(const row_reading *reading, const input_field *given)
{
    diag_list *diags = &reading->session->diags;
    suggestion search = suggest_for(given->name, &diags->suggestions_left);
    for (size_t i = 0; i < SPECIALS; i++)
        suggest_offer(&search, sdn_str_from(specials[i].name));
    diag *d = diag_error(diags, place_of(reading, &given->value), "'%.*s' means nothing here", DIAG_STR(given->name));
    if (search.best.len > 0)
        diag_help(diags, d, "did you mean '%.*s'?", DIAG_STR(search.best));
    else
        diag_help(diags, d, "names with $ are $table, $delete and $if");
    return -1;
}

/* Reads those with the positions `first` to `last` in `specials`; SPECIALS stands for unknown ones. */
static int read_specials(const row_reading *reading, size_t first, size_t last)
{
    for (size_t i = 0; i < reading->row->count; i++) {
        const input_field *given = &reading->row->fields[i];
        size_t kind = is_special(given->name) ? special_of(given->name) : SIZE_MAX;
        if (kind < first || kind > last)
            continue;
        if (kind == SPECIALS)
            return unknown_special(reading, given);
        if (!says_nothing(&given->value) && specials[kind].read(reading, given) != 0)
            return -1;
    }
    return 0;
}

/* The table that the row names, or else the one that is meant without. */
static int choose_table(const row_reading *reading)
{
    edit_session *session = reading->session;
    sdn_error err = {0};
    if (read_specials(reading, 0, 0) != 0)
        return -1;
    if (reading->made->table != NULL || edit_session_find_table(session, NULL, &reading->made->table, &err) == SDN_OK)
        return 0;
    diag_error(&session->diags, reading->made->place, "%s", err.message);
    return -1;
}

/* ---- rows ---- */

static int read_row_fields(const row_reading *reading)
{
    int result = 0;
    for (size_t i = 0; i < reading->row->count; i++)
        if (!is_special(reading->row->fields[i].name) && read_row_field(reading, &reading->row->fields[i]) != 0)
            result = -1;
    return result;
}

/* A field that is named as null or empty is not given. */
static bool has_given_value(const operation *made, uint32_t position)
{
    sdn_value value[SDN_INDEX_FIELDS_MAX];
    const sdn_record_type *type = made->table->type;
    const sdn_index_type alone = {.fields = {position}, .field_count = 1};
    sdn__values_of(type, &alone, made->values, value);
    return is_given(made, position) && !(type->fields[position].type == SDN_TYPE_STRING && value[0].text.len == 0);
}

/* A row has the whole key, or none of it if the record is to be numbered. */
static int check_row_key(const row_reading *reading)
{
    operation *made = reading->made;
    const sdn_record_type *type = made->table->type;
    uint32_t missing = 0, first_missing = 0;
    for (uint32_t i = type->key.field_count; i-- > 0;)
        if (!has_given_value(made, type->key.fields[i])) {
            first_missing = type->key.fields[i];
            missing++;
        }
    bool is_numbered = (type->flags & (SDN_RECORD_KEY_AUTO | SDN_RECORD_KEY_RANDOM)) != 0;
    made->has_key = type->key.field_count > 0 && missing == 0;
    if (type->key.field_count == 0 && made->condition != NULL && !made->deletes) {
        diag_error(&reading->session->diags, made->place,
                   "$if is about a record that exists, but table '%s' has no key", type->table.ptr);
        return -1;
    }
    if (missing == 0 || (is_numbered && !made->deletes && made->condition == NULL))
        return 0;
    diag_error(&reading->session->diags, made->place, "field '%s' is missing; it is %s",
               type->fields[first_missing].name, type->key.field_count > 1 ? "part of the key" : "the key");
    return -1;
}

static int prepare(const row_reading *reading)
{
    operation *made = reading->made;
    sdn_arena *arena = &reading->session->arena;
    made->values = field_word_record(made->table->type, arena);
    made->fields = sdn_arena_alloc(arena, (reading->row->count + 1) * sizeof *made->fields);
    return made->values != NULL && made->fields != NULL ? 0 : lost_memory(reading);
}

int operation_read(edit_session *session, const source_file *source, const input_row *row, operation *made)
{
    row_reading reading = {session, source, row, made};
    *made = (operation){.place = operation_place_at(source, row->line, 1, SIZE_MAX)};
    if (choose_table(&reading) != 0 || read_specials(&reading, 1, SPECIALS) != 0)
        return -1;
    return prepare(&reading) == 0 && read_row_fields(&reading) == 0 ? check_row_key(&reading) : -1;
}

/* What a field of text gets of a value of JSON that it cannot hold: the text of it. */
static input_value as_field_text(const sdn_field *field, const input_value *value)
{
    bool is_text = field->type == SDN_TYPE_STRING && (field->flags & SDN_FIELD_LIST) == 0;
    input_value made = *value;
    if (is_text && (value->kind == INPUT_LIST || value->kind == INPUT_OBJECT))
        made.kind = INPUT_TEXT;
    return made;
}

int operation_of_row(edit_session *session, const source_file *source, const data_table *table, const input_row *row,
                     const uint32_t *positions, operation *made)
{
    row_reading reading = {session, source, row, made};
    *made = (operation){.table = table, .place = operation_place_at(source, row->line, 1, SIZE_MAX)};
    int result = prepare(&reading);
    for (size_t i = 0; i < row->count && made->fields != NULL; i++) {
        input_value value = as_field_text(&table->type->fields[positions[i]], &row->fields[i].value);
        if (read_field_at(&reading, positions[i], &value) != 0)
            result = -1;
    }
    return result == 0 ? check_row_key(&reading) : -1;
}

source_span operation_place(const source_file *source, const input_value *value)
{
    return operation_place_at(source, value->line, value->column, value->text.len);
}
