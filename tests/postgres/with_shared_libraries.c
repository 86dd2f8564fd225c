/* A program with libsdn.so and libsdn-postgres.so: the backend is armed in the libsdn that the program uses. */
#include "todo.h"

#include <sdn/postgres.h>

#include <stdio.h>
#include <string.h>

int main(void)
{
    sdn_error err = {0};
    if (todo_store_open("postgresql:nowhere", NULL, &err) != NULL || err.code != SDN_E_MISUSE) {
        printf("not armed, and opened: %s\n", err.message);
        return 1;
    }
    if (sdn_postgres_use(&err) != SDN_OK) {
        puts(err.message);
        return 1;
    }
    if (todo_store_open("postgresql:nowhere", NULL, &err) != NULL || strstr(err.message, "is no URI") == NULL) {
        printf("armed, and not asked: %s\n", err.message);
        return 1;
    }
    return 0;
}
