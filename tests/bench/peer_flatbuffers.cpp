/*
 * flatbuffers: one buffer, sorted by key, mapped; LOAD verifies it and extracts each row into a struct whose
 * text stays in the buffer. A buffer is read only, so nothing can be changed in it.
 */
#include "bytes.h"
#include "peers.h"
#include "rows.h"

#include <vector>

#include "todo_generated.h"

namespace fbs = bench::fbs;

namespace
{

using text_offset = flatbuffers::Offset<flatbuffers::String>;

text_offset add_text(flatbuffers::FlatBufferBuilder &builder, sdn_str text)
{
    return builder.CreateString(text.ptr, text.len);
}

/* Words that many rows share are stored once. */
text_offset share_text(flatbuffers::FlatBufferBuilder &builder, sdn_str text)
{
    return builder.CreateSharedString(text.ptr, text.len);
}

flatbuffers::Offset<flatbuffers::Vector<text_offset>> add_list(flatbuffers::FlatBufferBuilder &builder,
                                                               sdn_str_list list)
{
    if (list.count == 0)
        return 0;
    std::vector<text_offset> offsets;
    for (size_t i = 0; i < list.count; i++)
        offsets.push_back(add_text(builder, list.items[i]));
    return builder.CreateVector(offsets);
}

flatbuffers::Offset<fbs::Todo> add_row(flatbuffers::FlatBufferBuilder &builder, const todo &row)
{
    auto id = add_text(builder, row.id);
    auto keyword = share_text(builder, row.keyword);
    auto area = share_text(builder, row.area);
    auto description = add_text(builder, row.description);
    auto file = add_text(builder, row.file);
    auto issue = row.has_issue ? add_text(builder, row.issue) : text_offset(0);
    auto blocked = add_list(builder, row.blocked);
    return fbs::CreateTodo(builder, id, keyword, area, static_cast<fbs::Priority>(row.priority), description, file,
                           row.line, issue, blocked, static_cast<fbs::Status>(row.status), row.valid);
}

int save(const bench_task *task, measurement *measure)
{
    row_table rows = ROWS_INIT;
    rows_make(&rows, task->rows);
    measure_start(measure);
    flatbuffers::FlatBufferBuilder builder(static_cast<size_t>(1) << 20);
    std::vector<flatbuffers::Offset<fbs::Todo>> offsets;
    for (size_t i = 0; i < rows.count; i++)
        offsets.push_back(add_row(builder, rows.items[i]));
    builder.Finish(fbs::CreateTodos(builder, builder.CreateVectorOfSortedTables(&offsets)));
    measure_lap(measure);
    auto bytes = reinterpret_cast<const char *>(builder.GetBufferPointer());
    int result = file_write(task->path, bytes, builder.GetSize(), task->durable);
    measure_stop(measure);
    measure->units = rows.count;
    measure->checksum = rows_sum(&rows);
    rows_release(&rows);
    return result;
}

/* The root of a mapped file that is safe to read, or NULL. */
const fbs::Todos *verified(const byte_buffer &file)
{
    auto bytes = reinterpret_cast<const uint8_t *>(file.ptr);
    flatbuffers::Verifier verifier(bytes, file.len, 64, 100000000);
    return fbs::VerifyTodosBuffer(verifier) ? fbs::GetTodos(bytes) : nullptr;
}

sdn_str view(const flatbuffers::String *text)
{
    return text != nullptr ? sdn_str{text->c_str(), text->size()} : SDN_STR("");
}

sdn_str_list view_list(const flatbuffers::Vector<text_offset> *list, std::vector<sdn_str> &items)
{
    if (list == nullptr)
        return sdn_str_list{nullptr, 0};
    size_t first = items.size();
    for (const flatbuffers::String *text : *list)
        items.push_back(view(text));
    return sdn_str_list{items.data() + first, list->size()};
}

void extract(const fbs::Todo &from, todo &row, std::vector<sdn_str> &items)
{
    row.id = view(from.id());
    row.keyword = view(from.keyword());
    row.area = view(from.area());
    row.priority = static_cast<todo_priority>(from.priority());
    row.description = view(from.description());
    row.file = view(from.file());
    row.line = from.line();
    row.has_issue = from.issue() != nullptr;
    row.issue = view(from.issue());
    row.blocked = view_list(from.blocked(), items);
    row.status = static_cast<todo_status>(from.status());
    row.valid = from.valid();
}

int load(const bench_task *task, measurement *measure)
{
    measure_start(measure);
    byte_buffer file = bytes_map(task->path);
    const fbs::Todos *todos = file.ptr != nullptr ? verified(file) : nullptr;
    if (todos == nullptr)
        return complain("flatbuffers", "the file is not valid");
    measure_lap(measure); /* from here rows can be read one by one */
    std::vector<todo> rows(todos->rows()->size());
    std::vector<sdn_str> items;
    items.reserve(rows.size() * 2); /* never moves: rows have at most two */
    for (flatbuffers::uoffset_t i = 0; i < rows.size(); i++)
        extract(*todos->rows()->Get(i), rows[i], items);
    for (const todo &row : rows)
        measure->checksum += row_sum(&row);
    measure_stop(measure);
    measure->units = rows.size();
    bytes_unmap(&file);
    return 0;
}

uint64_t sum_all(const fbs::Todos &todos)
{
    uint64_t sum = 0;
    std::vector<sdn_str> items;
    for (const fbs::Todo *from : *todos.rows()) {
        todo row;
        items.clear();
        items.reserve(2);
        extract(*from, row, items);
        sum += row_sum(&row);
    }
    return sum;
}

int iterate(const bench_task *task, measurement *measure)
{
    byte_buffer file = bytes_map(task->path);
    const fbs::Todos *todos = file.ptr != nullptr ? verified(file) : nullptr;
    if (todos == nullptr)
        return complain("flatbuffers", "the file is not valid");
    sum_all(*todos);
    measure_start(measure);
    measure->checksum = sum_all(*todos);
    measure_stop(measure);
    measure->units = todos->rows()->size();
    bytes_unmap(&file);
    return 0;
}

int lookup(const bench_task *task, measurement *measure)
{
    row_picks picks = picks_make(task);
    byte_buffer file = bytes_map(task->path);
    const fbs::Todos *todos = file.ptr != nullptr ? verified(file) : nullptr;
    if (todos == nullptr)
        return complain("flatbuffers", "the file is not valid");
    measure_start(measure);
    for (uint32_t i = 0; i < picks.count; i++)
        measure->checksum += todos->rows()->LookupByKey(picks.keys[i].id)->line();
    measure_stop(measure);
    measure->units = picks.count;
    bytes_unmap(&file);
    picks_release(&picks);
    return 0;
}

contestant make_contestant()
{
    contestant made = {};
    made.name = "flatbuffers";
    made.extension = "fb";
    made.run[OP_SAVE] = save;
    made.run[OP_LOAD] = load;
    made.run[OP_ITERATE] = iterate;
    made.run[OP_LOOKUP] = lookup;
    return made;
}

} // namespace

extern "C" const contestant contestant_flatbuffers = make_contestant();
