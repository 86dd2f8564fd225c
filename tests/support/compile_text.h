/* The front end over text in memory, for tests of its parts. Any failure beyond a mistake in the text ends
 * the test. */
#ifndef SDNC_TEST_COMPILE_TEXT_H
#define SDNC_TEST_COMPILE_TEXT_H

#include "diag/diag.h"
#include "model/model.h"
#include "syntax/ast.h"
#include "syntax/load.h"

typedef struct compiled_text {
    sdn_arena arena;
    diag_list diags;
    load_unit unit;
    load_unit *list[1];
    load_result loaded;
    model model;
    sdn_buffer text;
} compiled_text;

/* Parses `text` as t.schema. */
void parse_text(compiled_text *f, const char *text);

/* Parses and checks it. */
void check_text(compiled_text *f, const char *text);

/* As check_text, of a text without a mistake; the schema that it gives. */
const model_schema *check_fine(compiled_text *f, const char *text);

/* All messages, sorted and rendered, as a C string that lasts until compiled_text_release. */
const char *compile_messages(compiled_text *f);

void compiled_text_release(compiled_text *f);

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
