/* What is known of a terminal. */
#ifndef SDNC_CLI_TERMINAL_H
#define SDNC_CLI_TERMINAL_H

#include "base/buffer.h"

/* Its width in columns: that of the environment variable COLUMNS, else what the terminal says; 0: not known. */
unsigned terminal_width(int descriptor);

/* Makes each control character of a text a question mark, but tabs, line ends and changes of color: a file of somebody
 * else must not write to the clipboard, the title or the keyboard of who looks at it. The text may become shorter. */
void terminal_defuse(sdn_buffer *text);

#endif
