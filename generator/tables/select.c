/*
 * The verb `select`: records of a table that match a condition, in some format.
 *
 * Without --sort and --group-by each record is written as soon as it is found, so that nothing is kept but the file.
 * Fields that are not printed are never formatted: the writer gets a type without them.
 */
#include "tables/verbs.h"

#include "base/alloc.h"
#include "data/data_place.h"
#include "formats/table_writer.h"
#include "rows/record_order.h"
#include "query/where.h"
#include "rows/projection.h"
#include "tables/read_session.h"
#include "rows/row_groups.h"

/* What the arguments say. */
typedef struct selection {
    read_session session;
    where *filter;               /* --where; NULL: every record */
    record_order groups;         /* --group-by; no fields: single records */
    record_order order;          /* --sort; no fields: as in the file */
    const sdn_record_type *type; /* of what is printed, all of its fields */
    size_t limit;
    size_t printed; /* rows so far */
} selection;

/* Records, in memory of their own. */
typedef struct record_rows {
    const void **items;
    size_t count;
    size_t capacity;
} record_rows;

/* ---- arguments ---- */

/* Reads an option that lists fields of a type; nothing if it was not given. Mistakes are collected. */
static void read_choices(selection *s, const char *option, const sdn_record_type *type, field_choices *choices)
{
    read_session *session = &s->session;
    const char *value = invocation_value(session->call, option);
    if (value != NULL)
        (void)field_choices_read(option + 2, value, type, &session->arena, &session->diags, choices);
}

static bool is_left_out(const field_choices *choices, uint32_t field)
{
    for (size_t i = 0; i < choices->count; i++)
        if (choices->items[i].field == field)
            return true;
    return false;
}

/* The positions of the fields to print, in `fields`, which has room for all. Returns their number. */
static size_t list_fields(const field_choices *choices, const sdn_record_type *type, uint32_t *fields)
{
    size_t count = 0;
    if (choices->count > 0 && !choices->items[0].minus) {
        for (size_t i = 0; i < choices->count; i++)
            fields[count++] = choices->items[i].field;
        return count;
    }
    for (uint32_t i = 0; i < type->field_count; i++)
        if (!is_left_out(choices, i))
            fields[count++] = i;
    return count;
}

static command_status check_choices(selection *s, const field_choices *choices, const sdn_record_type *type)
{
    const char *problem = NULL;
    for (size_t i = 1; i < choices->count; i++)
        if (choices->items[i].minus != choices->items[0].minus)
            problem = "--fields lists either the fields to print, or with '-' before each those to leave out";
    if (choices->count == type->field_count && choices->items[0].minus)
        problem = "--fields leaves out every field";
    return problem != NULL ? usage_error(s->session.call, s->session.report, "%s", problem) : COMMAND_FINE;
}

/* --fields: the type of what is printed. */
static command_status read_printed_fields(selection *s)
{
    read_session *session = &s->session;
    const sdn_record_type *type = session->table->type;
    field_choices choices = {NULL, 0};
    read_choices(s, "--fields", type, &choices);
    command_status status = check_choices(s, &choices, type);
    uint32_t *fields = sdn_arena_alloc(&session->arena, (type->field_count + 1) * sizeof *fields);
    if (status != COMMAND_FINE || fields == NULL)
        return status != COMMAND_FINE ? status : report_out_of_memory(session->report);
    s->type = projection_make(type, fields, list_fields(&choices, type, fields), NULL, &session->arena);
    return s->type != NULL ? COMMAND_FINE : report_out_of_memory(session->report);
}

/* --group-by: the type of the groups. */
static command_status read_groups(selection *s)
{
    read_session *session = &s->session;
    s->groups.type = session->table->type;
    read_choices(s, "--group-by", s->groups.type, &s->groups.fields);
    s->type = row_groups_type(&s->groups, &session->arena);
    s->order.type = s->type;
    return s->type != NULL ? COMMAND_FINE : report_out_of_memory(session->report);
}

