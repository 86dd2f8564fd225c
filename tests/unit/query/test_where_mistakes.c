/* What is said about wrong expressions: where, what is wrong, and what to write. */
#include "test.h"

#include <string.h>

#include "query/where.h"
#include "record_types/all_types.h"
#include "todo.h"

/* Adds `COLUMN+LENGTH: error` and its helps, a line each. */
static void add_mistake(sdn_buffer *text, const diag *d)
{
    const diag_message *error = &d->error;
    source_position at = source_locate(error->span.source, error->span.start);
    text_printf(text, "%lu+%lu: %.*s\n", (unsigned long)at.column, (unsigned long)error->span.len,
                DIAG_STR(error->text));
    for (const diag_message *m = error->next; m != NULL; m = m->next)
        text_printf(text, "  %.*s\n", DIAG_STR(m->text));
}

/* The mistakes of an expression; empty if there are none. */
static void assert_mistakes(const char *expression, const sdn_record_type *type, const char *expected)
{
    sdn_arena arena = SDN_ARENA_INIT;
    diag_list diags;
    sdn_buffer text = SDN_BUFFER_INIT;
    diag_list_init(&diags, &arena);
    where *compiled = where_compile("where", expression, type, &arena, &diags);
    for (size_t i = 0; i < diags.count; i++)
        add_mistake(&text, diags.items[i]);
    sdn__buffer_add(&text, "", 1);
    if (strcmp(text.bytes, expected) != 0)
        fail_msg("%s:\n%sexpected:\n%s", expression, text.bytes, expected);
    assert_true((compiled == NULL) == (diags.errors > 0));
    where_release(compiled);
    sdn__buffer_release(&text);
    diag_list_release(&diags);
    sdn_arena_release(&arena);
}

