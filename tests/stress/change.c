#include "change.h"

#include "files.h"
#include "row_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ACCOUNTS = 8, START_AMOUNT = 1000 };

static const char first_generation[] = "gen", last_generation[] = "zgen";

tally tally_acknowledged(const ledger *book)
{
    tally made = {{0}};
    for (int i = 0; i < book->workers; i++)
        made.counts[i] = atomic_load(&book->entries[i].acknowledged);
    return made;
}

tally tally_intended(const ledger *book)
{
    tally made = {{0}};
    for (int i = 0; i < book->workers; i++)
        made.counts[i] = atomic_load(&book->entries[i].intended);
    return made;
}

/* ---- names ---- */

static bool merges(const ledger *book, int worker)
{
    return book->entries[worker].role == ROLE_MERGE;
}

/* The number of a merging worker among those that merge. */
static int merge_number(const ledger *book, int worker)
{
    int number = 0;
    for (int i = 0; i < worker; i++)
        number += merges(book, i);
    return number;
}

void name_of_count(const ledger *book, int worker, char name[NAME_SIZE])
{
    if (merges(book, worker))
        snprintf(name, NAME_SIZE, "m%02d", merge_number(book, worker) / CELL_PARTS);
    else
        snprintf(name, NAME_SIZE, "w%02d", worker);
}

void name_of_row(int worker, unsigned change, char name[NAME_SIZE])
{
    snprintf(name, NAME_SIZE, "w%02d.%u", worker, change);
}

static void name_of_account(int account, char name[NAME_SIZE])
{
    snprintf(name, NAME_SIZE, "acct%d", account);
}

/* ---- the start ---- */

static void write_parts(FILE *file, const char *name)
{
    char row[512];
    cell_value value;
    cell_make_parts(&value, name);
    fwrite(row, 1, cell_print_row(&value.cell, row, sizeof row), file);
}

static void write_counts(FILE *file, const ledger *book)
{
    char name[NAME_SIZE];
    for (int i = 0; i < book->workers; i++) {
        name_of_count(book, i, name);
        if (!merges(book, i))
            row_text_print(file, name, 0);
        else if (merge_number(book, i) % CELL_PARTS == 0)
            write_parts(file, name);
    }
}

void change_write_start(const ledger *book)
{
    char name[NAME_SIZE];
    FILE *file = fopen(CELLS_FILE, "w");
    if (file == NULL)
        abort();
    fputs(CELLS_COMMENT "cells |id, number, a, b, c, d, body, check|\n", file);
    for (int i = 0; i < ACCOUNTS; i++) {
        name_of_account(i, name);
        row_text_print(file, name, START_AMOUNT);
    }
    row_text_print(file, first_generation, 0);
    write_counts(file, book);
    row_text_print(file, last_generation, 0);
    if (fclose(file) != 0)
        abort();
}

/* ---- changes ---- */

static const uint32_t *counter(const cell *of, const ledger *book, int worker)
{
    return merges(book, worker) ? &of->parts[merge_number(book, worker) % CELL_PARTS] : &of->number;
}

bool change_count(const sdn_store *store, const ledger *book, int worker, unsigned *count)
{
    char name[NAME_SIZE];
    name_of_count(book, worker, name);
    const cell *found = cell_get(store, name);
    if (found != NULL)
        *count = *counter(found, book, worker);
    return found != NULL;
}

/* By an edit of each field that differs. */
static bool set(sdn_store *store, const char *name, uint32_t number, sdn_error *err)
{
    cell_value value;
    cell *record = cell_edit(store, name, err);
    if (record == NULL)
        return false;
    cell_make(&value, name, number);
    record->number = number;
    record->body = sdn_store_text(store, value.body);
    record->check = sdn_store_text(store, value.check);
    return true;
}

/* By replacing the whole record. */
static bool put(sdn_store *store, const char *name, uint32_t number, sdn_error *err)
{
    cell_value value;
    cell_make(&value, name, number);
    return sdn_store_put(store, &value.cell, err) != NULL;
}

static bool insert_row(sdn_store *store, int worker, unsigned number, sdn_error *err)
{
    char name[NAME_SIZE];
    cell_value value;
    name_of_row(worker, number, name);
    cell_make(&value, name, number);
    return sdn_store_insert(store, &value.cell, err) != NULL;
}

static bool delete_row(sdn_store *store, int worker, unsigned number, sdn_error *err)
{
    char name[NAME_SIZE];
    name_of_row(worker, number, name);
    sdn_value key = {.text = sdn_str_from(name)};
    return sdn_store_delete(store, &key, err) == SDN_OK;
}

static bool change_rows(sdn_store *store, int worker, unsigned number, sdn_error *err)
{
    return insert_row(store, worker, number, err) &&
           (number <= LIVE_ROWS || delete_row(store, worker, number - LIVE_ROWS, err));
}

static bool raise_generation(sdn_store *store, sdn_error *err)
{
    const cell *found = cell_get(store, first_generation);
    uint32_t next = found != NULL ? found->number + 1 : 0;
    return put(store, first_generation, next, err) && set(store, last_generation, next, err);
}

static bool change_part(sdn_store *store, const ledger *book, int worker, unsigned number, sdn_error *err)
{
    char name[NAME_SIZE];
    name_of_count(book, worker, name);
    cell *record = cell_edit(store, name, err);
    if (record != NULL)
        record->parts[merge_number(book, worker) % CELL_PARTS] = number;
    return record != NULL;
}

