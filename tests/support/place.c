#include "place.h"

#include "temp_stores.h"

#include <stdio.h>

static sdn_code use_nothing(sdn_error *err)
{
    (void)err;
    return SDN_OK;
}

static void make_nothing(const sdn_record_type *const *types, size_t count)
{
    (void)types;
    (void)count;
}

static void remove_file(void)
{
    (void)remove(STORE_PATH);
}

const test_place place = {STORE_PATH, false, use_nothing, make_nothing, remove_file, NULL};
