/* What is known of a terminal. */
#ifndef SDNC_CLI_TERMINAL_H
#define SDNC_CLI_TERMINAL_H

/* Its width in columns: that of the environment variable COLUMNS, else what the terminal says; 0: not known. */
unsigned terminal_width(int descriptor);

#endif
