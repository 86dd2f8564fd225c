/* The program of ../installed in a SQLite database: notes_sqlite sqlite:FILE TEXT. */
#define main notes
#include "main.c"
#undef main
#include <sdn/sqlite.h>

int main(int argc, char **argv)
{
    sdn_error err;
    if (sdn_sqlite_use(&err) == SDN_OK)
        return notes(argc, argv);
    fprintf(stderr, "%s\n", err.message);
    return 1;
}
