#include "merge/file_merge.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "merge/merge_private.h"
#include "text/checksum.h"

/* ---- the frame ---- */

/* Ours, unless only theirs changed it. */
static bool decide_flag(bool base, bool ours, bool theirs)
{
    return ours == base ? theirs : ours;
}

static void choose_line_end(file_merger *m)
{
    const merge_frame *base = &m->versions[MERGE_BASE].frame, *ours = &m->versions[MERGE_OURS].frame;
    const merge_frame *theirs = &m->versions[MERGE_THEIRS].frame;
    bool returns = decide_flag(base->has_returns, ours->has_returns, theirs->has_returns);
    m->output.line_end = returns ? "\r\n" : "\n";
    m->output.keeps_line_ends = base->is_mixed || ours->is_mixed || theirs->is_mixed;
}

static sdn_code start_frame(file_merger *m)
{
    const merge_frame *base = &m->versions[MERGE_BASE].frame, *ours = &m->versions[MERGE_OURS].frame;
    const merge_frame *theirs = &m->versions[MERGE_THEIRS].frame;
    bool has_mark = decide_flag(base->has_mark, ours->has_mark, theirs->has_mark);
    bool has_checksum = decide_flag(base->has_checksum, ours->has_checksum, theirs->has_checksum);
    if (has_mark && has_checksum)
        return merge_leave(m, "one side has a byte order mark, and the other a checksum line, which cannot follow it");
    sdn__buffer_reserve(&m->output.text, m->request->ours.len + m->request->theirs.len / 8 + 64);
    if (has_mark)
        text_printf(&m->output.text, "\xEF\xBB\xBF");
    else if (has_checksum)
        text_printf(&m->output.text, "#sdn-crc32:0\n");
    return SDN_OK;
}

static void finish_frame(file_merger *m)
{
    sdn_buffer *text = &m->output.text;
    if (decide_flag(m->versions[MERGE_BASE].frame.lacks_end, m->versions[MERGE_OURS].frame.lacks_end,
                    m->versions[MERGE_THEIRS].frame.lacks_end) &&
        text->len > 0 && m->result->conflict_count == 0) {
        text->len -= text->bytes[text->len - 1] == '\n';
        text->len -= text->len > 0 && text->bytes[text->len - 1] == '\r';
        if (decide_flag(m->versions[MERGE_BASE].frame.ends_in_return, m->versions[MERGE_OURS].frame.ends_in_return,
                        m->versions[MERGE_THEIRS].frame.ends_in_return))
            sdn__buffer_add(text, "\r", 1);
    }
    sdn__checksum_renew(text);
}

/* ---- phases ---- */

static sdn_code read_versions_of(file_merger *m)
{
    sdn_code code = SDN_OK;
    for (int s = MERGE_BASE; s < MERGE_SIDES && code == SDN_OK; s++) {
        m->versions[s].count = 0;
        code = merge_version_read(m, (merge_side)s);
    }
    return code;
}

/* Reads and matches the rows; once more if there are tables whose rows must be known by their text. */
static sdn_code match_versions(file_merger *m)
{
    sdn_code code = SDN_OK;
    do {
        m->try_again = false;
        code = read_versions_of(m);
        if (code == SDN_OK)
            code = merge_match(m);
    } while (code == SDN_OK && m->try_again);
    return code == SDN_OK ? merge_settle(m) : code;
}

static sdn_code prepare_versions(file_merger *m)
{
    sdn_code code = SDN_OK;
    for (int s = MERGE_BASE; s < MERGE_SIDES && code == SDN_OK; s++)
        code = merge_version_open(m, (merge_side)s);
    if (code == SDN_OK)
        code = merge_find_types(m);
    for (size_t i = 0; i < m->table_count && code == SDN_OK; i++)
        code = merge_columns(m, &m->tables[i]);
    return code == SDN_OK ? match_versions(m) : code;
}