static command_status read_selection(selection *s)
{
    read_session *session = &s->session;
    const verb_invocation *call = session->call;
    const char *filter = invocation_value(call, "--where");
    bool grouped = invocation_has(call, "--group-by");
    s->order.type = session->table->type;
    command_status status = invocation_exclude(call, session->report, "--group-by", "--fields");
    if (status == COMMAND_FINE)
        status = invocation_number(call, session->report, "--limit", SIZE_MAX, SIZE_MAX, &s->limit);
    if (status == COMMAND_FINE)
        status = grouped ? read_groups(s) : read_printed_fields(s);
    if (status != COMMAND_FINE)
        return status;
    if (filter != NULL)
        s->filter = where_compile("where", filter, session->table->type, &session->arena, &session->diags);
    if (!grouped || s->groups.fields.count > 0)
        read_choices(s, "--sort", s->order.type, &s->order.fields);
    return read_session_mistakes(session);
}

/* ---- output ---- */

static const table_format *chosen_format(const verb_invocation *call)
{
    const char *name = invocation_value(call, "--format");
    if (name == NULL)
        name = call->to_terminal ? "table" : "sdn";
    return table_format_find(name);
}

/* Writes one row. */
static command_status print_row(selection *s, table_writer *writer, const void *row)
{
    if (table_writer_row(writer, row) != 0)
        return report_out_of_memory(s->session.report);
    s->printed++;
    return report_flush_if_large(s->session.report) ? COMMAND_FINE : COMMAND_FAILED;
}

static bool is_selected(const selection *s, const void *record)
{
    return s->filter == NULL || where_matches(s->filter, record);
}

/* Writes records while they are found. */
static command_status print_found(selection *s, table_writer *writer)
{
    sdn_cursor cursor = sdn_store_in_file_order(s->session.table->store);
    command_status status = COMMAND_FINE;
    const void *record;
    while (status == COMMAND_FINE && s->printed < s->limit && (record = sdn_cursor_next(&cursor)) != NULL)
        if (is_selected(s, record))
            status = print_row(s, writer, record);
    return status;
}

/* All records that match. Returns 0, or -1 when memory ran out. */
static int find_rows(const selection *s, record_rows *rows)
{
    sdn_cursor cursor = sdn_store_in_file_order(s->session.table->store);
    for (const void *record; (record = sdn_cursor_next(&cursor)) != NULL;) {
        if (!is_selected(s, record))
            continue;
        if (sdn__reserve(&rows->items, &rows->capacity, rows->count + 1, sizeof *rows->items) != 0)
            return -1;
        rows->items[rows->count++] = record;
    }
    return 0;
}

/* Makes groups of rows, and sorts them. Returns 0, or -1 when memory ran out. */
static int arrange_rows(selection *s, record_rows *rows)
{
    if (s->groups.fields.count > 0) {
        size_t count = row_groups_count(&s->groups, rows->items, rows->count, &s->session.arena, rows->items);
        if (count == SIZE_MAX)
            return -1;
        rows->count = count;
    }
    return s->order.fields.count > 0 ? record_order_sort(&s->order, rows->items, rows->count) : 0;
}

static command_status print_arranged(selection *s, table_writer *writer)
{
    record_rows rows = {NULL, 0, 0};
    command_status status = COMMAND_FINE;
    if (find_rows(s, &rows) != 0 || arrange_rows(s, &rows) != 0)
        status = report_out_of_memory(s->session.report);
    for (size_t i = 0; status == COMMAND_FINE && i < rows.count && s->printed < s->limit; i++)
        status = print_row(s, writer, rows.items[i]);
    if (status == COMMAND_FINE && table_writer_end(writer) != 0)
        status = report_out_of_memory(s->session.report);
    sdn__free(rows.items);
    return status;
}

static command_status print_selection(selection *s)
{
    const verb_invocation *call = s->session.call;
    uint32_t *fields = sdn_arena_alloc(&s->session.arena, (s->type->field_count + 1) * sizeof *fields);
    if (fields == NULL)
        return report_out_of_memory(s->session.report);
    for (uint32_t i = 0; i < s->type->field_count; i++)
        fields[i] = i;
    table_layout layout = {s->type, fields, s->type->field_count, call->color, call->width};
    table_writer *writer = table_writer_begin(chosen_format(call), &layout, &s->session.report->out);
    if (writer == NULL)
        return report_out_of_memory(s->session.report);
    bool arranged = s->groups.fields.count > 0 || s->order.fields.count > 0;
    command_status status = arranged ? print_arranged(s, writer) : print_found(s, writer);
    if (status == COMMAND_FINE && !arranged && table_writer_end(writer) != 0)
        status = report_out_of_memory(s->session.report);
    table_writer_release(writer);
    return status;
}