bool change_move_amount(sdn_store *store, sdn_error *err)
{
    char from_name[NAME_SIZE], to_name[NAME_SIZE];
    int from = rand() % ACCOUNTS, to = (from + 1 + rand() % (ACCOUNTS - 1)) % ACCOUNTS;
    name_of_account(from, from_name);
    name_of_account(to, to_name);
    const cell *source = cell_get(store, from_name), *target = cell_get(store, to_name);
    if (source == NULL || target == NULL) {
        snprintf(err->message, sizeof err->message, "no account %s or %s", from_name, to_name);
        return false;
    }
    uint32_t amount = (uint32_t)rand() % (source->number + 1), left = source->number - amount;
    return set(store, to_name, target->number + amount, err) && set(store, from_name, left, err);
}

bool change_make(sdn_store *store, const ledger *book, int worker, unsigned number, sdn_error *err)
{
    char name[NAME_SIZE];
    name_of_count(book, worker, name);
    if (merges(book, worker))
        return change_part(store, book, worker, number, err) && change_rows(store, worker, number, err);
    return raise_generation(store, err) && change_move_amount(store, err) && set(store, name, number, err) &&
           change_rows(store, worker, number, err);
}

/* ---- the check ---- */

typedef struct checked {
    const sdn_store *store;
    ledger *book;
    const char *who;
    size_t records;   /* that there are, as far as looked at */
    unsigned changes; /* of workers that raise the generation */
} checked;

/* Whether the record is there, whole; the number in it then is *number. */
static bool find_whole(checked *in, const char *name, uint32_t *number)
{
    const cell *found = cell_get(in->store, name);
    if (found == NULL)
        return ledger_violation(in->book, "%s: %s is not in the file", in->who, name);
    if (!cell_is(found, name, found->number))
        return ledger_violation(in->book, "%s: %s is not whole: %u %s %s", in->who, name, found->number,
                                found->body.ptr, found->check.ptr);
    *number = found->number;
    in->records++;
    return true;
}

static bool check_rows(checked *in, int worker, unsigned count)
{
    char name[NAME_SIZE];
    uint32_t number;
    for (unsigned change = count > LIVE_ROWS ? count - LIVE_ROWS + 1 : 1; change <= count; change++) {
        name_of_row(worker, change, name);
        if (!find_whole(in, name, &number))
            return false;
        if (number != change)
            return ledger_violation(in->book, "%s: %s holds %u", in->who, name, number);
    }
    return true;
}

/* The record that counts the changes: the worker's own, or one that four have together and the first one checks. */
static bool check_count_record(checked *in, int worker)
{
    char name[NAME_SIZE];
    uint32_t number;
    name_of_count(in->book, worker, name);
    if (!merges(in->book, worker))
        return find_whole(in, name, &number);
    const cell *found = cell_get(in->store, name);
    in->records += merge_number(in->book, worker) % CELL_PARTS == 0;
    if (strcmp(found->check.ptr, "none") != 0 || strcmp(found->body.ptr, "parts") != 0 || found->number != 0)
        return ledger_violation(in->book, "%s: %s is not whole", in->who, name);
    return true;
}

static bool check_worker(checked *in, int worker, unsigned least, unsigned most)
{
    unsigned count;
    if (!change_count(in->store, in->book, worker, &count))
        return ledger_violation(in->book, "%s: no count of worker %d", in->who, worker);
    if (count < least || count > most)
        return ledger_violation(in->book, "%s: %u changes of worker %d (%s), %u acknowledged, %u intended", in->who,
                                count, worker, merges(in->book, worker) ? "merge" : "lock", least, most);
    if (!merges(in->book, worker))
        in->changes += count;
    return check_count_record(in, worker) && check_rows(in, worker, count);
}

static bool check_accounts(checked *in)
{
    char name[NAME_SIZE];
    uint32_t amount, sum = 0;
    for (int i = 0; i < ACCOUNTS; i++) {
        name_of_account(i, name);
        if (!find_whole(in, name, &amount))
            return false;
        sum += amount;
    }
    if (sum != ACCOUNTS * START_AMOUNT)
        return ledger_violation(in->book, "%s: the accounts sum up to %u", in->who, sum);
    return true;
}

static bool check_generations(checked *in, unsigned *generation)
{
    uint32_t first, last;
    if (!find_whole(in, first_generation, &first) || !find_whole(in, last_generation, &last))
        return false;
    if (first != last || first != in->changes)
        return ledger_violation(in->book, "%s: generation %u at the top, %u at the end, %u changes", in->who, first,
                                last, in->changes);
    *generation = first;
    return true;
}

static bool check_nothing_else(checked *in)
{
    const sdn_problem *problems;
    size_t count = sdn_store_problems(in->store, &problems);
    if (count > 0)
        return ledger_violation(in->book, "%s: line %u: %s", in->who, problems[0].line, problems[0].message);
    if (sdn_store_count(in->store) != in->records)
        return ledger_violation(in->book, "%s: %zu records instead of %zu", in->who, sdn_store_count(in->store),
                                in->records);
    return true;
}

bool change_check(const sdn_store *store, ledger *book, const tally *least, const tally *most, const char *who,
                  unsigned *generation)
{
    checked in = {store, book, who, 0, 0};
    for (int i = 0; i < book->workers; i++)
        if (!check_worker(&in, i, least->counts[i], most->counts[i]))
            return false;
    return check_accounts(&in) && check_generations(&in, generation) && check_nothing_else(&in);
}
