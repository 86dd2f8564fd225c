/* add: a new record. */
#include "changes/assignment.h"
#include "changes/edit_session.h"
#include "changes/field_word.h"
#include "data/data_place.h"
#include "record/value.h"
#include "tables/verbs.h"

#include <stdint.h>

/* Prints the key of the new record; nothing if records have none. */
static command_status print_key(edit_session *session, const sdn_record_type *type, const void *record)
{
    sdn_buffer *out = &session->report->out;
    for (uint32_t i = 0; i < type->key.field_count; i++) {
        sdn_str text = sdn_field_text(type, type->key.fields[i], record, &session->arena);
        if (text.ptr == NULL)
            return report_out_of_memory(session->report);
        text_printf(out, "%s%.*s", i > 0 ? "," : "", DIAG_STR(text));
    }
    if (type->key.field_count > 0)
        text_printf(out, "\n");
    return out->out_of_memory ? report_out_of_memory(session->report) : COMMAND_FINE;
}

static command_status insert_record(edit_session *session, const data_table *table, const assignments *assigned)
{
    sdn_error err = {0};
    void *values = field_word_record(table->type, &session->arena);
    if (values == NULL)
        return report_out_of_memory(session->report);
    if (assignments_make(assigned, table->store, table->type, values, true, &err) != SDN_OK)
        return edit_session_refuse(session, &err);
    const void *record = sdn_store_insert(table->store, values, &err);
    return record != NULL ? print_key(session, table->type, record) : edit_session_refuse(session, &err);
}

static command_status add_new_record(edit_session *session, const data_table *table)
{
    assignments assigned;
    const verb_invocation *call = session->call;
    (void)assignments_read(table->type, call->operands + 1, call->operand_count - 1, 2, &session->arena,
                           &session->diags, &assigned);
    command_status status = edit_session_mistakes(session);
    if (status == COMMAND_FINE)
        status = edit_session_begin(session);
    if (status == COMMAND_FINE)
        status = insert_record(session, table, &assigned);
    return status == COMMAND_FINE ? edit_session_commit(session) : status;
}

static command_status run_add(const verb_invocation *call, command_report *report)
{
    edit_session session;
    const data_table *table;
    command_status status = edit_session_open(&session, call, report, false);
    if (status == COMMAND_FINE)
        status = edit_session_table(&session, &table);
    if (status == COMMAND_FINE)
        status = add_new_record(&session, table);
    edit_session_close(&session);
    return status;
}

static const verb_option add_options[] = {EDIT_SESSION_OPTIONS, {0}};

const verb verb_add = {
    .name = "add",
    .usage = "FILE FIELD=VALUE...",
    .summary = "add a record, and print its key",
    .description =
        "Adds a record to a table. Fields that are not named have the default of the schema. A key that is numbered "
        "automatically, or random, need not be given. The key is printed, the parts of one of several fields "
        "separated by commas.\n\n"
        "A file that does not exist is made, with the table that --schema names or the schema nearby "
        "has." DATA_PLACE_HELP,
    .examples = "# The key is given by the schema\n"
                "sdnc add todo_db.sdn area=lexer 'description=fold constants'\n"
                "# A new file\n"
                "sdnc add new.sdn --schema schemas/todo.schema area=lexer 'description=first'",
    .exit_codes = "1 if the key is taken, or a rule of the schema would be broken" EDIT_SESSION_EXIT_CODES,
    .options = add_options,
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operands = VERB_DATA_FILE,
    .run = run_add,
};
