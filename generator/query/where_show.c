#include "query/where.h"

#include "record/record.h"

static int show_field(const sdn_record_type *type, uint32_t position, const void *record, sdn_arena *arena,
                      sdn_buffer *shown)
{
    sdn_str text = sdn_field_text(type, position, record, arena);
    if (text.ptr == NULL)
        return -1;
    const char *nothing = sdn__field_present(&type->fields[position], record) ? "empty" : "absent";
    text_printf(shown, "%s%s is ", shown->len > 0 ? ", " : "", type->fields[position].name);
    sdn__buffer_add_str(shown, text.len > 0 ? text : sdn_str_from(nothing));
    return 0;
}

sdn_str where_values(const where *compiled, const sdn_record_type *type, const void *record, sdn_arena *arena)
{
    sdn_buffer shown = SDN_BUFFER_INIT;
    for (uint32_t i = 0; i < type->field_count && !shown.out_of_memory; i++)
        if (where_looks_at(compiled, &type->fields[i]) && show_field(type, i, record, arena, &shown) != 0)
            shown.out_of_memory = true;
    sdn_str text = text_copy(&shown, arena);
    sdn__buffer_release(&shown);
    return text;
}
