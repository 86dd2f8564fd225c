/*
 * simdjson, on demand: an array of objects whose fields come in the order in which they are asked for, into
 * structs whose text stays in the parser's memory. Built for this processor, as its manual advises. It has no
 * key, and no writer: the file is written by a few lines here.
 */
#include "bytes.h"
#include "peers.h"
#include "rows.h"
#include "save_text.h"

#include <string>
#include <string_view>

#include <simdjson.h>

namespace
{

namespace json = simdjson::ondemand;

/* ---- writing ---- */

void add(byte_buffer &out, std::string_view text)
{
    bytes_add(&out, text.data(), text.size());
}

void add_text(byte_buffer &out, sdn_str text)
{
    add(out, "\"");
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"' || text.ptr[i] == '\\')
            add(out, "\\");
        bytes_add(&out, text.ptr + i, 1);
    }
    add(out, "\"");
}

void add_field(byte_buffer &out, std::string_view name, sdn_str text)
{
    add(out, name);
    add_text(out, text);
}

void add_list(byte_buffer &out, std::string_view name, sdn_str_list list)
{
    add(out, name);
    add(out, "[");
    for (size_t i = 0; i < list.count; i++) {
        if (i > 0)
            add(out, ",");
        add_text(out, list.items[i]);
    }
    add(out, "]");
}

void add_row(byte_buffer *bytes, const todo *from)
{
    byte_buffer &out = *bytes;
    const todo &row = *from;
    add_field(out, "{\"id\":", row.id);
    add_field(out, ",\"keyword\":", row.keyword);
    add_field(out, ",\"area\":", row.area);
    add_field(out, ",\"priority\":", sdn_str_from(todo_priority_name(row.priority)));
    add_field(out, ",\"description\":", row.description);
    add_field(out, ",\"file\":", row.file);
    add(out, ",\"line\":");
    add(out, std::to_string(row.line));
    if (row.has_issue)
        add_field(out, ",\"issue\":", row.issue);
    else
        add(out, ",\"issue\":null");
    add_list(out, ",\"blocked\":", row.blocked);
    add_field(out, ",\"status\":", sdn_str_from(todo_status_name(row.status)));
    add(out, row.valid ? ",\"valid\":true}" : ",\"valid\":false}");
}

int save(const bench_task *task, measurement *measure)
{
    const text_form array = {"[", ",\n", "]\n", add_row};
    return save_text(task, measure, &array);
}

/* ---- reading ---- */

sdn_str view(std::string_view text)
{
    return sdn_str{text.data(), text.size()};
}

sdn_str text_of(json::object &object, const char *name)
{
    return view(object.find_field(name).get_string().value());
}

sdn_str_list list_of(json::array list, row_table *rows)
{
    sdn_str found[8];
    size_t count = 0;
    for (auto item : list)
        if (count < 8)
            found[count++] = view(item.get_string().value());
    if (count == 0)
        return sdn_str_list{nullptr, 0};
    auto items = static_cast<sdn_str *>(sdn_arena_alloc(&rows->text, count * sizeof(sdn_str)));
    std::copy(found, found + count, items);
    return sdn_str_list{items, count};
}

void read_row(json::object object, row_table *rows)
{
    todo *row = rows_add(rows);
    row->id = text_of(object, "id");
    row->keyword = text_of(object, "keyword");
    row->area = text_of(object, "area");
    row->priority = priority_of(text_of(object, "priority"));
    row->description = text_of(object, "description");
    row->file = text_of(object, "file");
    row->line = static_cast<uint32_t>(object.find_field("line").get_uint64().value());
    json::value issue = object.find_field("issue").value();
    row->has_issue = !issue.is_null();
    if (row->has_issue)
        row->issue = view(issue.get_string().value());
    row->blocked = list_of(object.find_field("blocked").get_array().value(), rows);
    row->status = status_of(text_of(object, "status"));
    row->valid = object.find_field("valid").get_bool().value();
}

int read_rows(const bench_task *task, measurement *measure)
{
    json::parser parser;
    row_table rows = ROWS_INIT;
    measure_start(measure);
    byte_buffer file = bytes_read(task->path, simdjson::SIMDJSON_PADDING);
    json::document document = parser.iterate(file.ptr, file.len, file.len + simdjson::SIMDJSON_PADDING).value();
    for (auto element : document.get_array())
        read_row(element.get_object().value(), &rows);
    measure_lap(measure);
    measure->checksum = rows_sum(&rows);
    measure_stop(measure);
    measure->units = rows.count;
    rows_release(&rows);
    bytes_release(&file);
    return 0;
}

int load(const bench_task *task, measurement *measure)
{
    try {
        return read_rows(task, measure);
    } catch (const simdjson::simdjson_error &error) {
        return complain("simdjson", error.what());
    }
}

contestant make_contestant()
{
    contestant made = {};
    made.name = "simdjson";
    made.extension = "json";
    made.run[OP_SAVE] = save;
    made.run[OP_LOAD] = load;
    return made;
}

} // namespace

extern "C" const contestant contestant_simdjson = make_contestant();
