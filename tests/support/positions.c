#include "test.h"

#include "positions.h"

#include <stdio.h>

void assert_field_positions(const sdn_record_type *type, const named_position *names, size_t count)
{
    assert_int_equal(type->field_count, count);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(names[i].position, i);
        assert_string_equal(type->fields[i].name, names[i].name);
    }
}

/* The name that the constant of an index is made from; lasts until the next call. */
static const char *name_of_index(const sdn_record_type *type, const sdn_index_type *index)
{
    static char name[256];
    size_t used = 0;
    for (uint32_t i = 0; i < index->field_count; i++)
        used += (size_t)snprintf(name + used, sizeof name - used, "%s%s", i > 0 ? "_" : "",
                                 type->fields[index->fields[i]].name);
    return name;
}

void assert_index_positions(const sdn_record_type *type, const named_position *names, size_t count)
{
    assert_int_equal(type->index_count, count);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(names[i].position, i);
        assert_string_equal(name_of_index(type, &type->indexes[i]), names[i].name);
    }
}
