#include "commands/ddl.h"

#include "base/arena.h"
#include "check/sema.h"
#include "data/dynamic_type.h"
#include "sql/ddl.h"

/* One run of the command. */
typedef struct ddl_run {
    const ddl_options *options;
    command_report *report;
    sdn_arena arena;
    diag_list diags;
    load_result loaded;
    model made;
    dynamic_request *records; /* all of them, for references */
    const sdn_record_type **types;
    size_t record_count;
    ddl_table *tables; /* those of the requested schemas */
    const model_record **table_records;
    size_t table_count;
} ddl_run;

static command_status ddl_out_of_memory(const ddl_run *run)
{
    return report_out_of_memory(run->report);
}

/* --- from schemas to record types --- */

/* Reports what is wrong or unwise in the schemas. */
static command_status report_schemas(ddl_run *run)
{
    diag_sort(&run->diags);
    diag_render(&run->diags, run->options->style, &run->report->err);
    if (run->loaded.unreadable)
        return COMMAND_FAILED;
    return run->diags.errors > 0 ? COMMAND_FINDINGS : COMMAND_FINE;
}

static command_status load_requested(ddl_run *run)
{
    if (load_schemas(&run->options->schemas, &run->arena, &run->diags, &run->loaded) != 0 ||
        sema_check(&run->loaded, SDN_STR(""), &run->arena, &run->diags, &run->made) != 0)
        return ddl_out_of_memory(run);
    return run->loaded.unreadable || run->diags.errors > 0 ? report_schemas(run) : COMMAND_FINE;
}

static command_status allocate_records(ddl_run *run)
{
    size_t count = 1;
    for (size_t i = 0; i < run->made.schema_count; i++)
        count += run->made.schemas[i]->record_count;
    run->records = sdn__arena_zeroed(&run->arena, count * sizeof *run->records);
    run->types = sdn__arena_zeroed(&run->arena, count * sizeof *run->types);
    run->tables = sdn__arena_zeroed(&run->arena, count * sizeof *run->tables);
    run->table_records = sdn__arena_zeroed(&run->arena, count * sizeof *run->table_records);
    return run->table_records != NULL && run->records != NULL && run->types != NULL && run->tables != NULL
               ? COMMAND_FINE
               : ddl_out_of_memory(run);
}

static void collect_all_records(ddl_run *run)
{
    for (size_t i = 0; i < run->made.schema_count; i++)
        for (size_t j = 0; j < run->made.schemas[i]->record_count; j++) {
            const model_record *record = &run->made.schemas[i]->records[j];
            run->records[run->record_count++] = (dynamic_request){.record = record, .table = record->table};
        }
}

static command_status make_record_types(ddl_run *run)
{
    command_status status = allocate_records(run);
    if (status != COMMAND_FINE)
        return status;
    collect_all_records(run);
    return dynamic_types_make(run->records, run->record_count, &run->arena, run->types) == 0 ? COMMAND_FINE
                                                                                             : ddl_out_of_memory(run);
}

/* --- from record types to SQL --- */

static command_status select_tables(ddl_run *run)
{
    for (size_t i = 0; i < run->record_count; i++) {
        const model_schema *schema = run->records[i].record->schema;
        if (!schema->requested)
            continue;
        sdn_buffer name = SDN_BUFFER_INIT;
        text_printf(&name, "%.*s.schema", DIAG_STR(schema->base_name));
        sdn_str file = text_copy(&name, &run->arena);
        sdn__buffer_release(&name);
        if (file.ptr == NULL)
            return ddl_out_of_memory(run);
        run->table_records[run->table_count] = run->records[i].record;
        run->tables[run->table_count++] = (ddl_table){.type = run->types[i], .schema = file.ptr};
    }
    return COMMAND_FINE;
}

/* The model has no positions; they are found in the syntax trees, by name. */
static const ast_record *tree_of_table(const ddl_run *run, const model_record *record)
{
    for (size_t i = 0; i < run->loaded.unit_count; i++)
        if (sdn_str_equal(run->loaded.units[i]->source.path, record->schema->path))
            for (const ast_record *r = run->loaded.units[i]->ast.records; r != NULL; r = r->next)
                if (sdn_str_equal(r->name.text, record->name))
                    return r;
    return NULL;
}

