#include "safety/temp_name.h"

#include "base/alloc.h"
#include "base/sys.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { HEX_DIGITS = 16 };

/* Without random bytes the clock and the process still make the name new; O_EXCL catches the rest. */
static uint64_t fresh_number(void)
{
    uint64_t number = 0;
    if (sdn_sys.random(&number, sizeof number) != 0)
        number = (uint64_t)sdn_sys.realtime_ns() ^ (uint64_t)sdn_sys.process_id() << 40;
    return number;
}

char *sdn_temp_name(const char *base)
{
    size_t size = strlen(base) + SDN_TEMP_SUFFIX_SIZE;
    char *name = sdn_alloc(size);
    if (name != NULL)
        snprintf(name, size, "%s.%016" PRIx64 ".tmp", base, fresh_number());
    return name;
}

void sdn_temp_name_drop(int directory, char **name, int error)
{
    if (error != -EEXIST)
        (void)sdn_sys.unlink_at(directory, *name);
    sdn_free(*name);
    *name = NULL;
}

bool sdn_temp_name_matches(const char *name, const char *base)
{
    size_t base_len = strlen(base);
    if (strncmp(name, base, base_len) != 0 || name[base_len] != '.')
        return false;
    const char *digits = name + base_len + 1;
    return strspn(digits, "0123456789abcdef") == HEX_DIGITS && strcmp(digits + HEX_DIGITS, ".tmp") == 0;
}
