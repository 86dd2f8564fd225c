#include <stddef.h>

size_t count_bugs(void);
const char *first_name(void);
