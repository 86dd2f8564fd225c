/* libsdn: a text file that is read whole, with an index of the keys; a save writes the whole file. */
#include "peers.h"
#include "rows.h"

#include <unistd.h>

static sdn_options options_of(const bench_task *task)
{
    sdn_options options = sdn_options_default();
    options.durability = task->durable ? SDN_DURABLE : SDN_ATOMIC;
    return options;
}

static todo_store *open_with(const bench_task *task, sdn_options options)
{
    sdn_error err = {0};
    todo_store *store = todo_store_open(task->path, &options, &err);
    if (store == NULL)
        complain("sdn", err.message);
    return store;
}

static todo_store *open_store(const bench_task *task)
{
    return open_with(task, options_of(task));
}

/* Closes the store; -1 if something had failed. */
static int close_store(todo_store *store, const sdn_error *err)
{
    todo_store_close(store);
    return err->code == SDN_OK ? 0 : complain("sdn", err->message);
}

static uint64_t sum_all(const todo_store *store)
{
    uint64_t sum = 0;
    todo_cursor all = todo_store_all(store);
    for (const todo *row; (row = todo_cursor_next(&all)) != NULL;)
        sum += row_sum(row);
    return sum;
}

static int save(const bench_task *task, measurement *measure)
{
    row_table rows = ROWS_INIT;
    rows_make(&rows, task->rows);
    unlink(task->path);
    sdn_error err = {0};
    measure_start(measure);
    todo_store *store = open_store(task);
    for (size_t i = 0; i < rows.count && err.code == SDN_OK; i++)
        todo_store_insert(store, &rows.items[i], &err);
    measure_lap(measure);
    if (err.code == SDN_OK)
        todo_store_save(store, &err);
    measure_stop(measure);
    measure->units = rows.count;
    measure->checksum = rows_sum(&rows);
    rows_release(&rows);
    return close_store(store, &err);
}

static int load_with(const bench_task *task, sdn_options options, measurement *measure)
{
    sdn_error none = {0};
    measure_start(measure);
    todo_store *store = open_with(task, options);
    if (store == NULL)
        return -1;
    measure_lap(measure);
    measure->checksum = sum_all(store);
    measure_stop(measure);
    measure->units = todo_store_count(store);
    return close_store(store, &none);
}

static int load(const bench_task *task, measurement *measure)
{
    return load_with(task, options_of(task), measure);
}

static int iterate(const bench_task *task, measurement *measure)
{
    sdn_error none = {0};
    todo_store *store = open_store(task);
    if (store == NULL)
        return -1;
    sum_all(store);
    measure_start(measure);
    measure->checksum = sum_all(store);
    measure_stop(measure);
    measure->units = todo_store_count(store);
    return close_store(store, &none);
}

static int lookup(const bench_task *task, measurement *measure)
{
    sdn_error none = {0};
    todo_store *store = open_store(task);
    row_picks picks = picks_make(task);
    if (store == NULL)
        return -1;
    measure_start(measure);
    for (uint32_t i = 0; i < picks.count; i++)
        measure->checksum += todo_store_get(store, picks.keys[i].id)->line;
    measure_stop(measure);
    measure->units = picks.count;
    picks_release(&picks);
    return close_store(store, &none);
}

static uint64_t sum_status(const todo_store *store)
{
    uint64_t sum = 0;
    todo_cursor wanted = todo_store_by_status(store, WANTED_STATUS);
    for (const todo *row; (row = todo_cursor_next(&wanted)) != NULL;)
        sum += row->line;
    return sum;
}

static int by_status(const bench_task *task, measurement *measure)
{
    sdn_error none = {0};
    todo_store *store = open_store(task);
    if (store == NULL)
        return -1;
    measure_start(measure);
    sum_status(store);
    measure_lap(measure);
    measure->checksum = sum_status(store);
    measure_stop(measure);
    measure->units = 1;
    return close_store(store, &none);
}

static uint64_t sum_place(const todo_store *store, const row_place *place)
{
    uint64_t sum = 0;
    todo_cursor wanted = todo_store_by_file_line(store, place->file, place->line);
    for (const todo *row; (row = todo_cursor_next(&wanted)) != NULL;)
        sum += text_sum(row->id);
    return sum;
}

static int by_place(const bench_task *task, measurement *measure)
{
    sdn_error none = {0};
    todo_store *store = open_store(task);
    row_picks picks = picks_make(task);
    if (store == NULL)
        return -1;
    measure_start(measure);
    sum_place(store, &picks.places[0]);
    measure_lap(measure);
    for (uint32_t i = 0; i < picks.count; i++)
        measure->checksum += sum_place(store, &picks.places[i]);
    measure_stop(measure);
    measure->units = picks.count;
    picks_release(&picks);
    return close_store(store, &none);
}

static int update(const bench_task *task, measurement *measure)
{
    sdn_error err = {0};
    todo_store *store = open_store(task);
    if (store == NULL)
        return -1;
    measure_start(measure);
    for (uint32_t i = 0; i < task->repeats && err.code == SDN_OK; i++)
        sdn_commit_one(store, change_of(task->seed + i, task->rows), &err);
    measure_stop(measure);
    measure->units = task->repeats;
    return close_store(store, &err);
}

static int append(const bench_task *task, measurement *measure)
{
    sdn_error err = {0};
    row_text text;
    todo row;
    todo_store *store = open_store(task);
    if (store == NULL)
        return -1;
    row_make(task->rows, &text, &row);
    row.id = SDN_STR("");
    measure_start(measure);
    for (uint32_t i = 0; i < task->repeats && err.code == SDN_OK; i++)
        if (todo_store_begin(store, &err) == SDN_OK && todo_store_insert(store, &row, &err) != NULL)
            todo_store_commit(store, &err);
    measure_stop(measure);
    measure->units = task->repeats;
    return close_store(store, &err);
}

static void edit_one(todo_store *store, row_change change, sdn_error *err)
{
    todo *row = todo_store_edit(store, change.id, err);
    if (row != NULL)
        row->line = change.line;
}

static int merge(const bench_task *task, measurement *measure)
{
    sdn_error err = {0};
    todo_store *theirs = open_store(task);
    todo_store *ours = open_store(task);
    if (theirs == NULL || ours == NULL)
        return -1;
    edit_one(theirs, change_of(task->seed, task->rows), &err);
    edit_one(ours, change_of(task->seed + 1, task->rows), &err);
    todo_store_save(theirs, &err);
    measure_start(measure);
    if (err.code == SDN_OK)
        todo_store_save(ours, &err);
    measure_stop(measure);
    measure->units = 1;
    todo_store_close(theirs);
    return close_store(ours, &err);
}

const contestant contestant_sdn = {
    .name = "sdn",
    .extension = "sdn",
    .run = {[OP_SAVE] = save,
            [OP_LOAD] = load,
            [OP_ITERATE] = iterate,
            [OP_LOOKUP] = lookup,
            [OP_BY_STATUS] = by_status,
            [OP_BY_PLACE] = by_place,
            [OP_UPDATE] = update,
            [OP_APPEND] = append,
            [OP_MERGE] = merge,
            [OP_COMMIT] = sdn_commit,
            [OP_NUMBERS_SAVE] = sdn_numbers_save,
            [OP_NUMBERS_LOOKUP] = sdn_numbers_lookup},
};

static int load_threads(const bench_task *task, measurement *measure)
{
    sdn_options options = options_of(task);
    options.threads = 2;
    return load_with(task, options, measure);
}

const contestant contestant_sdn_threads = {
    .name = "sdn-2-threads",
    .extension = "sdn",
    .run = {[OP_LOAD] = load_threads},
};
