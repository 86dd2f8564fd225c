#include "emit/emit.h"

#include "emit/cbuffer.h"
#include "emit/emit_private.h"
#include "names/cname.h"

#include <assert.h>

/* The files made from each schema. */
static const struct {
    const char *suffix;
    void (*emit)(emitter *e);
} files[] = {
    {".h", emit_header},
    {".c", emit_source},
};

enum { FILES = sizeof files / sizeof files[0] };

_Static_assert((int)FILES <= (int)EMIT_OUTPUTS_MAX, "callers have room for every file");

static sdn_str output_name(const model_schema *schema, size_t file, sdn_arena *arena)
{
    cbuffer name = CBUFFER_INIT(arena);
    cbuffer_add_str(&name, schema->base_name);
    cbuffer_add(&name, files[file].suffix);
    return cbuffer_text(&name);
}

size_t emit_output_names(const model_schema *schema, sdn_str names[EMIT_OUTPUTS_MAX], sdn_arena *arena)
{
    for (size_t i = 0; i < FILES; i++) {
        names[i] = output_name(schema, i, arena);
        if (names[i].ptr == NULL)
            return 0;
    }
    return FILES;
}

static sdn_str output_text(const model_schema *schema, const emit_options *options, size_t file,
                           const name_table *visible, sdn_arena *arena)
{
    emitter e;
    emitter_init(&e, schema, options, visible, arena);
    files[file].emit(&e);
    return cprinter_text(&e.printer);
}

int emit_schema(const model_schema *schema, const emit_options *options, emit_output outputs[EMIT_OUTPUTS_MAX],
                size_t *count, sdn_arena *arena)
{
    static const emit_options none = {SDN_STR_INIT(""), SDN_STR_INIT("")};
    emit_output made[FILES];
    name_table visible = {.arena = arena};
    if (cname_visible(schema, &visible) != 0)
        return -1;
    for (size_t i = 0; i < FILES; i++) {
        made[i].name = output_name(schema, i, arena);
        made[i].text = output_text(schema, options != NULL ? options : &none, i, &visible, arena);
        if (made[i].name.ptr == NULL || made[i].text.ptr == NULL)
            return -1;
    }
    memcpy(outputs, made, sizeof made);
    *count = FILES;
    return 0;
}
