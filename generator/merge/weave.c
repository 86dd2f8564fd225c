#include "merge/merge_private.h"

#include "base/error.h"

/* What stands before an element that both sides have. */
static sdn_code put_text_before(file_merger *m, const merge_element *element)
{
    m->output.at_table_end = !merge_is_row(element);
    sdn_code code = merge_text_before(m, element->peers);
    if (m->output.at_table_end)
        merge_put_end_of_table(m);
    return code;
}

static sdn_code put_stable(file_merger *m, merge_side side, uint32_t position)
{
    sdn_code code = put_text_before(m, merge_element_at(m, side, position));
    return code == SDN_OK ? merge_element_put(m, side, position) : code;
}

static sdn_code put_rows(file_merger *m, const merge_table *table)
{
    sdn_code code = SDN_OK;
    uint32_t first = table->first[table->order] + 1;
    for (uint32_t i = first; i < first + table->row_count[table->order] && code == SDN_OK; i++)
        if (merge_element_at(m, table->order, i)->state == MERGE_STABLE)
            code = put_stable(m, table->order, i);
    return code;
}

sdn_code merge_weave(file_merger *m)
{
    sdn_code code = SDN_OK;
    const merge_version *version = &m->versions[m->table_order];
    for (uint32_t i = 0; i < version->count && code == SDN_OK; i++) {
        const merge_element *element = &version->elements[i];
        if ((element->flags & MERGE_IS_HEADER) == 0 || element->state != MERGE_STABLE)
            continue;
        code = put_stable(m, m->table_order, i);
        if (code == SDN_OK)
            code = put_rows(m, &m->tables[element->table]);
    }
    if (code == SDN_OK)
        code = put_text_before(m, &version->elements[version->count - 1]);
    merge_put_header_end(m);
    return code == SDN_OK && m->output.text.out_of_memory ? sdn__fail_memory(m->err) : code;
}
