/*
 * import: rows of another format become records, all of them or none.
 *
 * The names of the input are found among the columns and fields of the table; those that no file can have, such as
 * `First Name`, by what infer makes of them (infer/input_names.h), which has to know all names first: the header
 * line, or those of all objects.
 */
#include "tables/verbs.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "data/data_place.h"
#include "infer/input_names.h"
#include "operations/operations.h"
#include "query/field_name.h"
#include "record/value.h"
#include "infer/input_file.h"

static const verb_option import_options[] = {
    {"--format", NULL, "FORMAT", INPUT_FORMAT_NAMES,
     "the format of the input; otherwise its name or what it begins with tells", false},
    {"--update", NULL, NULL, NULL, "records that exist get the values of the input, instead of an error", false},
    {"--dry-run", "-n", NULL, NULL, "check and count all, but change nothing", false},
    EDIT_SESSION_OPTIONS,
    {0},
};

/* So many mistakes are enough to see what is wrong. */
enum { ENOUGH_BAD_ROWS = 20 };

/* An import that is running. */
typedef struct import_run {
    edit_session session;
    const data_table *table;
    source_file input;
    input_format format;
    input_names names;
    uint32_t *positions; /* of each name: its field; field_count: none, which was reported */
    uint32_t *row;       /* of the fields of a row, their positions */
    size_t row_capacity;
    operations list;
} import_run;

static bool import_goes_on(const import_run *run)
{
    return !run->session.diags.out_of_memory && run->session.diags.errors < ENOUGH_BAD_ROWS;
}

static command_status import_status(import_run *run, bool failed, const sdn_error *err)
{
    command_status status = edit_session_findings(&run->session);
    return failed ? edit_session_refuse(&run->session, err) : status;
}

/* ---- the input ---- */

static command_status read_import(import_run *run)
{
    sdn_error err = {0};
    edit_session *s = &run->session;
    const char *path = s->call->operands[1];
    if (input_file_read(path, &run->input, &s->arena, &err) != SDN_OK)
        return edit_session_refuse(s, &err);
    run->format = input_file_format(invocation_value(s->call, "--format"), path, run->input.text);
    return COMMAND_FINE;
}

/* Calls `visit` for each row until there are enough mistakes; with `only_header` for the header line alone, if the format
 * has one. */
static command_status each_row(import_run *run, int (*visit)(import_run *run, const input_row *row), bool only_header)
{
    sdn_error err = {0};
    input_row row;
    int more = 1;
    input_reader *reader = input_reader_open(run->format, run->input.path.ptr, run->input.text, &err);
    bool is_header = reader != NULL && only_header && input_reader_header(reader, &row);
    if (is_header && visit(run, &row) != 0)
        run->session.diags.out_of_memory = true;
    while (reader != NULL && !is_header && import_goes_on(run) && (more = input_reader_next(reader, &row, &err)) > 0)
        if (visit(run, &row) != 0)
            run->session.diags.out_of_memory = true;
    input_reader_release(reader);
    return import_status(run, reader == NULL || more < 0, &err);
}

/* ---- names ---- */

static int note_names(import_run *run, const input_row *row)
{
    size_t position;
    for (size_t i = 0; i < row->count; i++)
        if (input_names_add(&run->names, row->fields[i].name, &position) != 0)
            return -1;
    return 0;
}

static uint32_t field_of_column(const sdn_record_type *type, sdn_str column)
{
    uint32_t i = 0;
    while (i < type->field_count && !sdn_str_equal(type->fields[i].column, column))
        i++;
    return i;
}

/* The field that a name of the input means: by its column, which is what infer wrote; or as people would write it. */
static uint32_t field_of_name(const sdn_record_type *type, const input_name *name)
{
    uint32_t found = field_of_column(type, name->input);
    if (found == type->field_count)
        found = sdn_field_find(type, name->input);
    if (found == type->field_count)
        found = field_of_column(type, name->column);
    return found;
}

/* Finds the fields of a row; names that mean none are reported where they are first. */
static int find_row_fields(import_run *run, const input_row *row)
{
    const sdn_record_type *type = run->table->type;
    for (size_t i = 0; i < row->count; i++) {
        size_t position;
        if (input_names_add(&run->names, row->fields[i].name, &position) != 0)
            return -1;
        if (run->positions[position] != UINT32_MAX)
            continue;
        run->positions[position] = field_of_name(type, &run->names.items[position]);
        if (run->positions[position] == type->field_count)
            (void)field_name_find(type, row->fields[i].name, operation_place(&run->input, &row->fields[i].value),
                                  &run->session.diags);
    }
    return 0;
}

