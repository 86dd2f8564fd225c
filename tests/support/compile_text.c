#include "test.h"

#include "compile_text.h"

#include <string.h>

#include "check/sema.h"
#include "syntax/parse.h"

void parse_text(compiled_text *f, const char *text)
{
    sdn_error err = {0};
    memset(f, 0, sizeof *f);
    diag_list_init(&f->diags, &f->arena);
    assert_ok(source_init(&f->unit.source, SDN_STR("t.schema"), sdn_str_from(text), &f->arena, &err), err);
    assert_int_equal(parse_schema(&f->unit.source, &f->arena, &f->diags, &f->unit.ast), 0);
}

void check_text(compiled_text *f, const char *text)
{
    parse_text(f, text);
    f->unit.base_name = SDN_STR("t");
    f->unit.requested = f->unit.loaded = true;
    f->unit.imports = sdn_arena_alloc(&f->arena, (f->unit.ast.import_count + 1) * sizeof *f->unit.imports);
    assert_non_null(f->unit.imports);
    for (size_t i = 0; i < f->unit.ast.import_count; i++)
        f->unit.imports[i] = NULL;
    f->list[0] = &f->unit;
    f->loaded = (load_result){.units = f->list, .unit_count = 1, .ordered = f->list};
    assert_int_equal(sema_check(&f->loaded, SDN_STR(""), &f->arena, &f->diags, &f->model), 0);
}

const char *compile_messages(compiled_text *f)
{
    f->text.len = 0;
    diag_sort(&f->diags);
    diag_render(&f->diags, (diag_style){.color = false}, &f->text);
    sdn__buffer_add(&f->text, "", 1);
    assert_false(f->text.out_of_memory);
    return f->text.bytes;
}

const model_schema *check_fine(compiled_text *f, const char *text)
{
    check_text(f, text);
    assert_string_equal(compile_messages(f), "");
    assert_int_equal(f->model.schema_count, 1);
    return f->model.schemas[0];
}

void compiled_text_release(compiled_text *f)
{
    diag_list_release(&f->diags);
    sdn__buffer_release(&f->text);
    sdn_arena_release(&f->arena);
}

void assert_messages(const char *text, const char *messages)
{
    compiled_text f;
    check_text(&f, text);
    assert_string_equal(compile_messages(&f), messages);
    compiled_text_release(&f);
}

void assert_errors(const char *text, const char *errors)
{
    compiled_text f;
    sdn_buffer lines = SDN_BUFFER_INIT;
    check_text(&f, text);
    diag_sort(&f.diags);
    for (size_t i = 0; i < f.diags.count; i++) {
        const diag_message *error = &f.diags.items[i]->error;
        source_position place = source_locate(error->span.source, error->span.start);
        text_printf(&lines, "%u:%u: error: %.*s\n", place.line, place.column, DIAG_STR(error->text));
    }
    sdn__buffer_add(&lines, "", 1);
    assert_string_equal(lines.bytes, errors);
    sdn__buffer_release(&lines);
    compiled_text_release(&f);
}
