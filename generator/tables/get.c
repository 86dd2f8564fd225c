/* The verb `get`: one record by its key, or fields of it. */
#include "tables/verbs.h"

#include "changes/field_word.h"
#include "changes/record_key.h"
#include "data/data_place.h"
#include "diag/suggest.h"
#include "formats/table_writer.h"
#include "query/field_name.h"
#include "record/value.h"
#include "rows/projection.h"
#include "tables/read_session.h"

typedef struct get_run {
    read_session session;
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    uint32_t *fields; /* that are printed; all if none is named */
    size_t field_count;
} get_run;

enum { OPERANDS_BEFORE_FIELDS = 2 };

/* The operand that names a field. */
static void add_named_field(get_run *run, size_t number)
{
    read_session *session = &run->session;
    const sdn_record_type *type = session->table->type;
    const char *name = session->call->operands[number];
    const source_file *source = field_word_source(name, number + 1, &session->arena, &session->diags);
    if (source == NULL)
        return;
    source_span span = {source, 0, (uint32_t)source->text.len};
    run->fields[run->field_count++] = field_name_find(type, source->text, span, &session->diags);
}

static command_status read_operands(get_run *run)
{
    read_session *session = &run->session;
    const verb_invocation *call = session->call;
    const sdn_record_type *type = session->table->type;
    size_t room = call->operand_count + type->field_count;
    run->fields = sdn_arena_alloc(&session->arena, room * sizeof *run->fields);
    if (run->fields == NULL)
        return report_out_of_memory(session->report);
    if (record_key_expect(type, call->operands[0], 1, &session->arena, &session->diags))
        (void)record_key_read(type, call->operands[1], OPERANDS_BEFORE_FIELDS, &session->arena, &session->diags,
                              run->key);
    for (size_t i = OPERANDS_BEFORE_FIELDS; i < call->operand_count; i++)
        add_named_field(run, i);
    for (uint32_t i = 0; call->operand_count == OPERANDS_BEFORE_FIELDS && i < type->field_count; i++)
        run->fields[run->field_count++] = i;
    return read_session_mistakes(session);
}

/* The key nearest to the one that is not there, as messages show it; empty if none is near. */
static sdn_str nearest_key(get_run *run, const char *wanted)
{
    read_session *session = &run->session;
    const sdn_record_type *type = session->table->type;
    suggestion search = suggest_for(sdn_str_from(wanted), &session->diags.suggestions_left);
    sdn_cursor cursor = sdn_store_all(session->table->store);
    sdn_str best = SDN_STR("");
    for (const void *record; (record = sdn_cursor_next(&cursor)) != NULL && session->diags.suggestions_left > 0;) {
        sdn_value key[SDN_INDEX_FIELDS_MAX];
        char shown[SDN_SHOWN_KEY_SIZE];
        size_t before = search.distance;
        sdn__values_of(type, &type->key, record, key);
        suggest_offer(&search, sdn_str_from(sdn__key_show(type, key, shown)));
        if (search.distance < before) /* `shown` is used again */
            search.best = best = sdn_arena_copy_str(&session->arena, search.best);
    }
    return best.ptr != NULL ? best : SDN_STR("");
}

static command_status report_no_record(get_run *run)
{
    read_session *session = &run->session;
    const sdn_record_type *type = session->table->type;
    char shown[SDN_SHOWN_KEY_SIZE];
    sdn_error err = {0};
    if (sdn_store_explain(session->table->store, run->key, &err) == SDN_E_INVALID) {
        (void)report_error(session->report, &err); /* a row that cannot be read has the key */
        return COMMAND_FINDINGS;
    }
    sdn__key_show(type, run->key, shown);
    sdn_str near = nearest_key(run, shown);
    text_printf(&session->report->err, "sdnc: %.*s: no record '%s' in table '%s'", DIAG_STR(session->file.path), shown,
                type->table.ptr);
    if (near.len > 0)
        text_printf(&session->report->err, "; did you mean '%.*s'?", DIAG_STR(near));
    text_printf(&session->report->err, "\n");
    return COMMAND_FINDINGS;
}

/* The text alone, for scripts. */
static command_status print_text(get_run *run, const void *record)
{
    read_session *session = &run->session;
    sdn_str text = sdn_field_text(session->table->type, run->fields[0], record, &session->arena);
    if (text.ptr == NULL)
        return report_out_of_memory(session->report);
    sdn__buffer_add_str(&session->report->out, text);
    sdn__buffer_add(&session->report->out, "\n", 1);
    return COMMAND_FINE;
}

static command_status print_record(get_run *run, const char *format, const void *record)
{
    read_session *session = &run->session;
    const verb_invocation *call = session->call;
    const sdn_record_type *type =
        projection_make(session->table->type, run->fields, run->field_count, NULL, &session->arena);
    if (type == NULL)
        return report_out_of_memory(session->report);
    for (uint32_t i = 0; i < type->field_count; i++)
        run->fields[i] = i;
    table_layout layout = {type, run->fields, type->field_count, call->color, call->width};
    table_writer *writer = table_writer_begin(table_format_find(format), &layout, &session->report->out);
    bool written = writer != NULL && table_writer_row(writer, record) == 0 && table_writer_end(writer) == 0;
    table_writer_release(writer);
    return written ? COMMAND_FINE : report_out_of_memory(session->report);
}

static command_status print_found_record(get_run *run)
{
    const char *format = invocation_value(run->session.call, "--format");
    const void *record = sdn_store_get(run->session.table->store, run->key);
    if (record == NULL)
        return report_no_record(run);
    if (format == NULL && run->session.call->operand_count == OPERANDS_BEFORE_FIELDS + 1)
        return print_text(run, record);
    return print_record(run, format != NULL ? format : "vertical", record);
}

static command_status run_get(const verb_invocation *call, command_report *report)
{
    get_run run = {0};
    command_status status = read_session_open(&run.session, call, report);
    if (status == COMMAND_FINE)
        status = read_operands(&run);
    if (status == COMMAND_FINE)
        status = print_found_record(&run);
    read_session_close(&run.session);
    return status;
}

static const verb_option get_options[] = {
    {"--format", "-f", "FORMAT", table_format_names, "how it is printed, instead of as text or as lines 'name: value'",
     false},
    READ_SESSION_OPTIONS,
    {0},
};

const verb verb_get = {
    .name = "get",
    .usage = "FILE KEY [FIELD]...",
    .summary = "print one record, or fields of it",
    .description =
        "Prints the record with this key, a line for each field. With one FIELD the text of its value alone, as it "
        "would be in a cell, without quotes; with several a line for each. A key of several fields is written with "
        "commas between them: 12,left." DATA_PLACE_HELP,
    .examples = "# A record for people\n"
                "sdnc get todo_db.sdn 3\n"
                "# A value for a script\n"
                "status=$(sdnc get todo_db.sdn 3 status)\n"
                "# As it was a week ago\n"
                "sdnc get todo_db.sdn 3 status --rev 'HEAD@{1 week ago}'",
    .exit_codes =
        "1 if there is no such record, or its row cannot be read; 2 if the command line is wrong or the file or "
        "its schema cannot be read.",
    .options = get_options,
    .operands_min = 2,
    .operands_max = SIZE_MAX,
    .operands = VERB_DATA_FILE,
    .run = run_get,
};
