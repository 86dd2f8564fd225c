/* The program of ../installed in a PostgreSQL database: notes_postgres postgresql:... TEXT. */
#define main notes
#include "main.c"
#undef main
#include <sdn/postgres.h>

int main(int argc, char **argv)
{
    sdn_error err;
    if (sdn_postgres_use(&err) == SDN_OK)
        return notes(argc, argv);
    fprintf(stderr, "%s\n", err.message);
    return 1;
}
