#include "model_types.h"

#include <stdio.h>
#include <stdlib.h>

#include "data/dynamic_type.h"

static size_t count_records(const model *schemas)
{
    size_t count = 0;
    for (size_t i = 0; i < schemas->schema_count; i++)
        count += schemas->schemas[i]->record_count;
    return count;
}

static void list_requests(const model *schemas, dynamic_request *requests)
{
    for (size_t i = 0; i < schemas->schema_count; i++)
        for (size_t k = 0; k < schemas->schemas[i]->record_count; k++) {
            const model_record *record = &schemas->schemas[i]->records[k];
            *requests++ = (dynamic_request){.record = record, .table = record->table};
        }
}

size_t model_types(const model *schemas, sdn_arena *arena, const sdn_record_type *const **types)
{
    size_t count = count_records(schemas);
    dynamic_request *requests = sdn_arena_alloc(arena, count * sizeof *requests + 1);
    const sdn_record_type **made = sdn_arena_alloc(arena, count * sizeof *made + 1);
    if (requests == NULL || made == NULL)
        exit(2);
    list_requests(schemas, requests);
    if (dynamic_types_make(requests, count, arena, made) != 0) {
        fputs("out of memory\n", stderr);
        exit(2);
    }
    *types = made;
    return count;
}
