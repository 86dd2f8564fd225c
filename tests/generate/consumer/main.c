#include "bug.h"

#include <stdio.h>

int main(void)
{
    bug b;
    bug_init(&b);
    puts(severity_name(b.severity));
    return 0;
}
