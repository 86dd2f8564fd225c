#define _POSIX_C_SOURCE 200809L

#include "own_rows.h"

#include "row_text.h"

#include <stdlib.h>
#include <string.h>

static void name_row(char name[NAME_SIZE], const char *owner, unsigned number)
{
    snprintf(name, NAME_SIZE, "%s.%u", owner, number);
}

static void name_common(char name[NAME_SIZE], int number)
{
    snprintf(name, NAME_SIZE, "common%02d", number);
}

static unsigned first_live(unsigned number)
{
    return number > LIVE_ROWS ? number - LIVE_ROWS + 1 : 1;
}

static void print_tick(FILE *to)
{
    char row[512];
    cell_value value;
    cell_make_parts(&value, "tick");
    value.cell.number = FIRST_TICK;
    fwrite(row, 1, cell_print_row(&value.cell, row, sizeof row), to);
}

void own_rows_start(const char *path, uint32_t number, const char *const *owners, int count)
{
    char name[NAME_SIZE];
    FILE *file = fopen(path, "w");
    if (file == NULL)
        abort();
    fputs(CELLS_COMMENT "cells |id, number, a, b, c, d, body, check|\n", file);
    for (int i = 0; i < count; i++)
        row_text_print(file, owners[i], 0);
    for (int i = 0; i < COMMON_ROWS; i++) {
        name_common(name, i);
        row_text_print(file, name, number);
    }
    print_tick(file);
    if (fclose(file) != 0)
        abort();
}

/* ---- through the library ---- */

static bool put(sdn_store *store, const char *name, uint32_t number, sdn_error *err)
{
    cell_value value;
    cell_make(&value, name, number);
    return sdn_store_put(store, &value.cell, err) != NULL;
}

static bool put_missing(sdn_store *store, const char *owner, unsigned number, sdn_error *err)
{
    char name[NAME_SIZE];
    name_row(name, owner, number);
    return cell_get(store, name) != NULL || put(store, name, number, err);
}

static bool delete_old(sdn_store *store, const char *owner, unsigned number, sdn_error *err)
{
    char name[NAME_SIZE];
    name_row(name, owner, number);
    sdn_value key = {.text = sdn_str_from(name)};
    return cell_get(store, name) == NULL || sdn_store_delete(store, &key, err) == SDN_OK;
}

bool own_rows_change(sdn_store *store, const char *owner, unsigned number, sdn_error *err)
{
    bool fine = put(store, owner, number, err);
    for (unsigned i = first_live(number); i <= number && fine; i++)
        fine = put_missing(store, owner, i, err);
    return fine && (number <= LIVE_ROWS || delete_old(store, owner, number - LIVE_ROWS, err));
}

static bool is_whole(const cell *found, const char *name)
{
    return found != NULL && cell_is(found, name, found->number);
}

long own_rows_count(const sdn_store *store, const char *owner)
{
    const cell *found = cell_get(store, owner);
    return is_whole(found, owner) ? (long)found->number : -1;
}

unsigned own_rows_absent(const sdn_store *store, const char *owner, unsigned first, unsigned last)
{
    char name[NAME_SIZE];
    unsigned absent = 0;
    for (unsigned i = first; i <= last; i++) {
        name_row(name, owner, i);
        const cell *found = cell_get(store, name);
        absent += !is_whole(found, name) || found->number != i;
    }
    return absent;
}

unsigned own_rows_missing(const sdn_store *store, const char *owner, unsigned number)
{
    return own_rows_absent(store, owner, first_live(number), number);
}

int own_rows_common(const sdn_store *store, uint32_t *number)
{
    char name[NAME_SIZE];
    int whole = 0;
    for (int i = 0; i < COMMON_ROWS; i++) {
        name_common(name, i);
        const cell *found = cell_get(store, name);
        if (whole == 0 && found != NULL)
            *number = found->number;
        whole += is_whole(found, name) && found->number == *number;
    }
    return whole;
}

uint32_t own_rows_tick(const sdn_store *store)
{
    const cell *found = cell_get(store, "tick");
    return found != NULL ? found->number : 0;
}

/* ---- in the text ---- */

size_t own_rows_find_tick(const char *text)
{
    static const char before[] = "tick, ";
    const char *found = strstr(text, before);
    if (found == NULL)
        abort();
    return (size_t)(found - text) + sizeof before - 1;
}

/* Whether a row belongs to an owner: its first cell is the name, or starts with the name and a full stop. */
static bool is_of(const char *row, const char *owner)
{
    row += strspn(row, " ");
    size_t len = strlen(owner);
    return strncmp(row, owner, len) == 0 && (row[len] == ',' || row[len] == '.');
}

char *own_rows_rewrite(const char *text, const char *owner, unsigned number)
{
    char name[NAME_SIZE], *made = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&made, &size);
    if (to == NULL)
        abort();
    for (const char *row = text, *next; *row != '\0'; row = next) {
        next = row_text_next(row);
        if (!is_of(row, owner) && !is_of(row, "a"))
            fwrite(row, 1, (size_t)(next - row), to);
    }
    row_text_print(to, owner, number);
    for (unsigned i = first_live(number); i <= number; i++) {
        name_row(name, owner, i);
        row_text_print(to, name, i);
    }
    if (fclose(to) != 0)
        abort();
    return made;
}