static command_status run_select(const verb_invocation *call, command_report *report)
{
    selection s = {.limit = SIZE_MAX};
    command_status status = read_session_open(&s.session, call, report);
    if (status == COMMAND_FINE)
        status = read_selection(&s);
    if (status == COMMAND_FINE)
        status = print_selection(&s);
    if (status == COMMAND_FINE && read_session_unread(&s.session) && invocation_has(call, "--strict"))
        status = COMMAND_FINDINGS;
    if (status == COMMAND_FINE && s.printed == 0 && invocation_has(call, "--exit-status"))
        status = COMMAND_FINDINGS;
    where_release(s.filter);
    read_session_close(&s.session);
    return status;
}

static const verb_option select_options[] = {
    {"--where", NULL, "EXPR", NULL, "only records that match, such as 'status = open and line > 50'", false},
    {"--fields", NULL, "FIELD,...", NULL, "only these fields, in this order; -FIELD,...: all but these", false},
    {"--sort", NULL, "FIELD,...", NULL, "in the order of these fields; -FIELD: from the largest", false},
    {"--limit", NULL, "NUMBER", NULL, "no more records than this, the first ones of the order", false},
    {"--group-by", NULL, "FIELD,...", NULL, "count the records that have the same values in these fields", false},
    {"--format", "-f", "FORMAT", table_format_names, "how they are printed: table on a terminal, else sdn", false},
    {"--strict", NULL, NULL, NULL, "exit with 1 if there are rows that cannot be read, and so are not printed", false},
    {"--exit-status", "-e", NULL, NULL, "exit with 1 if no record matches", false},
    READ_SESSION_OPTIONS,
    {0},
};

const verb verb_select = {
    .name = "select",
    .usage = "FILE [--where EXPR] [OPTION]...",
    .summary = "print records of a data file",
    .description =
        "Prints the records of a table that match, in the order of the file. FILE may be '-', standard input. The "
        "default format can be read as a data file again, so that the output of select is input for select; on a "
        "terminal it is aligned, or has a line for each field if that would be wider than the screen.\n"
        "\n"
        "EXPR is a condition in the words of SQL: comparisons with = != < <= > >=, joined by and, or, not and "
        "parentheses. FIELD in (a, b): one of these values. FIELD has VALUE: a list that has this element, or a text "
        "that contains it. FIELD ~ 'PATTERN': an extended regular expression; of a list one element is enough. FIELD "
        "absent, FIELD present: without a value, or with one. A field that is true or false stands alone: valid and "
        "not "
        "checked. Words and numbers need no quotes; other texts stand in ' or \", which is written twice inside; names "
        "with other characters stand in brackets: [due date]. An absent value makes every comparison false but !=. "
        "Words "
        "of an enum are in the order of the schema.\n"
        "\n"
        "With --sort absent values come first, and records that are equal keep their order. --group-by prints the "
        "fields, and how many records have these values as 'count', by which --sort can order." DATA_PLACE_HELP,
    .examples = "# Open ones in two areas\n"
                "sdnc select todo_db.sdn --where 'status = open and area in (emit, lexer)'\n"
                "# The three last ones, some fields, as JSON\n"
                "sdnc select todo_db.sdn --sort -line --limit 3 --fields id,line -f json\n"
                "# How many there are of each status, most first\n"
                "sdnc select todo_db.sdn --group-by status --sort -count\n"
                "# Anything else that SQL can say\n"
                "sdnc select todo_db.sdn -f sql | sqlite3 todo.db",
    .exit_codes =
        "1 if no record matches with -e, or rows cannot be read with --strict; 2 if the command line is wrong "
        "or the file or its schema cannot be read.",
    .options = select_options,
    .operands_min = 1,
    .operands_max = 1,
    .operands = VERB_DATA_FILE,
    .run = run_select,
};