static void count_deletions(file_merger *m)
{
    const merge_version *ours = &m->versions[MERGE_OURS];
    for (size_t i = 0; i < ours->count; i++)
        m->result->record_count += ours->elements[i].state == MERGE_GONE;
}

/* `PATH: 2 records merged, 1 conflict: ...`; without the records if there are none. */
static void add_summary(file_merger *m)
{
    sdn_buffer *to = &m->result->messages;
    size_t merged = m->result->record_count, conflicts = m->result->conflict_count;
    if (conflicts == 0)
        return;
    text_printf(to, "%s: ", m->request->path);
    if (merged > 0)
        text_printf(to, "%lu record%s merged, ", (unsigned long)merged, merged == 1 ? "" : "s");
    text_printf(to, "%lu conflict%s:%s", (unsigned long)conflicts, conflicts == 1 ? "" : "s",
                conflicts == 1 ? " " : "\n");
    for (size_t i = 0, start = 0; i < m->output.conflicts.len; i++)
        if (m->output.conflicts.bytes[i] == '\n') {
            sdn__buffer_add_str(to, conflicts == 1 ? SDN_STR("") : SDN_STR("    "));
            sdn__buffer_add(to, m->output.conflicts.bytes + start, i + 1 - start);
            start = i + 1;
        }
}

static void release_versions(file_merger *m)
{
    for (int s = MERGE_BASE; s < MERGE_SIDES; s++)
        merge_version_release(&m->versions[s]);
}

static sdn_code merge_versions(file_merger *m)
{
    sdn_code code = prepare_versions(m);
    if (code != SDN_OK)
        return code;
    merge_find_order(m);
    choose_line_end(m);
    code = start_frame(m);
    if (code == SDN_OK)
        code = merge_weave(m);
    if (code != SDN_OK)
        return code;
    finish_frame(m);
    count_deletions(m);
    release_versions(m);
    if (m->result->conflict_count == 0)
        code = merge_check_rules(m);
    if (code != SDN_OK)
        return code;
    if (m->result->conflict_count > 0)
        m->result->result = FILE_MERGE_CONFLICTS;
    add_summary(m);
    bool failed =
        m->output.text.out_of_memory || m->output.conflicts.out_of_memory || m->result->messages.out_of_memory;
    return failed ? sdn__fail_memory(m->err) : SDN_OK;
}

static void release_merger(file_merger *m)
{
    release_versions(m);
    for (size_t i = 0; i < m->table_count; i++)
        merge_numbers_release(&m->tables[i].numbers);
    sdn__free(m->tables);
    data_file_close(&m->types);
    sdn__buffer_release(&m->output.conflicts);
    sdn__buffer_release(&m->output.later);
    sdn_arena_release(&m->arena);
    sdn_arena_release(&m->row_arena);
}

/* ---- the whole ---- */

/* The side that stands for both, if one changed nothing or both made the same; NULL: none. */
static const sdn_str *only_change(const file_merge_request *request)
{
    if (sdn_str_equal(request->ours, request->theirs) || sdn_str_equal(request->base, request->theirs))
        return &request->ours;
    return sdn_str_equal(request->base, request->ours) ? &request->theirs : NULL;
}

sdn_code file_merge_run(const file_merge_request *request, file_merge *merged, sdn_error *err)
{
    file_merger m = {.request = request, .result = merged, .err = err, .seed = (uint64_t)(uintptr_t)request->base.ptr};
    *merged = (file_merge){0};
    const sdn_str *only = only_change(request);
    if (only != NULL) {
        sdn__buffer_add_str(&merged->text, *only);
        return merged->text.out_of_memory ? sdn__fail_memory(err) : SDN_OK;
    }
    sdn_code code = merge_versions(&m);
    merged->text = m.output.text;
    release_merger(&m);
    if (code == SDN_E_CONFLICT)
        code = SDN_OK;
    return code;
}

void file_merge_release(file_merge *merged)
{
    sdn__buffer_release(&merged->text);
    sdn__buffer_release(&merged->messages);
}
