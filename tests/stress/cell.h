/* The record type of the store campaign, written by hand: text and numbers under a check sum of the record. */
#ifndef SDNC_STRESS_CELL_H
#define SDNC_STRESS_CELL_H

#include <sdn/sdn.h>

enum { CELL_PARTS = 4 };

typedef struct cell {
    sdn_str id;
    uint32_t number;
    uint32_t parts[CELL_PARTS]; /* each may have a writer of its own */
    sdn_str body;
    sdn_str check; /* over all the others; "none" where the parts have several writers */
} cell;

/* Table `cells`, key `id`. */
extern const sdn_record_type cell_record_type;

/* A cell with its texts, which `cell` points to: it must not be copied. */
typedef struct cell_value {
    cell cell;
    char id[32];
    char body[160];
    char check[16];
} cell_value;

/* A cell whose body follows from its id and number, and its check sum from all of it. */
void cell_make(cell_value *value, const char *id, uint32_t number);

/* A cell whose parts belong to several writers: all zero, without a check sum. */
void cell_make_parts(cell_value *value, const char *id);

/* Whether `found` is what cell_make gives for this id and number. */
bool cell_is(const cell *found, const char *id, uint32_t number);

const cell *cell_get(const sdn_store *store, const char *id);
cell *cell_edit(sdn_store *store, const char *id, sdn_error *err);

/* As the store writes it, with a line end; for programs that write the text themselves. Returns the length. */
size_t cell_print_row(const cell *from, char *row, size_t size);

#endif
