/*
 * What the library makes of an example of docs/file-format.md (see examples.sh).
 *
 *   format_example records FILE        each record, with the fields that differ from their defaults
 *   format_example problems FILE       each problem, as line:column: message
 *   format_example edit FILE EDITS     makes the edits of a file and saves; one edit a line:
 *       insert TABLE KEY               a record of defaults; KEY is `auto` where the key is to be given, `-` for none
 *       set TABLE KEY COLUMN CELL      CELL as in a file, to the end of the line; KEY `new`: of the record to be
 *                                      inserted
 *       delete TABLE KEY
 *       rename TABLE KEY NEW_KEY
 *
 * The files have tables of sample.schema. Any error of the library is printed, and ends the program with 1.
 */
#include "sample.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const sdn_record_type *const *const types =
    (const sdn_record_type *const[]){&book_record_type, &reader_record_type, &loan_record_type, &visit_record_type};

enum { TYPE_COUNT = 4, MOST_PROBLEMS = 100, MOST_FIELDS = 16, MOST_EDITS = 16 };

static sdn_store *stores[TYPE_COUNT];

/* What stops the program is a mistake of the example or of the library; either is told. */
static void stop(const char *message)
{
    printf("%s\n", message);
    exit(1);
}

static void require(sdn_code code, const sdn_error *err)
{
    if (!sdn_saved(code))
        stop(err->message);
}

static sdn_file *open_file(const char *path)
{
    sdn_error err = {0};
    sdn_file *file = sdn_file_open(path, NULL, &err);
    if (file == NULL)
        stop(err.message);
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        stores[i] = sdn_file_store(file, types[i], &err);
        if (stores[i] == NULL)
            stop(err.message);
    }
    return file;
}

/* ---- values ---- */

static void print_text(sdn_str text)
{
    putchar('"');
    for (size_t i = 0; i < text.len; i++) {
        const char *letters = "\n\r\t\"\\", *names = "nrt\"\\";
        const char *found = text.ptr[i] != '\0' ? strchr(letters, text.ptr[i]) : NULL;
        if (found != NULL)
            printf("\\%c", names[found - letters]);
        else
            putchar(text.ptr[i]);
    }
    putchar('"');
}

/* With as few digits as it takes. */
static void print_real(double number)
{
    char text[32];
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    printf("%s", text);
}

static void print_scalar(const sdn_field *field, const void *value)
{
    char time[SDN_TIMESTAMP_SIZE];
    switch (field->type) {
    case SDN_TYPE_STRING:
        print_text(*(const sdn_str *)value);
        break;
    case SDN_TYPE_BOOL:
        printf("%s", *(const bool *)value ? "true" : "false");
        break;
    case SDN_TYPE_I32:
        printf("%" PRId32, *(const int32_t *)value);
        break;
    case SDN_TYPE_I64:
        printf("%" PRId64, *(const int64_t *)value);
        break;
    case SDN_TYPE_U32:
        printf("%" PRIu32, *(const uint32_t *)value);
        break;
    case SDN_TYPE_U64:
        printf("%" PRIu64, *(const uint64_t *)value);
        break;
    case SDN_TYPE_F64:
        print_real(*(const double *)value);
        break;
    case SDN_TYPE_DATE:
        sdn_date_print(*(const sdn_date *)value, time);
        printf("%s", time);
        break;
    case SDN_TYPE_TIMESTAMP:
        sdn_timestamp_print(*(const sdn_timestamp *)value, time);
        printf("%s", time);
        break;
    case SDN_TYPE_ENUM:
        printf("%s", sdn_enum_name(field->enumeration, *(const uint32_t *)value));
        break;
    }
}

static bool is_list(const sdn_field *field)
{
    return (field->flags & SDN_FIELD_LIST) != 0;
}

/* Lists of all types have the layout of this one. */
typedef struct any_list {
    const char *items;
    size_t count;
} any_list;

static void print_list(const sdn_field *field, const any_list *list)
{
    putchar('[');
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0)
            printf(", ");
        print_scalar(field, list->items + i * sdn_type_size(field->type));
    }
    putchar(']');
}

static const void *member(const void *record, size_t offset)
{
    return (const char *)record + offset;
}

static bool is_absent(const sdn_field *field, const void *record)
{
    return (field->flags & SDN_FIELD_OPTIONAL) != 0 && !*(const bool *)member(record, field->presence_offset);
}

/* Whether the enum is open and holds a word that is none of its own. */
static bool is_other_word(const sdn_field *field, const void *value)
{
    return field->type == SDN_TYPE_ENUM && !is_list(field) && *(const uint32_t *)value == field->enumeration->count;
}

