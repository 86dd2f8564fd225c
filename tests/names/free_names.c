/*
 * free_names [everywhere] < NAMES
 *
 * Prints those of the names, one on a line, that a schema may put into C: at file scope, or everywhere, members of
 * structs included.
 */
#include <stdio.h>
#include <string.h>

#include "names/cname.h"

int main(int argc, char **argv)
{
    const char *(*reserved)(sdn_str name) = cname_reserved_global;
    char line[256];
    if (argc > 1 && strcmp(argv[1], "everywhere") == 0)
        reserved = cname_reserved;
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] != '\0' && reserved(sdn_str_from(line)) == NULL)
            puts(line);
    }
    return 0;
}
