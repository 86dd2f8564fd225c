#include "file/temp_name.h"

#include "base/alloc.h"
#include "os/sys.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { HEX_DIGITS = 16 };

/* Without random bytes, clock and process id make a repeated name unlikely; O_EXCL catches the rest. */
static uint32_t fresh_number(void)
{
    uint32_t number = 0;
    if (sdn__sys.random(&number, sizeof number) != 0)
        number = (uint32_t)sdn__sys.realtime_ns() ^ (uint32_t)sdn__sys.process_id() << 20;
    return number;
}

/* FNV-1a hash of the number and the base, folded to 32 bits. A name of this form that somebody else made has the right
 * mark with a probability of 2^-32. */
static uint32_t mark_of(uint32_t number, const char *base, size_t base_len)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (unsigned shift = 0; shift < 32; shift += 8)
        hash = (hash ^ (number >> shift & 0xff)) * UINT64_C(0x100000001b3);
    for (size_t i = 0; i < base_len; i++)
        hash = (hash ^ (unsigned char)base[i]) * UINT64_C(0x100000001b3);
    return (uint32_t)(hash ^ hash >> 32);
}

static void put_hex_digits(char *to, uint32_t number)
{
    for (int i = HEX_DIGITS / 2; i-- > 0; number >>= 4)
        to[i] = "0123456789abcdef"[number & 0xf];
}

char *sdn__temp_name(const char *base)
{
    size_t len = strlen(base);
    char *name = sdn__alloc(len + SDN_TEMP_SUFFIX_SIZE);
    uint32_t number = fresh_number();
    if (name == NULL)
        return NULL;
    memcpy(name, base, len);
    name[len] = '.';
    put_hex_digits(name + len + 1, number);
    put_hex_digits(name + len + 1 + HEX_DIGITS / 2, mark_of(number, base, len));
    memcpy(name + len + 1 + HEX_DIGITS, ".tmp", sizeof ".tmp");
    return name;
}

void sdn__temp_name_drop(int directory, char **name, int error)
{
    if (error != -EEXIST)
        (void)sdn__sys.unlink_at(directory, *name);
    sdn__free(*name);
    *name = NULL;
}

bool sdn__temp_name_matches(const char *name, const char *base)
{
    uint32_t number, mark;
    size_t base_len = strlen(base);
    if (strncmp(name, base, base_len) != 0 || name[base_len] != '.')
        return false;
    const char *digits = name + base_len + 1;
    if (strspn(digits, "0123456789abcdef") != HEX_DIGITS || strcmp(digits + HEX_DIGITS, ".tmp") != 0)
        return false;
    return sscanf(digits, "%8" SCNx32 "%8" SCNx32, &number, &mark) == 2 && mark == mark_of(number, base, base_len);
}