static void print_value(const sdn_field *field, const void *record)
{
    const void *value = member(record, field->offset);
    if (is_absent(field, record))
        printf("absent");
    else if (is_list(field))
        print_list(field, value);
    else if (is_other_word(field, value))
        print_text(*(const sdn_str *)member(record, field->text_offset));
    else
        print_scalar(field, value);
}

/* ---- records ---- */

/* A record of defaults that differs from `record` in this field alone, or not at all. */
static bool has_default(const sdn_record_type *type, const sdn_field *field, const void *record)
{
    char *other = malloc(type->size);
    if (other == NULL)
        stop("out of memory");
    memcpy(other, record, type->size);
    size_t size = is_list(field) ? sizeof(any_list) : sdn_type_size(field->type);
    memcpy(other + field->offset, member(type->defaults, field->offset), size);
    if ((field->flags & SDN_FIELD_OPTIONAL) != 0)
        memcpy(other + field->presence_offset, member(type->defaults, field->presence_offset), sizeof(bool));
    bool same = sdn_record_equal(type, record, other);
    free(other);
    return same;
}

static bool is_in_key(const sdn_record_type *type, uint32_t field)
{
    for (uint32_t i = 0; i < type->key.field_count; i++)
        if (type->key.fields[i] == field)
            return true;
    return false;
}

static void print_key(const sdn_record_type *type, const void *record)
{
    for (uint32_t i = 0; i < type->key.field_count; i++) {
        printf("%s", i > 0 ? ", " : " ");
        print_value(&type->fields[type->key.fields[i]], record);
    }
    putchar(':');
}

static void print_record(const sdn_record_type *type, const void *record)
{
    const char *separator = " ";
    printf("%s", type->table.ptr);
    print_key(type, record);
    for (uint32_t i = 0; i < type->field_count; i++) {
        const sdn_field *field = &type->fields[i];
        if (is_in_key(type, i) || has_default(type, field, record))
            continue;
        printf("%s%s = ", separator, field->name);
        print_value(field, record);
        separator = ", ";
    }
    putchar('\n');
}

static void print_records(void)
{
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        sdn_cursor cursor = sdn_store_all(stores[i]);
        for (const void *record; (record = sdn_cursor_next(&cursor)) != NULL;)
            print_record(types[i], record);
    }
}

/* ---- problems ---- */

static int by_position(const void *a, const void *b)
{
    const sdn_problem *x = a, *y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

static bool is_same(const sdn_problem *a, const sdn_problem *b)
{
    return by_position(a, b) == 0 && strcmp(a->message, b->message) == 0;
}

/* Problems outside all tables are those of every store, and printed once. */
static void print_problems(void)
{
    sdn_problem all[MOST_PROBLEMS];
    size_t count = 0;
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        const sdn_problem *some;
        size_t more = sdn_store_problems(stores[i], &some);
        for (size_t j = 0; j < more && count < MOST_PROBLEMS; j++)
            all[count++] = some[j];
    }
    qsort(all, count, sizeof all[0], by_position);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || !is_same(&all[i - 1], &all[i]))
            printf("%" PRIu32 ":%" PRIu32 ": %s\n", all[i].line, all[i].column, all[i].message);
}

/* ---- edits ---- */

static sdn_arena arena; /* of what is assigned; it lives until the save */

/* The record that is inserted before the next edit, once its values are set; NULL: none. */
static void *pending;
static size_t pending_table;

/* Takes the next word of a line, in place; empty at its end. */
static char *next_word(char **line)
{
    char *word = *line + strspn(*line, " ");
    char *end = word + strcspn(word, " ");
    *line = *end != '\0' ? end + 1 : end;
    *end = '\0';
    return word;
}

static size_t find_table(const char *name)
{
    for (size_t i = 0; i < TYPE_COUNT; i++)
        if (strcmp(types[i]->table.ptr, name) == 0)
            return i;
    stop("no such table in sample.schema");
    return 0;
}

static uint32_t find_column(const sdn_record_type *type, const char *name)
{
    for (uint32_t i = 0; i < type->field_count; i++)
        if (strcmp(type->fields[i].column.ptr, name) == 0)
            return i;
    stop("no such column in sample.schema");
    return 0;
}

/* The cell as a row has it: `text` is followed by eight bytes that may be read. */
static sdn_cell cell_of(const char *text)
{
    size_t len = strlen(text);
    char *copy = sdn_arena_alloc(&arena, len + 8);
    if (copy == NULL)
        stop("out of memory");
    memset(copy, 0, len + 8);
    memcpy(copy, text, len);
    if (len >= 2 && copy[0] == '"')
        return (sdn_cell){copy + 1, (uint32_t)len - 2, SDN_CELL_ESCAPED};
    return (sdn_cell){copy, (uint32_t)len, SDN_CELL_BARE};
}

