#include "infer/input_profile.h"

#include "base/alloc.h"
#include "base/error.h"

void input_profile_init(input_profile *profile, bool typed)
{
    *profile = (input_profile){.arena = SDN_ARENA_INIT, .typed = typed};
    input_names_init(&profile->names, true, &profile->arena);
}

void input_profile_release(input_profile *profile)
{
    input_names_release(&profile->names);
    sdn__free(profile->columns);
    sdn_arena_release(&profile->arena);
    *profile = (input_profile){.columns = NULL};
}

/* The column of a name, which may be new. NULL when memory ran out. */
static column_profile *profile_column(input_profile *profile, sdn_str name)
{
    size_t position;
    if (input_names_add(&profile->names, name, &position) != 0 ||
        sdn__reserve(&profile->columns, &profile->column_capacity, position + 1, sizeof *profile->columns) != 0)
        return NULL;
    if (position == profile->column_count)
        column_profile_init(&profile->columns[profile->column_count++], &profile->arena);
    return &profile->columns[position];
}

int input_profile_name(input_profile *profile, sdn_str name)
{
    return profile_column(profile, name) != NULL ? 0 : -1;
}

int input_profile_row(input_profile *profile, const input_row *row)
{
    profile->row_count++;
    for (size_t i = 0; i < row->count; i++) {
        column_profile *column = profile_column(profile, row->fields[i].name);
        if (column == NULL || column_profile_add(column, &row->fields[i].value, profile->typed) != 0)
            return -1;
    }
    return 0;
}

sdn_code input_profile_read(input_profile *profile, input_format format, const char *path, sdn_str text, sdn_error *err)
{
    input_row row;
    sdn_error unused;
    sdn_error *filled = err != NULL ? err : &unused;
    input_reader *reader = input_reader_open(format, path, text, filled);
    int result = reader != NULL ? 1 : -1;
    bool has_header = result == 1 && input_reader_header(reader, &row);
    for (size_t i = 0; has_header && i < row.count; i++)
        if (input_profile_name(profile, row.fields[i].name) != 0)
            result = -2;
    while (result == 1 && (result = input_reader_next(reader, &row, filled)) == 1)
        if (input_profile_row(profile, &row) != 0)
            result = -2;
    input_reader_release(reader);
    if (result == -2)
        return sdn__fail_memory(filled);
    return result < 0 ? filled->code : SDN_OK;
}
