/*
 * Row compose: the text of a new row, and where its cells are in it.
 *
 * A row that was just composed is read back without scanning it (row_readback.h): its cells are where they were put.
 * Scanning would find the same cells, because
 *   - a bare cell is a word, a number or a truth value: letters, digits and `_ / . # + -`. None of them is a blank, ends
 *     a cell, or begins a quote or a bracket.
 *   - between the quotes of a quoted cell a backslash stands before each quote and each backslash, and no line end is
 *     left. So the first quote that closes the cell is its last byte, and a comma or the end of the row follows it.
 *   - an empty cell is nothing at all or `""`. The blanks after a comma belong to no cell.
 *   - the row is no other line: it begins with a comma, a quote, or a bare cell, which begins with a letter, a digit or
 *     a minus. So it is no comment and no marker of a conflict; and a comma or the end of the row follows a first word,
 *     never what makes a statement or a table of it. A row of one empty cell is `""`, not a blank line.
 *   - all texts are UTF-8 without a NUL, and no cell is longer than the limit: sdn__row_encoder_fill has checked that.
 * An array in brackets is the exception: where it ends depends on the text in it. Rows that have one are scanned.
 *
 * What the cells hold is not taken for granted: the read-back reads each of them with the function that reads files.
 */
#ifndef SDN_ENCODE_ROW_COMPOSE_H
#define SDN_ENCODE_ROW_COMPOSE_H

#include "encode/row_encode.h"

/* How many bytes the row of the record that the encoder was filled with takes at most. */
size_t sdn__row_compose_most(sdn_row_encoder *encoder);

/* Writes that row, without line end, to `to`, which has room for it. Sets the cells of encoder->readback, one for each
 * column; *has_array tells that they have to be scanned for. */
sdn_str sdn__row_compose(sdn_row_encoder *encoder, char *to, bool *has_array);

#endif
