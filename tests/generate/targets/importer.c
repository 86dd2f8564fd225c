#include "report.h"

#include <stdio.h>

int main(void)
{
    report r;
    bug b;
    report_init(&r);
    bug_init(&b);
    printf("importer %s %d\n", severity_name(b.severity), (int)r.has_bug);
    return 0;
}
