#include "test.h"

#include "dynamic_notes.h"

#include <string.h>

#include "compile_text.h"
#include "model_types.h"
#include "record_types/basic.h"

/* What both records have after their key. */
#define NOTE_FIELDS                                                                                          \
    "    text : string = \"nothing\";\n    number : u32 = 7 column \"no\";\n    done : bool = false;\n"      \
    "    kind : Kind = fact;\n    side : Side = left;\n    link : string?;\n    weight : u32?;\n    tags : " \
    "[string];\n"

static const char schema_text[] =
    "open enum Kind { idea, fact }\n"
    "enum Side { left, right = \"right-hand side\" }\n"
    "record Note in notes {\n    key id : string = auto;\n" NOTE_FIELDS
    "    index by kind;\n    index by text, number;\n}\n"
    "record OrderedNote in ordered_notes {\n    key id : string;\n" NOTE_FIELDS "    order by key;\n}\n";

static void assert_same_struct(const sdn_record_type *type)
{
    assert_int_equal(type->size, sizeof(note));
    assert_int_equal(type->field_count, note_record_type.field_count);
    for (uint32_t i = 0; i < type->field_count; i++)
        assert_int_equal(type->fields[i].offset, note_record_type.fields[i].offset);
}

static void make_notes(dynamic_note_types *notes)
{
    static sdn_arena arena; /* of the types */
    compiled_text compiled;
    const sdn_record_type *const *types = NULL;
    (void)check_fine(&compiled, schema_text);
    assert_int_equal(model_types(&compiled.model, &arena, &types), 2);
    assert_same_struct(types[0]);
    assert_same_struct(types[1]);
    notes->ordered = types[1];
    notes->plain = types[0];
    compiled_text_release(&compiled);
}

const dynamic_note_types *dynamic_notes(void)
{
    static dynamic_note_types notes;
    if (notes.plain == NULL)
        make_notes(&notes);
    return &notes;
}
