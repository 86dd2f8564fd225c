#include "changes/printed_fields.h"

#include <string.h>

command_status printed_fields_read(edit_session *session, const sdn_record_type *type, const char *option,
                                   printed_fields *read)
{
    const char *names = invocation_value(session->call, option);
    *read = (printed_fields){.fields = {NULL, 0}};
    if (names != NULL)
        (void)field_choices_read(option + strlen("--"), names, type, &session->arena, &session->diags, &read->fields);
    for (size_t i = 0; i < read->fields.count; i++)
        if (read->fields.items[i].minus)
            return usage_error(session->call, session->report, "%s: '-' before a field is for --sort", option);
    return COMMAND_FINE;
}

/* What stands for a character that would end a value or a line; NULL: nothing. */
static const char *escape_of(char c)
{
    static const char *const escapes[256] = {['\t'] = "\\t", ['\n'] = "\\n", ['\r'] = "\\r", ['\\'] = "\\\\"};
    return escapes[(unsigned char)c];
}

static void add_tab_value(sdn_buffer *out, sdn_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char *escape = escape_of(text.ptr[i]);
        if (escape != NULL)
            sdn__buffer_add(out, escape, 2);
        else
            sdn__buffer_add(out, &text.ptr[i], 1);
    }
}

static int add_line(const printed_fields *printed, const sdn_record_type *type, const void *record, sdn_arena *arena,
                    sdn_buffer *out)
{
    for (size_t i = 0; i < printed->fields.count; i++) {
        sdn_str text = sdn_field_text(type, printed->fields.items[i].field, record, arena);
        if (text.ptr == NULL)
            return -1;
        if (i > 0)
            sdn__buffer_add(out, "\t", 1);
        add_tab_value(out, text);
    }
    sdn__buffer_add(out, "\n", 1);
    return 0;
}

command_status printed_fields_print(const printed_fields *printed, edit_session *session, const sdn_record_type *type,
                                    const record_targets *records)
{
    sdn_buffer *out = &session->report->out;
    for (size_t i = 0; i < records->count && printed->fields.count > 0; i++)
        if (add_line(printed, type, records->records[i], &session->arena, out) != 0)
            return report_out_of_memory(session->report);
    return out->out_of_memory ? report_out_of_memory(session->report) : COMMAND_FINE;
}