static const struct {
    const char *expression, *mistakes;
} of_todos[] =
    {
        {"", "1+0: the expression is empty\n"
             "  write one such as: status = open and line > 50\n"},
        {"status = opne", "10+4: 'opne' is not a TodoStatus\n"
                          "  did you mean 'open'?\n"},
        {"status == open", "8+2: '==' is no operator\n"
                           "  write '='\n"},
        {"status = open && valid", "15+2: '&&' is no operator\n"
                                   "  write 'and'\n"},
        {"status = open || valid", "15+2: '||' is no operator\n"
                                   "  write 'or'\n"},
        {"!valid", "1+1: '!' is no operator\n"
                   "  write 'not'\n"},
        {"status <> open", "8+2: '<>' is no operator\n"
                           "  write '!='\n"},
        {"line =< 5", "6+2: '=<' is no operator\n"
                      "  write '<='\n"},
        {"line => 5", "6+2: '=>' is no operator\n"
                      "  write '>='\n"},
        {"file =~ 'x'", "6+2: '=~' is no operator\n"
                        "  write '~'\n"},
        {"file !~ 'x'", "6+2: '!~' is no operator\n"
                        "  write: not (FIELD ~ 'PATTERN')\n"},
        {"file like 'a%'",
         "6+4: 'like' is no word of expressions\n"
         "  write ~ with a regular expression: title ~ '^a' for LIKE 'a%', or: title has 'text' for LIKE '%text%'\n"},
        {"file LIKE 'a%'",
         "6+4: 'LIKE' is no word of expressions\n"
         "  write ~ with a regular expression: title ~ '^a' for LIKE 'a%', or: title has 'text' for LIKE '%text%'\n"},
        {"file ilike a", "6+5: 'ilike' is no word of expressions\n"
                         "  write ~ with a regular expression: title ~ '^[aA]'\n"},
        {"area contains 'x'", "6+8: 'contains' is no word of expressions\n"
                              "  write 'has'\n"},
        {"line between 1 and 5", "6+7: 'between' is no word of expressions\n"
                                 "  write two comparisons: line >= 1 and line <= 5\n"},
        {"issue is null", "10+4: 'null' is no word of expressions\n"
                          "  write 'absent'\n"},
        {"issue is not null", "14+4: 'null' is no word of expressions\n"
                              "  write 'absent'\n"},
        {"issue = null", "9+4: 'null' is no value\n"
                         "  write: issue absent; for the text put it in quotes\n"},
        {"issue isnull", "7+6: 'isnull' is no word of expressions\n"
                         "  write 'absent'\n"},
        {"line eq 5", "6+2: 'eq' is no word of expressions\n"
                      "  write '='\n"},
        {"line lt 5", "6+2: 'lt' is no word of expressions\n"
                      "  write '<'\n"},
        {"lnie > 5", "1+4: 'lnie' is not a field of 'todos'\n"
                     "  did you mean 'line'?\n"},
        {"open", "1+4: 'open' is not a field of 'todos'\n"
                 "  it is a value of 'status'; write: status = open\n"},
        {"status:open", "7+1: ':' is no operator\n"
                        "  write '='\n"},
        {"status is open", "11+4: expected 'absent' or 'present', found 'open'\n"
                           "  write: status = open\n"},
        {"status open",
         "8+4: expected an operator (= != < <= > >= ~ in has absent present), 'and' or 'or', found 'open'\n"
         "  write: status = open\n"},
        {"valid = yes", "9+3: 'yes' is neither true nor false\n"},
        {"valid = TRUE", "9+4: 'TRUE' is neither true nor false\n"
                         "  did you mean 'true'?\n"},
        {"line = abc", "8+3: 'abc' is not a whole number from 0 to 4294967295\n"},
        {"line = ''", "8+2: '' is not a whole number from 0 to 4294967295\n"},
        {"line = -1", "8+2: '-1' is not a whole number from 0 to 4294967295\n"},
        {"line > 5 5", "10+1: expected 'and' or 'or', found '5'\n"
                       "  a value of several words stands in quotes\n"},
        {"line >", "7+1: expected a value at the end\n"},
        {"and", "1+3: expected a field, 'not' or '(', found 'and'\n"
                "  a field with this name stands in brackets: [and]\n"},
        {"valid and", "10+1: expected a field, 'not' or '(' at the end\n"},
        {"valid or or valid", "10+2: expected a field, 'not' or '(', found 'or'\n"
                              "  a field with this name stands in brackets: [or]\n"},
        {"(valid", "7+1: ')' is missing at the end\n"
                   "  write one for each '('\n"},
        {"valid)", "6+1: ')' without a '(' before it\n"
                   "  leave it out, or write '(' where the condition begins\n"},
        {"()", "2+1: expected a field, 'not' or '(', found ')'\n"},
        {"'x' = status", "1+3: expected a field, 'not' or '(', found 'x'\n"
                         "  a field stands first, without quotes or in brackets: [due date] = '2024-01-31'\n"},
        {"\"status\" = open", "1+8: expected a field, 'not' or '(', found \"status\"\n"
                              "  a field stands first, without quotes or in brackets: [due date] = '2024-01-31'\n"},
        {"5 < line", "1+1: expected a field, 'not' or '(', found '5'\n"
                     "  a field stands first: line > 50\n"},
        {"`status` = open", "1+1: '`' encloses nothing here\n"
                            "  write names without quotes, or in brackets: [due date]\n"},
        {"status in open", "11+4: expected '(' and a list of values, found 'open'\n"
                           "  write: in (open)\n"},
        {"status in open, done", "11+4: expected '(' and a list of values, found 'open'\n"
                                 "  write: in (open)\n"},
        {"status in (open", "16+1: expected ',' or ')' at the end\n"},
        {"status in (open,)", "17+1: expected a value, found ')'\n"},
        {"status in (open done)", "17+4: expected ',' or ')', found 'done'\n"},
        {"status in ()", "12+1: expected a value, found ')'\n"},
        {"status = (open, done)", "10+1: expected a value, found '('\n"
                                  "  several values stand after 'in': FIELD in (a, b)\n"},
        {"status = open, done", "14+1: expected 'and' or 'or', found ','\n"
                                "  several values stand after 'in': FIELD in (a, b)\n"},
        {"status not open", "12+4: expected 'in' or 'has', found 'open'\n"
                            "  write: status != open\n"},
        {"blocked = 9", "9+1: 'blocked' is a list, of which only elements can be compared\n"
                        "  write: blocked has 9\n"},
        {"blocked < 9", "9+1: 'blocked' is a list, of which only elements can be compared\n"
                        "  write: blocked has 9\n"},
        {"blocked in (9)", "9+2: 'blocked' is a list, of which only elements can be compared\n"
                           "  write: blocked has 9\n"},
        {"blocked has null", "13+4: 'null' is no value\n"
                             "  write: blocked absent; for the text put it in quotes\n"},
        {"line has 5", "6+3: 'line' is neither a list nor a text\n"
                       "  write: line = 5\n"},
        {"line absent", "6+6: 'line' always has a value\n"
                        "  only what the schema declares with '?', texts and lists can be absent\n"},
        {"valid present", "7+7: 'valid' always has a value\n"
                          "  only what the schema declares with '?', texts and lists can be absent\n"},
        {"status", "1+6: 'status' is not true or false by itself\n"
                   "  compare it: status = VALUE\n"},
        {"line", "1+4: 'line' is not true or false by itself\n"
                 "  compare it: line = VALUE\n"},
        {"blocked", "1+7: 'blocked' is not true or false by itself\n"
                    "  write: blocked has VALUE\n"},
        {"file = line", "8+4: 'line' is a text or a field here\n"
                        "  write 'line' in quotes for the text, or [line] for the field\n"},
        {"file = area", "8+4: 'area' is a text or a field here\n"
                        "  write 'area' in quotes for the text, or [area] for the field\n"},
        {"area = description", "8+11: 'description' is a text or a field here\n"
                               "  write 'description' in quotes for the text, or [description] for the field\n"},
        {"line = issue", "8+5: 'line' and 'issue' are of different types\n"
                         "  compare 'line' with a value, or with a field of its type\n"},
        {"file ~ '\\d+'", "8+5: '\\d' has no meaning in a regular expression\n"
                          "  write [0-9]\n"},
        {"file ~ [x", "8+1: '[' begins a name that does not end\n"
                      "  put the regular expression in quotes\n"},
        {"file ~ a{2,1}", "9+1: '{' is no part of an expression\n"
                          "  put a text that has it in quotes\n"},
        {"file ~ *.c", "8+1: '*' is no operator\n"
                       "  put the regular expression in quotes\n"},
        {"file ~ 'a{1,1000}{1,1000}'",
         "8+19: the regular expression is too large\n"
         "  it may have 4096 bytes, groups 100 deep, and 20000 parts once repetitions such as {9} are written out\n"},
        {"file = 'abc", "8+1: ''' begins a text that does not end\n"
                        "  write the same quote after the text, and twice where it is part of the text\n"},
        {"file = \"abc", "8+1: '\"' begins a text that does not end\n"
                         "  write the same quote after the text, and twice where it is part of the text\n"},
        {"[file = 3", "1+1: '[' begins a name that does not end\n"
                      "  write ']' after the name\n"},
        {"file = it's", "10+1: ''' begins a text that does not end\n"
                        "  write the same quote after the text, and twice where it is part of the text\n"},
        {"where status = open",
         "7+6: expected an operator (= != < <= > >= ~ in has absent present), 'and' or 'or', found 'status'\n"
         "  leave out 'where'\n"},
        {"status = open order by line", "15+5: 'order' is no word of expressions\n"
                                        "  sort with the option --sort\n"},
        {"status = open;", "14+1: ';' ends nothing here\n"
                           "  write one expression, without ';'\n"},
        {"line + 1 > 5", "6+1: '+' is no operator\n"
                         "  expressions do not calculate; compare a field with a value\n"},
        {"status = not", "10+3: expected a value, found 'not'\n"
                         "  as a value it stands in quotes: 'not'\n"},
        {"line = [nope]",
         "8+6: 'nope' is not a field of 'todos'\n"
         "  the fields are id, keyword, area, priority, description, file, line, issue, blocked, status, valid\n"},
        {"status in ([area])", "12+6: 'area' is a field; a value is expected\n"
                               "  put a text in quotes; fields are compared by = != < <= > >=\n"},
        {"nope = 1 and nada = 2",
         "1+4: 'nope' is not a field of 'todos'\n"
         "  the fields are id, keyword, area, priority, description, file, line, issue, blocked, status, valid\n"
         "14+4: 'nada' is not a field of 'todos'\n"
         "  the fields are id, keyword, area, priority, description, file, line, issue, blocked, status, valid\n"},
        {"status = 'wip'", ""},
        {"status < 'wip'", "10+5: 'wip' has no place in the order of TodoStatus\n"
                           "  compare with a word that TodoStatus lists, or write '='\n"},
        {"status = wip", "10+3: 'wip' is not a TodoStatus\n"
                         "  TodoStatus has open, blocked, stale, done\n"
                         "  TodoStatus is open: a word that it does not list stands in quotes\n"},
        {"status = Open", "10+4: 'Open' is not a TodoStatus\n"
                          "  did you mean 'open'?\n"},
        {"priority = P4", "12+2: 'P4' is not a TodoPriority\n"
                          "  did you mean 'P0'?\n"},
        {"priority = Q", "12+1: 'Q' is not a TodoPriority\n"
                         "  TodoPriority has P0, P1, P2, P3, critical, high, medium, low\n"
                         "  TodoPriority is open: a word that it does not list stands in quotes\n"},
        {"select * from todos", "8+1: '*' is no operator\n"
                                "  expressions do not calculate; compare a field with a value\n"},
        {"status = open limit 5", "15+5: 'limit' is no word of expressions\n"
                                  "  limit with the option --limit\n"},
        {"file = a b c", "10+1: expected 'and' or 'or', found 'b'\n"
                         "  a value of several words stands in quotes\n"},
        {"has = 3",
         "1+3: 'has' is not a field of 'todos'\n"
         "  the fields are id, keyword, area, priority, description, file, line, issue, blocked, status, valid\n"},
        {"is absent", "1+2: 'is' is not a field of 'todos'\n"
                      "  did you mean 'id'?\n"},
        {"issue absent absent", "14+6: expected 'and' or 'or', found 'absent'\n"},
        {"a = b",
         "1+1: 'a' is not a field of 'todos'\n"
         "  the fields are id, keyword, area, priority, description, file, line, issue, blocked, status, valid\n"},
        {"issue absent null", "14+4: 'null' is no word of expressions\n"
                              "  write 'absent'\n"},
        {"status = open and valid xor valid", "25+3: 'xor' is no word of expressions\n"
                                              "  write: A and not B or B and not A\n"},
        {"not", "4+1: expected a field, 'not' or '(' at the end\n"},
        {"valid not", "10+1: expected 'in' or 'has' at the end\n"},
        {"status in", "10+1: expected '(' and a list of values at the end\n"},
        {"blocked has", "12+1: expected a value at the end\n"},
        {"status is", "10+1: expected 'absent' or 'present' at the end\n"},
        {"status is not open", "15+4: expected 'absent' or 'present', found 'open'\n"
                               "  write: status != open\n"},
        {"status = 'open' done", "17+4: expected 'and' or 'or', found 'done'\n"},
        {"line ~ '\\t'", "8+4: '\\t' has no meaning in a regular expression\n"
                         "  patterns are extended regular expressions of POSIX; write the character itself\n"},
        {"valid @ 3", "7+1: '@' is no part of an expression\n"
                      "  put a text that has it in quotes\n"},
        {"line = 5)", "9+1: ')' without a '(' before it\n"
                      "  leave it out, or write '(' where the condition begins\n"},
        {"(line = 5", "10+1: ')' is missing at the end\n"
                      "  write one for each '('\n"},
},
  of_all_types[] = {
      {"level = hihg", "9+4: 'hihg' is not a Level\n"
                       "  did you mean 'high'?\n"},
      {"level = 'none'", "9+6: 'none' is not a Level\n"
                         "  Level has low, just so, so, high\n"},
      {"level > calm", "9+4: 'calm' is not a Level\n"
                       "  Level has low, just so, so, high\n"},
      {"mood = mery", "8+4: 'mery' is not a Mood\n"
                      "  did you mean 'merry'?\n"},
      {"mood = sad", "8+3: 'sad' is not a Mood\n"
                     "  Mood has calm, merry\n"
                     "  Mood is open: a word that it does not list stands in quotes\n"},
      {"mood < 'sad'", "8+5: 'sad' has no place in the order of Mood\n"
                       "  compare with a word that Mood lists, or write '='\n"},
      {"mood in (calm, sad)", "16+3: 'sad' is not a Mood\n"
                              "  Mood has calm, merry\n"
                              "  Mood is open: a word that it does not list stands in quotes\n"},
      {"i32 = 3000000000", "7+10: '3000000000' is not a whole number from -2147483648 to 2147483647\n"},
      {"i64 > 1.5", "7+3: '1.5' is not a whole number from -9223372036854775808 to 9223372036854775807\n"},
      {"u64 = -1", "7+2: '-1' is not a whole number from 0 to 18446744073709551615\n"},
      {"f64 = fast", "7+4: 'fast' is not a number such as 5, -0.25 or 1e9, or too large for one\n"},
      {"f64 = ''", "7+2: '' is not a number such as 5, -0.25 or 1e9, or too large for one\n"},
      {"maybe_f64 = ''", "13+2: '' is not a number such as 5, -0.25 or 1e9, or too large for one\n"
                         "  for records without a value write: maybe_f64 absent\n"},
      {"day = 2026-02-30", "7+10: '2026-02-30' is not a date such as 2026-01-31\n"},
      {"day = yesterday", "7+9: 'yesterday' is not a date such as 2026-01-31\n"},
      {"day = 31.1.2026", "7+9: '31.1.2026' is not a date such as 2026-01-31\n"},
      {"time = noon", "8+4: 'noon' is not a time such as 2026-01-31T08:15:00Z\n"},
      {"time = 2026-01-31", "8+10: '2026-01-31' is a day, and 'time' is a point in time\n"
                            "  write 2026-01-31T00:00:00Z, or compare days with '>=' and '<'\n"},
      {"time > 2026-01-31", "8+10: '2026-01-31' is a day, and 'time' is a point in time\n"
                            "  write 2026-01-31T00:00:00Z, or compare days with '>=' and '<'\n"},
      {"time <= '2026-01-31'", "9+12: '2026-01-31' is a day, and 'time' is a point in time\n"
                               "  write 2026-01-31T00:00:00Z, or compare days with '>=' and '<'\n"},
      {"time > 2026-01-31T25:00:00Z", "8+20: '2026-01-31T25:00:00Z' is not a time such as 2026-01-31T08:15:00Z\n"},
      {"maybe_day = null", "13+4: 'null' is no value\n"
                           "  write: maybe_day absent\n"},
      {"maybe_i32s = 3", "12+1: 'maybe_i32s' is a list, of which only elements can be compared\n"
                         "  write: maybe_i32s has 3\n"},
      {"i32s has x", "10+1: 'x' is not a whole number from -2147483648 to 2147483647\n"},
      {"levels has lwo", "12+3: 'lwo' is not a Level\n"
                         "  did you mean 'low'?\n"},
      {"levels has [level]", "12+7: 'level' is a field; a value is expected\n"
                             "  put a text in quotes; fields are compared by = != < <= > >=\n"},
      {"text has [level]", "10+7: 'level' is a field; a value is expected\n"
                           "  put a text in quotes; fields are compared by = != < <= > >=\n"},
      {"text ~ [level]", "8+7: 'level' is a field; a value is expected\n"
                         "  put a text in quotes; fields are compared by = != < <= > >=\n"},
      {"i32 = u32", "7+3: 'i32' and 'u32' are of different types\n"
                    "  compare 'i32' with a value, or with a field of its type\n"},
      {"i32 = [text]", "7+6: 'i32' and 'text' are of different types\n"
                       "  compare 'i32' with a value, or with a field of its type\n"},
      {"level = mood", "9+4: 'level' and 'mood' are of different types\n"
                       "  compare 'level' with a value, or with a field of its type\n"},
      {"level = levels", "9+6: 'level' and 'levels' are of different types\n"
                         "  compare 'level' with a value, or with a field of its type\n"},
      {"texts = texts", "7+1: 'texts' is a list, of which only elements can be compared\n"
                        "  write: texts has texts\n"},
      {"flag > 3", "8+1: '3' is neither true nor false\n"},
      {"flag is true", "9+4: expected 'absent' or 'present', found 'true'\n"
                       "  write: flag = true\n"},
      {"maybe_flag is null", "15+4: 'null' is no word of expressions\n"
                             "  write 'absent'\n"},
      {"not i32", "5+3: 'i32' is not true or false by itself\n"
                  "  compare it: i32 = VALUE\n"},
      {"i32 absent", "5+6: 'i32' always has a value\n"
                     "  only what the schema declares with '?', texts and lists can be absent\n"},
      {"i32 has 5", "5+3: 'i32' is neither a list nor a text\n"
                    "  write: i32 = 5\n"},
      {"mood has m", "6+3: 'mood' is neither a list nor a text\n"
                     "  write: mood = m\n"},
      {"[no such] = 1", "1+9: 'no such' is not a field of 'everything'\n"
                        "  the fields are id, text, flag, i32, i64, u32, u64, f64, day, time, level, mood, ...\n"},
      {"maybe_txt = a", "1+9: 'maybe_txt' is not a field of 'everything'\n"
                        "  did you mean 'maybe_text'?\n"},
};

