#include "counts.h"

#include <stdio.h>

int main(void)
{
    printf("both %s %d\n", first_name(), (int)count_bugs());
    return 0;
}
