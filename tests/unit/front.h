/* The front end over text in memory, for tests of its parts. Any failure beyond a mistake in the text ends
 * the test. */
#ifndef SDNC_TEST_FRONT_H
#define SDNC_TEST_FRONT_H

#include "diag/diag.h"
#include "model/model.h"
#include "syntax/ast.h"
#include "syntax/load.h"

typedef struct front {
    sdn_arena arena;
    diag_list diags;
    load_unit unit;
    load_unit *list[1];
    load_result loaded;
    model model;
    sdn_buffer text;
} front;

/* Parses `text` as t.schema. */
void front_parse(front *f, const char *text);

/* Parses and checks it. */
void front_check(front *f, const char *text);

/* All messages, sorted and rendered, as a C string that lasts until front_release. */
const char *front_messages(front *f);

void front_release(front *f);

/* That checking `text` gives exactly these messages. */
void assert_messages(const char *text, const char *messages);

/* As assert_messages, only the first lines without "t.schema:", such as "1:8: error: ..." with a line end
 * each. */
void assert_errors(const char *text, const char *errors);

/* That an sdn_str is this C string. */
#define assert_str(str, expected)                                        \
    do {                                                                 \
        sdn_str assert_str_ = (str);                                     \
        assert_int_equal(assert_str_.len, strlen(expected));             \
        assert_memory_equal(assert_str_.ptr, expected, assert_str_.len); \
    } while (0)

#endif
