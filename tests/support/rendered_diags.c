#include "test.h"

#include "rendered_diags.h"

rendered_diags rendered_diags_of(const char *text)
{
    rendered_diags f = {.arena = SDN_ARENA_INIT};
    sdn_error err = {0};
    assert_ok(source_init(&f.source, SDN_STR("t.schema"), sdn_str_from(text), &f.arena, &err), err);
    return f;
}

void rendered_diags_finish(rendered_diags *f, bool color, const char *expected)
{
    diag_sort(&f->diags);
    diag_render(&f->diags, (diag_style){.color = color}, &f->text);
    sdn__buffer_add(&f->text, "", 1);
    assert_string_equal(f->text.bytes, expected);
    sdn__buffer_release(&f->text);
    diag_list_release(&f->diags);
    sdn_arena_release(&f->arena);
}
