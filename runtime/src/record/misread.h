/* Messages for a text that is no value of its field, for rows of files and for texts that programs assign. */
#ifndef SDN_RECORD_MISREAD_H
#define SDN_RECORD_MISREAD_H

#include <sdn/error.h>
#include <sdn/record.h>

/* Room for such a message; a longer one is cut off. */
enum { SDN_MISREAD_SIZE = 384 };

/* Writes what is wrong with a text, which is not empty: `'medum' is none of low, medium, high`. `problem` is that of the
 * row reader. */
void sdn__misread_show(const sdn_field *field, sdn_str text, const char *problem, char to[SDN_MISREAD_SIZE]);

/* Says which field of a row could not be read, and why, after a read function returned false. SDN_E_INVALID,
 * SDN_E_NOMEM. */
sdn_code sdn__misread_fail(const sdn_row_reader *row, sdn_error *err);

#endif
