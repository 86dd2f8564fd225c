#include "own.h"

#include "bug.h"

#include <stdio.h>

#define bug_defaults no_such_name
#define severity_names no_such_name_either

int main(void)
{
    bug b;
    bug_init(&b);
    printf("own %s %s\n", severity_name(b.severity), own_name());
    return 0;
}