static void copy_field(const sdn_field *field, char *to, const char *from)
{
    memcpy(to + field->offset, from + field->offset, is_list(field) ? sizeof(any_list) : sdn_type_size(field->type));
    if ((field->flags & SDN_FIELD_OPTIONAL) != 0)
        memcpy(to + field->presence_offset, from + field->presence_offset, sizeof(bool));
    if (field->type == SDN_TYPE_ENUM && field->enumeration->open)
        memcpy(to + field->text_offset, from + field->text_offset, sizeof(sdn_str));
}

/* Reads the cell as a row that has this column alone, and takes the field from there. */
static void set_field(const sdn_record_type *type, void *record, uint32_t field, const char *text)
{
    uint32_t columns[MOST_FIELDS];
    sdn_cell cell = cell_of(text);
    sdn_row_reader row = {.type = type, .cells = &cell, .columns = columns, .arena = &arena};
    for (uint32_t i = 0; i < type->field_count; i++)
        columns[i] = i == field ? 0 : SDN_NO_COLUMN;
    void *read = sdn_arena_alloc(&arena, type->size);
    if (read == NULL)
        stop("out of memory");
    if (!type->parse(read, &row) && row.problem_field == field)
        stop(row.problem);
    copy_field(&type->fields[field], record, read);
}

static void insert_pending(void)
{
    sdn_error err = {0};
    if (pending != NULL && sdn_store_insert(stores[pending_table], pending, &err) == NULL)
        stop(err.message);
    pending = NULL;
}

static void insert(size_t table, const char *key)
{
    const sdn_record_type *type = types[table];
    pending_table = table;
    pending = sdn_arena_alloc(&arena, type->size);
    if (pending == NULL)
        stop("out of memory");
    memcpy(pending, type->defaults, type->size);
    if (type->key.field_count > 0 && strcmp(key, "auto") != 0)
        *(sdn_str *)((char *)pending + type->fields[type->key.fields[0]].offset) = sdn_str_from(key);
}

static void set(size_t table, const char *key, char *rest, sdn_error *err)
{
    const sdn_record_type *type = types[table];
    const sdn_value value = {.text = sdn_str_from(key)};
    void *record = strcmp(key, "new") == 0 ? pending : sdn_store_edit(stores[table], &value, err);
    if (record == NULL)
        stop(err->code != SDN_OK ? err->message : "no record is to be inserted");
    uint32_t field = find_column(type, next_word(&rest));
    set_field(type, record, field, rest);
}

static void make_edit(char *line)
{
    sdn_error err = {0};
    const char *what = next_word(&line);
    size_t table = find_table(next_word(&line));
    const char *key = next_word(&line);
    const sdn_value value = {.text = sdn_str_from(key)};
    if (strcmp(key, "new") != 0)
        insert_pending();
    if (strcmp(what, "insert") == 0)
        insert(table, key);
    else if (strcmp(what, "set") == 0)
        set(table, key, line, &err);
    else if (strcmp(what, "delete") == 0)
        require(sdn_store_delete(stores[table], &value, &err), &err);
    else if (strcmp(what, "rename") == 0)
        require(sdn_store_rename(stores[table], &value, &(sdn_value){.text = sdn_str_from(line)}, &err), &err);
    else
        stop("no such edit");
}

static void make_edits(sdn_file *file, const char *path)
{
    static char lines[MOST_EDITS][512]; /* keys stay in use until the save */
    size_t count = 0;
    sdn_error err = {0};
    FILE *edits = fopen(path, "r");
    if (edits == NULL)
        stop("cannot open the edits");
    for (; count < MOST_EDITS && fgets(lines[count], sizeof lines[count], edits) != NULL; count++) {
        lines[count][strcspn(lines[count], "\n")] = '\0';
        make_edit(lines[count]);
    }
    fclose(edits);
    insert_pending();
    require(sdn_file_save(file, &err), &err);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        stop("usage: format_example records|problems|edit FILE [EDITS]");
    sdn_file *file = open_file(argv[2]);
    if (strcmp(argv[1], "records") == 0)
        print_records();
    else if (strcmp(argv[1], "problems") == 0)
        print_problems();
    else if (argc == 4)
        make_edits(file, argv[3]);
    sdn_file_close(file);
    sdn_arena_release(&arena);
    return 0;
}