static source_span place_of_refusal(const ddl_run *run, size_t table, uint32_t field)
{
    const model_record *record = run->table_records[table];
    const ast_record *tree = tree_of_table(run, record);
    if (tree == NULL)
        return source_whole(&run->loaded.units[0]->source);
    for (const ast_field *f = tree->fields; f != NULL && field < record->field_count; f = f->next)
        if (sdn_str_equal(f->name.text, record->fields[field].name))
            return f->name.span;
    return tree->table.span;
}

static void refuse_in_schema(void *context, size_t table, uint32_t field, const char *message, const char *help)
{
    ddl_run *run = context;
    diag *refusal = diag_error(&run->diags, place_of_refusal(run, table, field), "%s", message);
    diag_help(&run->diags, refusal, "%s", help);
}

static ddl_request request_of(const ddl_run *run)
{
    return (ddl_request){run->tables, run->table_count, run->options->namespace, run->options->log_days};
}

static sql_printer printer_of(ddl_run *run)
{
    return (sql_printer){&run->report->out, &run->arena, run->options->dialect};
}

static command_status check_requested(ddl_run *run)
{
    sql_printer printer = printer_of(run);
    ddl_request request = request_of(run);
    ddl_refuser refuser = {refuse_in_schema, run};
    ddl_check(&printer, &request, &refuser);
    command_status status = report_schemas(run);
    return run->report->out.out_of_memory || run->diags.out_of_memory ? ddl_out_of_memory(run) : status;
}

static command_status print_tables(ddl_run *run)
{
    sql_printer printer = printer_of(run);
    ddl_request request = request_of(run);
    ddl_print(&printer, &request);
    return run->report->out.out_of_memory ? ddl_out_of_memory(run) : COMMAND_FINE;
}

/* --- to a database --- */

/* What apply did, or why it did nothing. */
static command_status report_applied(ddl_run *run, const live_findings *findings)
{
    if (findings->migrations.len == 0) {
        sdn__buffer_add_str(&run->report->out, text_view(&findings->fixes));
        return run->report->out.out_of_memory ? ddl_out_of_memory(run) : COMMAND_FINE;
    }
    sdn__buffer_add_str(&run->report->err, text_view(&findings->migrations));
    text_printf(&run->report->err, "sdnc: %s: this needs a migration; nothing changed%s\n", run->options->uri,
                run->options->live->next_step);
    return COMMAND_FINDINGS;
}

static command_status report_findings(ddl_run *run, const live_findings *findings)
{
    sdn__buffer_add_str(&run->report->err, text_view(&findings->remarks));
    if (run->options->applies)
        return report_applied(run, findings);
    sdn__buffer_add_str(&run->report->out, text_view(&findings->differences));
    if (run->report->out.out_of_memory)
        return ddl_out_of_memory(run);
    return findings->differences.len > 0 ? COMMAND_FINDINGS : COMMAND_FINE;
}

static command_status compare_with_database(ddl_run *run)
{
    sdn_error err = {0};
    live_findings findings = LIVE_FINDINGS_INIT;
    const ddl_options *options = run->options;
    ddl_request tables = request_of(run);
    live_wish wish = {&tables, options->has_log_days, options->lock_timeout_ms};
    sdn_code code = options->applies ? options->live->apply(options->uri, &wish, &findings, &err)
                                     : options->live->check(options->uri, &wish, &findings, &err);
    command_status status = code == SDN_OK ? report_findings(run, &findings) : report_error(run->report, &err);
    live_findings_release(&findings);
    return status;
}

command_status command_ddl(const ddl_options *options, command_report *report)
{
    ddl_run run = {.options = options, .report = report, .arena = SDN_ARENA_INIT};
    diag_list_init(&run.diags, &run.arena);
    command_status status = load_requested(&run);
    if (status == COMMAND_FINE)
        status = make_record_types(&run);
    if (status == COMMAND_FINE)
        status = select_tables(&run);
    if (status == COMMAND_FINE)
        status = check_requested(&run);
    if (status == COMMAND_FINE)
        status = options->uri != NULL ? compare_with_database(&run) : print_tables(&run);
    diag_list_release(&run.diags);
    sdn_arena_release(&run.arena);
    return status;
}
