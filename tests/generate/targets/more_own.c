#include "own.h"

const char *own_name(void)
{
    return "name";
}
