/*
 * protobuf-c: one message that holds all rows, unpacked with an allocator that hands out pieces of large
 * blocks and frees nothing, into the structs that protoc-c made. It checks the wire format, copies each text,
 * and has no key.
 */
#include "bytes.h"
#include "peers.h"
#include "rows.h"

#include <stdlib.h>

#include "todo.pb-c.h"

/* ---- the allocator ---- */

static void *arena_alloc(void *arena, size_t size)
{
    return sdn_arena_alloc(arena, size);
}

static void arena_free(void *arena, void *memory)
{
    (void)arena;
    (void)memory;
}

/* ---- messages from rows, which keep the text ---- */

static void *or_end(void *memory)
{
    if (memory == NULL) {
        complain("protobuf-c", "memory ran out");
        exit(1);
    }
    return memory;
}

static char *text_of(sdn_str text)
{
    return text.len > 0 ? (char *)(uintptr_t)text.ptr : (char *)protobuf_c_empty_string;
}

static void fill_blocked(Bench__Todo *message, sdn_str_list blocked, sdn_arena *arena)
{
    message->n_blocked = blocked.count;
    if (blocked.count == 0)
        return;
    message->blocked = or_end(sdn_arena_alloc(arena, blocked.count * sizeof *message->blocked));
    for (size_t i = 0; i < blocked.count; i++)
        message->blocked[i] = text_of(blocked.items[i]);
}

static Bench__Todo *message_of(const todo *row, sdn_arena *arena)
{
    Bench__Todo *message = or_end(sdn_arena_alloc(arena, sizeof *message));
    bench__todo__init(message);
    message->id = text_of(row->id);
    message->keyword = text_of(row->keyword);
    message->area = text_of(row->area);
    message->priority = (Bench__Priority)row->priority;
    message->description = text_of(row->description);
    message->file = text_of(row->file);
    message->line = row->line;
    message->issue = text_of(row->has_issue ? row->issue : SDN_STR(""));
    fill_blocked(message, row->blocked, arena);
    message->status = (Bench__Status)row->status;
    message->valid = row->valid;
    return message;
}

static int write_messages(const bench_task *task, const Bench__Todos *message)
{
    size_t len = bench__todos__get_packed_size(message);
    uint8_t *packed = or_end(malloc(len));
    bench__todos__pack(message, packed);
    int result = file_write(task->path, (const char *)packed, len, task->durable);
    free(packed);
    return result;
}

static int save(const bench_task *task, measurement *measure)
{
    row_table rows = ROWS_INIT;
    rows_make(&rows, task->rows);
    sdn_arena arena = SDN_ARENA_INIT;
    Bench__Todos message = BENCH__TODOS__INIT;
    measure_start(measure);
    message.n_rows = rows.count;
    message.rows = or_end(malloc(rows.count * sizeof *message.rows));
    for (size_t i = 0; i < rows.count; i++)
        message.rows[i] = message_of(&rows.items[i], &arena);
    measure_lap(measure);
    int result = write_messages(task, &message);
    measure_stop(measure);
    measure->units = rows.count;
    measure->checksum = rows_sum(&rows);
    free(message.rows);
    sdn_arena_release(&arena);
    rows_release(&rows);
    return result;
}

/* ---- rows from messages ---- */

static uint64_t sum_message(const Bench__Todo *message)
{
    sdn_str blocked[8];
    todo row;
    row.id = sdn_str_from(message->id);
    row.keyword = sdn_str_from(message->keyword);
    row.area = sdn_str_from(message->area);
    row.priority = (todo_priority)message->priority;
    row.description = sdn_str_from(message->description);
    row.file = sdn_str_from(message->file);
    row.line = message->line;
    row.issue = sdn_str_from(message->issue);
    row.has_issue = row.issue.len > 0;
    row.blocked.items = blocked;
    row.blocked.count = message->n_blocked < 8 ? message->n_blocked : 8;
    for (size_t i = 0; i < row.blocked.count; i++)
        blocked[i] = sdn_str_from(message->blocked[i]);
    row.status = (todo_status)message->status;
    row.valid = message->valid;
    return row_sum(&row);
}

static uint64_t sum_messages(const Bench__Todos *message)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < message->n_rows; i++)
        sum += sum_message(message->rows[i]);
    return sum;
}

static Bench__Todos *unpack(const byte_buffer *file, sdn_arena *arena)
{
    ProtobufCAllocator allocator = {arena_alloc, arena_free, arena};
    return bench__todos__unpack(&allocator, file->len, (const uint8_t *)file->ptr);
}

static int load(const bench_task *task, measurement *measure)
{
    sdn_arena arena = SDN_ARENA_INIT;
    measure_start(measure);
    byte_buffer file = bytes_map(task->path);
    Bench__Todos *message = file.ptr != NULL ? unpack(&file, &arena) : NULL;
    if (message == NULL)
        return complain("protobuf-c", "cannot unpack");
    measure_lap(measure);
    measure->checksum = sum_messages(message);
    measure_stop(measure);
    measure->units = message->n_rows;
    bytes_unmap(&file);
    sdn_arena_release(&arena);
    return 0;
}

static int iterate(const bench_task *task, measurement *measure)
{
    sdn_arena arena = SDN_ARENA_INIT;
    byte_buffer file = bytes_map(task->path);
    Bench__Todos *message = file.ptr != NULL ? unpack(&file, &arena) : NULL;
    if (message == NULL)
        return complain("protobuf-c", "cannot unpack");
    sum_messages(message);
    measure_start(measure);
    measure->checksum = sum_messages(message);
    measure_stop(measure);
    measure->units = message->n_rows;
    bytes_unmap(&file);
    sdn_arena_release(&arena);
    return 0;
}

const contestant contestant_protobuf = {
    .name = "protobuf-c",
    .extension = "pb",
    .run = {[OP_SAVE] = save, [OP_LOAD] = load, [OP_ITERATE] = iterate},
};
