#include "changes/record_targets.h"

#include "base/alloc.h"
#include "changes/record_key.h"
#include "record/value.h"

/* ---- what the arguments say ---- */

static const sdn_value *key_at(const target_request *request, size_t position)
{
    return request->keys + position * request->table->type->key.field_count;
}

static command_status read_target_keys(edit_session *session, target_request *request)
{
    const sdn_record_type *type = request->table->type;
    const char *const *operands = session->call->operands;
    if (!record_key_expect(type, operands[1], 2, &session->arena, &session->diags))
        return COMMAND_FINE;
    request->keys = sdn_arena_alloc(&session->arena, request->key_count * type->key.field_count * sizeof(sdn_value));
    if (request->keys == NULL)
        return report_out_of_memory(session->report);
    for (size_t i = 0; i < request->key_count; i++)
        (void)record_key_read(type, operands[1 + i], 2 + i, &session->arena, &session->diags,
                              request->keys + i * type->key.field_count);
    return COMMAND_FINE;
}

static command_status check_options(const edit_session *session, const target_request *request)
{
    static const char *const of_filters[] = {"--limit", "--sort"};
    for (size_t i = 0; i < sizeof of_filters / sizeof of_filters[0]; i++)
        if (request->key_count > 0 && invocation_has(session->call, of_filters[i]))
            return usage_error(session->call, session->report, "%s needs --where", of_filters[i]);
    return COMMAND_FINE;
}

command_status target_request_read(edit_session *session, const data_table *table, size_t key_count,
                                   target_request *request)
{
    const char *filter = invocation_value(session->call, "--where");
    const char *order = invocation_value(session->call, "--sort");
    *request = (target_request){.table = table, .key_count = key_count, .limit = SIZE_MAX};
    if (check_options(session, request) != COMMAND_FINE ||
        invocation_number(session->call, session->report, "--limit", UINT32_MAX, SIZE_MAX, &request->limit) !=
            COMMAND_FINE)
        return COMMAND_FAILED;
    request->order.type = table->type;
    if (order != NULL)
        (void)field_choices_read("sort", order, table->type, &session->arena, &session->diags, &request->order.fields);
    if (filter != NULL)
        request->filter = where_compile("where", filter, table->type, &session->arena, &session->diags);
    return key_count > 0 ? read_target_keys(session, request) : COMMAND_FINE;
}

void target_request_release(target_request *request)
{
    where_release(request->filter);
}

/* ---- finding ---- */

/* Keys may be given twice. There are as many as fit on a command line. */
static bool is_found(const record_targets *found, const void *record)
{
    size_t i = 0;
    while (i < found->count && found->records[i] != record)
        i++;
    return i < found->count;
}

static command_status find_keys(edit_session *session, const target_request *request, record_targets *found)
{
    sdn_error err = {0};
    for (size_t i = 0; i < request->key_count; i++) {
        const void *record = sdn_store_get(request->table->store, key_at(request, i));
        if (record == NULL) {
            (void)sdn_store_explain(request->table->store, key_at(request, i), &err);
            return edit_session_refuse(session, &err);
        }
        if (!is_found(found, record))
            found->records[found->count++] = record;
    }
    return COMMAND_FINE;
}

static command_status find_matching(edit_session *session, const target_request *request, record_targets *found)
{
    sdn_cursor walk = sdn_store_in_file_order(request->table->store);
    bool is_sorted = request->order.fields.count > 0;
    const void *record;
    while ((is_sorted || found->count < request->limit) && (record = sdn_cursor_next(&walk)) != NULL)
        if (where_matches(request->filter, record))
            found->records[found->count++] = record;
    if (is_sorted && record_order_sort(&request->order, found->records, found->count) != 0)
        return report_out_of_memory(session->report);
    if (found->count > request->limit)
        found->count = request->limit;
    if (found->count == 0)
        return edit_session_decline(session, "no record matches '%s'", invocation_value(session->call, "--where"));
    return COMMAND_FINE;
}

command_status record_targets_find(edit_session *session, const target_request *request, record_targets *found)
{
    size_t most = request->key_count > 0 ? request->key_count : sdn_store_count(request->table->store);
    *found = (record_targets){sdn_arena_alloc(&session->arena, (most + 1) * sizeof *found->records), 0};
    if (found->records == NULL)
        return report_out_of_memory(session->report);
    return request->key_count > 0 ? find_keys(session, request, found) : find_matching(session, request, found);
}
