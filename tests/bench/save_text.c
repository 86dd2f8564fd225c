#include "save_text.h"

int save_text(const bench_task *task, measurement *measure, const text_form *form)
{
    row_table rows = ROWS_INIT;
    rows_make(&rows, task->rows);
    byte_buffer out = {NULL, 0, 0};
    measure_start(measure);
    bytes_add_str(&out, sdn_str_from(form->head));
    for (size_t i = 0; i < rows.count; i++) {
        if (i > 0)
            bytes_add_str(&out, sdn_str_from(form->between));
        form->add_row(&out, &rows.items[i]);
    }
    bytes_add_str(&out, sdn_str_from(form->foot));
    measure_lap(measure);
    int result = file_write(task->path, out.ptr, out.len, task->durable);
    measure_stop(measure);
    measure->units = rows.count;
    measure->checksum = rows_sum(&rows);
    bytes_release(&out);
    rows_release(&rows);
    return result;
}
