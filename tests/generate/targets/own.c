#include "own.h"

#include "bug.h"

#include <stdio.h>

/* No generated source may be compiled together with this. */
#define bug_defaults   1
#define severity_names 1

int main(void)
{
    bug b;
    bug_init(&b);
    printf("own %s %s\n", severity_name(b.severity), own_name());
    return 0;
}