static void every_mistake_in_queries_of_todos_has_its_message(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof of_todos / sizeof of_todos[0]; i++)
        assert_mistakes(of_todos[i].expression, &todo_record_type, of_todos[i].mistakes);
}

static void every_mistake_about_a_type_has_its_message(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof of_all_types / sizeof of_all_types[0]; i++)
        assert_mistakes(of_all_types[i].expression, &all_types_record_type, of_all_types[i].mistakes);
}

/* A text of `count` times `part`, between `before` and `after`; to be freed. */
static char *repeated(const char *before, const char *part, size_t count, const char *after)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    text_printf(&text, "%s", before);
    for (size_t i = 0; i < count; i++)
        text_printf(&text, "%s", part);
    text_printf(&text, "%s", after);
    sdn__buffer_add(&text, "", 1);
    assert_false(text.out_of_memory);
    return text.bytes;
}

static void assert_first_mistake(char *expression, const char *message)
{
    sdn_arena arena = SDN_ARENA_INIT;
    diag_list diags;
    diag_list_init(&diags, &arena);
    where *compiled = where_compile("where", expression, &todo_record_type, &arena, &diags);
    if (message == NULL) {
        assert_non_null(compiled);
    } else {
        assert_null(compiled);
        assert_string_equal(diags.items[0]->error.text.ptr, message);
    }
    where_release(compiled);
    diag_list_release(&diags);
    sdn_arena_release(&arena);
    sdn__buffer_release(&(sdn_buffer){.bytes = expression});
}

