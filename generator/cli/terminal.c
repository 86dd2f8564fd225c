/* POSIX.1-2008 has no call for the size of a terminal; every system with terminals has TIOCGWINSZ. */
#include "cli/terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>

unsigned terminal_width(int descriptor)
{
    const char *columns = getenv("COLUMNS");
    long wanted = columns != NULL ? strtol(columns, NULL, 10) : 0;
    if (wanted > 0 && wanted < 100000)
        return (unsigned)wanted;
#ifdef TIOCGWINSZ
    struct winsize size = {0};
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0)
        return size.ws_col;
#else
    (void)descriptor;
#endif
    return 0;
}
