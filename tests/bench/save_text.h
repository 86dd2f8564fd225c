/* The operation SAVE of contestants whose file is text that they put together themselves. */
#ifndef SDNC_BENCH_SAVE_TEXT_H
#define SDNC_BENCH_SAVE_TEXT_H

#include "bytes.h"
#include "contestant.h"
#include "rows.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct text_form {
    const char *head;    /* before the first row */
    const char *between; /* between two rows */
    const char *foot;    /* after the last row */
    void (*add_row)(byte_buffer *out, const todo *row);
} text_form;

int save_text(const bench_task *task, measurement *measure, const text_form *form);

#ifdef __cplusplus
}
#endif

#endif