static void what_is_nested_deeply_or_very_long_is_refused_or_works(void **state)
{
    static const char deep[] = "parentheses and 'not' are nested too deeply";
    (void)state;
    assert_first_mistake(repeated("", "valid or valid and (", 100, "valid"), "')' is missing at the end");
    assert_first_mistake(repeated("", "(", 100000, "valid"), deep);
    assert_first_mistake(repeated("", "not ", 100000, "valid"), deep);
    assert_first_mistake(repeated("", "valid and (", 50000, "valid"), deep);
    assert_first_mistake(repeated("valid", " or valid and valid", 50000, ""), NULL);
    assert_first_mistake(repeated("line in (0", ",1", 400000, ")"), NULL);
    assert_first_mistake(repeated("file = '", "x", 1000000, "'"), NULL);
    assert_first_mistake(repeated("file = '", "''", 500000, "'"), NULL);
    assert_first_mistake(repeated("file = '", "x", 1 << 20, "'"), "the expression is longer than 1048576 bytes");
    assert_first_mistake(repeated("file ~ '", "(", 4000, "'"), "the regular expression is too large");
    assert_first_mistake(repeated("file ~ '", "x", 5000, "'"), "the regular expression is too large");
    assert_first_mistake(repeated("file ~ 'x", "{9}", 10, "'"), "the regular expression is too large");
    assert_first_mistake(repeated("file ~ 'x", "+", 40, "'"), "the regular expression is too large");
    assert_first_mistake(repeated("file ~ 'x", "?", 40, "'"), "the regular expression is too large");
    assert_first_mistake(repeated("file ~ 'x", "*", 40, "'"), "the regular expression is too large");
    assert_first_mistake(repeated("file ~ 'x", "+", 8, "'"), NULL);
    assert_first_mistake(repeated("file ~ '", "(x)+", 500, "'"), NULL);
    assert_first_mistake(repeated("file ~ '", "[]a+{9}[:digit:]]", 200, "'"), NULL);
    assert_first_mistake(repeated("file ~ '(", "x", 400, "){100}'"), "the regular expression is too large");
    assert_first_mistake(repeated("file ~ '", "[0-9a-f]{8}-", 9, "$'"), NULL);
}

/* The rest of the message is that of the C library. */
static void patterns_that_cannot_be_compiled_are_explained(void **state)
{
    static const char *const wrong[] = {"file ~ '('", "file ~ '['", "file ~ 'a{2,1}'", "line ~ '*)'"};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        sdn_arena arena = SDN_ARENA_INIT;
        diag_list diags;
        diag_list_init(&diags, &arena);
        assert_null(where_compile("where", wrong[i], &todo_record_type, &arena, &diags));
        assert_int_equal(diags.count, 1);
        assert_memory_equal(diags.items[0]->error.text.ptr, "this is no regular expression: ", 31);
        assert_int_equal(diags.items[0]->error.span.start, 7);
        diag_list_release(&diags);
        sdn_arena_release(&arena);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_in_queries_of_todos_has_its_message),
        cmocka_unit_test(every_mistake_about_a_type_has_its_message),
        cmocka_unit_test(patterns_that_cannot_be_compiled_are_explained),
        cmocka_unit_test(what_is_nested_deeply_or_very_long_is_refused_or_works),
    };
    return run_cases(argc, argv, tests);
}
