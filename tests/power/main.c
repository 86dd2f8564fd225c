/* The parts of power_cuts.sh that are not for a shell; see disk.h and run.h. */
#include "disk.h"
#include "run.h"

#include <stdio.h>
#include <string.h>

typedef struct command {
    const char *name;
    int arguments;
    int (*run)(char **arguments);
} command;

static const command commands[] = {
    {"disk", 3, power_disk}, {"image", 4, power_image}, {"prepare", 2, power_prepare},
    {"run", 4, power_run},   {"check", 4, power_check},
};

int main(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (argc == commands[i].arguments + 2 && strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argv + 2);
    fprintf(stderr, "power_cuts: run by power_cuts.sh\n");
    return 2;
}
