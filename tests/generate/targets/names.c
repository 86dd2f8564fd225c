#include "bug.h"
#include "counts.h"

const char *first_name(void)
{
    bug b;
    bug_init(&b);
    return severity_name(b.severity);
}
