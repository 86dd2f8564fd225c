/*
 * The schema is printed, compiled in memory, and printed again in a plainer form if names clash in C in a way that only the
 * compiler knows: without enums, then with another name of the record too.
 */
#include "infer/infer_schema.h"

#include <string.h>

#include "base/error.h"
#include "check/data_names.h"
#include "check/sema.h"
#include "diag/text.h"
#include "infer/infer_private.h"
#include "syntax/parse.h"

/* ---- names ---- */

sdn_str infer_table_name(sdn_str path, sdn_arena *arena)
{
    size_t start = path.len, end = path.len;
    while (start > 0 && path.ptr[start - 1] != '/')
        start--;
    for (size_t i = path.len; i > start + 1; i--)
        if (path.ptr[i - 1] == '.')
            end = i - 1;
    sdn_str made = identifier_of((sdn_str){path.ptr + start, end - start}, arena);
    bool is_name = made.ptr == NULL || (made.len > 0 && !sema_is_data_keyword(made));
    return is_name ? made : SDN_STR("rows");
}

static bool ends_with_text(sdn_str text, const char *end)
{
    size_t len = strlen(end);
    return text.len > len && memcmp(text.ptr + text.len - len, end, len) == 0;
}

/* One of several: `bugs` has records `bug`, `entries` `entry`, `boxes` `box`. */
static sdn_str singular(sdn_str table, sdn_arena *arena)
{
    static const char *const with_es[] = {"sses", "xes", "ches", "shes"};
    sdn_str made = sdn_arena_copy_str(arena, table);
    if (made.ptr == NULL || made.len < 3 || !ends_with_text(table, "s") || ends_with_text(table, "ss"))
        return made;
    for (size_t i = 0; i < sizeof with_es / sizeof with_es[0]; i++)
        if (ends_with_text(table, with_es[i]))
            return (sdn_str){made.ptr, made.len - 2};
    if (!ends_with_text(table, "ies"))
        return (sdn_str){made.ptr, made.len - 1};
    ((char *)(uintptr_t)made.ptr)[made.len - 3] = 'y';
    return (sdn_str){made.ptr, made.len - 2};
}

/* The name of the record: with a capital at the start of each word. */
static sdn_str record_name(const infer_request *request, const char *end, sdn_arena *arena)
{
    sdn_str base = request->record.len > 0 ? request->record : singular(request->table, arena);
    sdn_buffer name = SDN_BUFFER_INIT;
    for (size_t i = 0; base.ptr != NULL && i < base.len; i++) {
        bool starts = request->record.len == 0 && (i == 0 || base.ptr[i - 1] == '_');
        char c = base.ptr[i];
        if (c == '_' && request->record.len == 0)
            continue;
        c = (char)(starts && c >= 'a' && c <= 'z' ? c + 'A' - 'a' : c);
        sdn__buffer_add(&name, &c, 1);
    }
    text_printf(&name, "%s", end);
    sdn_str made = base.ptr != NULL ? text_copy(&name, arena) : base;
    sdn__buffer_release(&name);
    return made;
}

/* ---- compiling ---- */

/* Whether the schema has no mistakes. *first gets the message of the first one, in the arena. */
static sdn_code compile_schema(sdn_str text, sdn_arena *arena, bool *is_fine, sdn_str *first, sdn_error *err)
{
    load_unit unit = {.base_name = SDN_STR("inferred"), .requested = true, .loaded = true};
    load_unit *list[] = {&unit};
    load_result loaded = {.units = list, .unit_count = 1, .ordered = list};
    diag_list diags;
    model made;
    sdn_code code = source_init(&unit.source, SDN_STR("inferred.schema"), text, arena, err);
    if (code != SDN_OK)
        return code;
    diag_list_init(&diags, arena);
    bool failed = parse_schema(&unit.source, arena, &diags, &unit.ast) != 0 ||
                  sema_check(&loaded, SDN_STR(""), arena, &diags, &made) != 0 || diags.out_of_memory;
    *is_fine = diags.errors == 0;
    *first = diags.count > 0 ? diags.items[0]->error.text : SDN_STR("");
    diag_list_release(&diags);
    return failed ? sdn__fail_memory(err) : SDN_OK;
}

/* One form of the schema. */
static sdn_code try_form(schema_choice_set *chosen, const char *end_of_record, sdn_arena *arena, sdn_buffer *text,
                         sdn_error *err)
{
    text->len = 0;
    chosen->record = record_name(chosen->request, end_of_record, arena);
    if (chosen->record.ptr == NULL)
        return sdn__fail_memory(err);
    sdn_code code = infer_choose(chosen, arena, err);
    if (code != SDN_OK)
        return code;
    infer_print(chosen, arena, text);
    return text->out_of_memory ? sdn__fail_memory(err) : SDN_OK;
}

static sdn_code find_form(const infer_request *request, sdn_arena *arena, sdn_buffer *text, sdn_error *err)
{
    static const struct {
        bool without_enums;
        const char *end_of_record;
    } forms[] = {{false, ""}, {false, "Row"}, {true, ""}, {true, "Row"}};
    sdn_str first = SDN_STR("");
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        bool is_fine;
        schema_choice_set chosen = {.request = request, .without_enums = forms[i].without_enums};
        sdn_code code = try_form(&chosen, forms[i].end_of_record, arena, text, err);
        if (code == SDN_OK)
            code = compile_schema((sdn_str){text->bytes, text->len}, arena, &is_fine, &first, err);
        if (code != SDN_OK || is_fine)
            return code;
    }
    return sdn__fail(err, SDN_E_INVALID, request->input, "the schema would have a mistake: %.*s", (int)first.len,
                     first.ptr);
}

sdn_code infer_schema(const infer_request *request, sdn_buffer *out, sdn_error *err)
{
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_buffer text = SDN_BUFFER_INIT;
    sdn_code code = find_form(request, &arena, &text, err);
    if (code == SDN_OK)
        sdn__buffer_add(out, text.bytes, text.len);
    sdn__buffer_release(&text);
    sdn_arena_release(&arena);
    return code == SDN_OK && out->out_of_memory ? sdn__fail_memory(err) : code;
}
