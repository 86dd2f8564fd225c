/* libsdn on the table whose key is a number. */
#include "numbers.h"
#include "peers.h"

#include <stdlib.h>
#include <unistd.h>

#include "reading.h"

static reading_store *open_readings(const bench_task *task, sdn_error *err)
{
    char path[4096];
    sdn_options options = sdn_options_default();
    options.durability = SDN_ATOMIC;
    numbers_path(task, path, sizeof path);
    return reading_store_open(path, &options, err);
}

static int close_readings(reading_store *store, const sdn_error *err)
{
    reading_store_close(store);
    return err->code == SDN_OK ? 0 : complain("sdn", err->message);
}

static void insert_reading(reading_store *store, uint64_t number, sdn_error *err)
{
    char sensor[SENSOR_SIZE];
    reading row;
    reading_init(&row);
    row.number = number;
    row.sensor.ptr = sensor;
    row.sensor.len = reading_sensor(number, sensor);
    row.value = reading_value(number);
    reading_store_insert(store, &row, err);
}

int sdn_numbers_save(const bench_task *task, measurement *measure)
{
    char path[4096];
    sdn_error err = {0};
    numbers_path(task, path, sizeof path);
    unlink(path);
    measure_start(measure);
    reading_store *store = open_readings(task, &err);
    for (uint32_t i = 1; i <= task->rows && err.code == SDN_OK; i++)
        insert_reading(store, i, &err);
    if (err.code == SDN_OK)
        reading_store_save(store, &err);
    measure_stop(measure);
    measure->units = task->rows;
    return close_readings(store, &err);
}

int sdn_numbers_lookup(const bench_task *task, measurement *measure)
{
    sdn_error err = {0};
    uint32_t *picks = numbers_picks(task);
    reading_store *store = open_readings(task, &err);
    if (store != NULL) {
        measure_start(measure);
        for (uint32_t i = 0; i < task->repeats; i++)
            measure->checksum += reading_store_get(store, picks[i])->value;
        measure_stop(measure);
    }
    measure->units = task->repeats;
    free(picks);
    return close_readings(store, &err);
}