static command_status find_fields(import_run *run)
{
    command_status status = each_row(run, note_names, true);
    if (status != COMMAND_FINE)
        return status;
    size_t count = run->names.count + 1;
    run->positions = sdn_arena_alloc(&run->session.arena, count * sizeof *run->positions);
    if (run->positions == NULL || input_names_assign(&run->names) != 0)
        return report_out_of_memory(run->session.report);
    memset(run->positions, 0xFF, count * sizeof *run->positions);
    status = each_row(run, find_row_fields, true);
    return status == COMMAND_FINDINGS ? COMMAND_FAILED : status; /* a wrong word, not a wrong row */
}

/* ---- records ---- */

static int add_imported_row(import_run *run, const input_row *row)
{
    operations *list = &run->list;
    if (sdn__reserve(&run->row, &run->row_capacity, row->count + 1, sizeof *run->row) != 0 ||
        sdn__reserve(&list->items, &list->capacity, list->count + 1, sizeof *list->items) != 0)
        return -1;
    for (size_t i = 0; i < row->count; i++) {
        size_t position;
        if (input_names_add(&run->names, row->fields[i].name, &position) != 0)
            return -1;
        run->row[i] = run->positions[position];
    }
    (void)operation_of_row(&run->session, &run->input, run->table, row, run->row, &list->items[list->count++]);
    return 0;
}

/* Without --update no record may exist. */
static command_status refuse_existing(import_run *run)
{
    const sdn_record_type *type = run->table->type;
    bool may_exist = invocation_has(run->session.call, "--update");
    for (size_t i = 0; i < run->list.count && !may_exist && import_goes_on(run); i++) {
        sdn_value key[SDN_INDEX_FIELDS_MAX];
        char shown[SDN_SHOWN_KEY_SIZE];
        const operation *o = &run->list.items[i];
        if (!o->has_key)
            continue;
        sdn__values_of(type, &type->key, o->values, key);
        if (sdn_store_get(run->table->store, key) == NULL)
            continue;
        diag *d = diag_error(&run->session.diags, o->place, "record '%s' exists", sdn__key_show(type, key, shown));
        diag_help(&run->session.diags, d, "leave the row out, or give --update to change the record");
    }
    return edit_session_findings(&run->session);
}

/* ---- the verb ---- */

static command_status finish_import(import_run *run)
{
    sdn_buffer *out = &run->session.report->out;
    text_printf(out, "%zu added, %zu changed\n", run->list.added, run->list.changed);
    if (out->out_of_memory)
        return report_out_of_memory(run->session.report);
    return invocation_has(run->session.call, "--dry-run") ? edit_session_rehearse(&run->session)
                                                          : edit_session_commit(&run->session);
}

/* In this order, each if those before it were fine. */
static command_status import_table(import_run *run)
{
    return edit_session_table(&run->session, &run->table);
}

static command_status read_records(import_run *run)
{
    return each_row(run, add_imported_row, false);
}

static command_status begin_import(import_run *run)
{
    return edit_session_begin(&run->session);
}

static command_status make_records(import_run *run)
{
    return operations_make(&run->session, &run->list);
}

static command_status run_import(const verb_invocation *call, command_report *report)
{
    static command_status (*const steps[])(import_run *) = {import_table, read_import,     find_fields,  read_records,
                                                            begin_import, refuse_existing, make_records, finish_import};
    import_run run = {.list = {0}};
    command_status status = edit_session_open(&run.session, call, report, false);
    input_names_init(&run.names, true, &run.session.arena);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && status == COMMAND_FINE; i++)
        status = steps[i](&run);
    operations_release(&run.list);
    input_names_release(&run.names);
    sdn__free(run.row);
    edit_session_close(&run.session);
    return status;
}

const verb verb_import = {
    .name = "import",
    .usage = "FILE [--schema FILE] [--format FORMAT] [--update] INPUT",
    .summary = "add rows of CSV, TSV, JSON or JSON lines to a table",
    .description = "Adds the rows of INPUT (-: standard input) as records, in one transaction: all of them, or none if "
                   "one of them is "
                   "wrong or not allowed. Names of the input are those of columns or fields; values are read as in a "
                   "data file, and "
                   "an empty cell or null is an absent value. A key that is numbered automatically may be left out. "
                   "Rows of a table "
                   "that is new, or in the order of its keys, are put in that order.\n\n"
                   "`sdnc infer` makes a schema for an input. The way back is `sdnc select -f csv`." DATA_PLACE_HELP,
    .examples = "# A table of a spreadsheet, with its schema\n"
                "sdnc infer bugs.csv > bugs.schema && sdnc import bugs.sdn bugs.csv\n"
                "# Once more, with newer values\n"
                "sdnc import bugs.sdn bugs.csv --update",
    .exit_codes =
        "1 if a row is wrong, or the records or the rules of the schema do not allow it" EDIT_SESSION_EXIT_CODES,
    .options = import_options,
    .operands_min = 2,
    .operands_max = 2,
    .operands = VERB_ANY_FILE,
    .run = run_import,
};
