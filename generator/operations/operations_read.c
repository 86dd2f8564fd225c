#include "operations/operations_private.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "cli/progress.h"

/* Operations that are being read. */
typedef struct operations_input {
    edit_session *session;
    const source_file *source;
    input_format format;
    input_reader *reader;
    operations *list;
} operations_input;

/* Of CSV each row names the same columns: a wrong name is said once. */
static bool goes_on(const operations_input *input)
{
    const diag_list *diags = &input->session->diags;
    bool is_table = input->format == INPUT_CSV || input->format == INPUT_TSV;
    return !diags->out_of_memory && diags->errors < (is_table ? 1 : ENOUGH_MISTAKES);
}

static void add_operation(operations_input *input, const input_row *row)
{
    operations *list = input->list;
    if (sdn__reserve(&list->items, &list->capacity, list->count + 1, sizeof *list->items) != 0) {
        input->session->diags.out_of_memory = true;
        return;
    }
    (void)operation_read(input->session, input->source, row, &list->items[list->count++]);
}

/* Returns as input_reader_next for the last row. */
static int read_rows(operations_input *input, sdn_error *err)
{
    progress shown;
    input_row row;
    int more = 1;
    progress_start(&shown, "reading operations", 0);
    while (goes_on(input) && (more = input_reader_next(input->reader, &row, err)) > 0) {
        add_operation(input, &row);
        progress_step(&shown, input->list->count);
    }
    progress_end(&shown);
    return more;
}

/* The message of an error without its place, which is that of the message made of it. */
static const char *text_of(const source_file *source, const sdn_error *err)
{
    char place[SDN_ERROR_PATH_SIZE + 32];
    int len = snprintf(place, sizeof place, "%.*s:%lu:%lu: ", DIAG_STR(source->path), (unsigned long)err->line,
                       (unsigned long)err->column);
    return strncmp(err->message, place, (size_t)len) == 0 ? err->message + len : err->message;
}

/* Notes what the reader cannot read. */
static void report_unread_input(operations_input *input, const sdn_error *err)
{
    diag_list *diags = &input->session->diags;
    if (err->code == SDN_E_NOMEM)
        diags->out_of_memory = true;
    else
        diag_error(diags, operation_place_at(input->source, err->line, err->column, 1), "%s",
                   text_of(input->source, err));
}

command_status operations_read(edit_session *session, const source_file *source, input_format format, operations *read)
{
    sdn_error err = {0};
    operations_input input = {session, source, format, NULL, read};
    *read = (operations){NULL, 0, 0, 0, 0, 0};
    input.reader = input_reader_open(format, source->path.ptr, source->text, &err);
    int result = input.reader != NULL ? read_rows(&input, &err) : -1;
    input_reader_release(input.reader);
    if (result < 0)
        report_unread_input(&input, &err);
    return edit_session_mistakes(session);
}

void operations_release(operations *list)
{
    for (size_t i = 0; i < list->count; i++)
        where_release(list->items[i].condition);
    sdn__free(list->items);
    *list = (operations){NULL, 0, 0, 0, 0, 0};
}
