/* Lists of fields, such as `--fields a,b`. */
#include "test.h"

#include <string.h>

#include "query/field_name.h"
#include "todo.h"

/* Reads a list; as text: names with their '-', or the first mistake with its place and its first help. */
static void assert_choices(const sdn_record_type *type, const char *text, const char *expected)
{
    sdn_arena arena = SDN_ARENA_INIT;
    diag_list diags;
    field_choices read = {0};
    sdn_buffer shown = SDN_BUFFER_INIT;
    diag_list_init(&diags, &arena);
    bool fine = field_choices_read("fields", text, type, &arena, &diags, &read);
    assert_true(fine == (diags.errors == 0));
    for (size_t i = 0; i < read.count; i++)
        text_printf(&shown, "%s%s%s", i > 0 ? " " : "", read.items[i].minus ? "-" : "",
                    type->fields[read.items[i].field].name);
    if (!fine) {
        const diag_message *error = &diags.items[0]->error;
        text_printf(&shown, "%lu+%lu: %.*s; %.*s",
                    (unsigned long)source_locate(error->span.source, error->span.start).column,
                    (unsigned long)error->span.len, DIAG_STR(error->text), DIAG_STR(error->next->text));
    }
    sdn__buffer_add(&shown, "", 1);
    assert_string_equal(shown.bytes, expected);
    sdn__buffer_release(&shown);
    diag_list_release(&diags);
    sdn_arena_release(&arena);
}

static void lists_have_names_in_any_order_with_blanks(void **state)
{
    (void)state;
    assert_choices(&todo_record_type, "id", "id");
    assert_choices(&todo_record_type, "status,id", "status id");
    assert_choices(&todo_record_type, " -line , id\t,[area]", "-line id area");
    assert_choices(&todo_record_type, "-[line]", "-line");
}

static void each_wrong_name_has_its_place(void **state)
{
    (void)state;
    assert_choices(&todo_record_type, "id,lnie", "4+4: 'lnie' is not a field of 'todos'; did you mean 'line'?");
    assert_choices(&todo_record_type, "id,-[lnie],x", "5+6: 'lnie' is not a field of 'todos'; did you mean 'line'?");
    assert_choices(&todo_record_type, "id line",
                   "1+7: 'id line' is not a field of 'todos'; the fields are id, keyword, "
                   "area, priority, description, file, line, issue, blocked, status, "
                   "valid");
    assert_choices(&todo_record_type, "id,line,id", "9+2: this field is there twice; leave one of them out");
    assert_choices(&todo_record_type, "id,,line",
                   "4+1: expected the name of a field; write names separated by ',', such "
                   "as a,b");
    assert_choices(&todo_record_type, "id,",
                   "4+1: expected the name of a field; write names separated by ',', such as "
                   "a,b");
    assert_choices(&todo_record_type, "",
                   "1+1: expected the name of a field; write names separated by ',', such as a,b");
    assert_choices(&todo_record_type, "-",
                   "2+1: expected the name of a field; write names separated by ',', such as "
                   "a,b");
    assert_choices(&todo_record_type, "[id] line", "6+1: expected ','; write names separated by ','");
    assert_choices(&todo_record_type, "id,[line", "4+1: '[' begins a name that does not end; write ']' after the name");
}

static void names_in_brackets_may_have_any_character(void **state)
{
    static const sdn_field fields[] = {{.name = "a,b", .column = SDN_STR_INIT("a,b"), .doc = ""},
                                       {.name = "c]", .column = SDN_STR_INIT("c]"), .doc = ""},
                                       {.name = "-d", .column = SDN_STR_INIT("-d"), .doc = ""}};
    static const sdn_record_type odd = {
        .name = "Odd", .table = SDN_STR_INIT("odd"), .fields = fields, .field_count = 3};
    (void)state;
    assert_choices(&odd, "[a,b],[c]]],[-d]", "a,b c] -d");
    assert_choices(&odd, "-[-d]", "--d");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_have_names_in_any_order_with_blanks),
        cmocka_unit_test(each_wrong_name_has_its_place),
        cmocka_unit_test(names_in_brackets_may_have_any_character),
    };
    return run_cases(argc, argv, tests);
}
