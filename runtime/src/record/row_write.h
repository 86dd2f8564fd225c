/* Row writer, beyond <sdn/row.h>. */
#ifndef SDN_RECORD_ROW_WRITE_H
#define SDN_RECORD_ROW_WRITE_H

#include <sdn/record.h>

/* From any place up to row->len on, this many bytes of row->text can be read. */
enum { SDN_ROW_WRITER_SLACK = 16 };

/* Writes a cell of this text, between quotes if it is empty, to `to`, which has room for 2 * len + 2 bytes. Behind it;
 * NULL: the text is no UTF-8 or holds a NUL. */
char *sdn__print_cell(char *to, sdn_str value);

/* Sets row->problem if a cell is longer than `most` bytes, as reading counts them. */
void sdn__row_writer_limit(sdn_row_writer *row, size_t most);

/* Appends the text of a list to row->text, without the quotes that a cell would need around it: its elements joined, or
 * an array in brackets if they could not be told apart, or if joined they would look like an array. Nothing for an
 * empty list. */
void sdn__write_list_text(sdn_row_writer *row, uint32_t field, const void *list);

#endif
