#include "random.h"

/* splitmix64 */
uint64_t random_bits(random_state *r)
{
    uint64_t z = r->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

random_state random_from(uint64_t seed, uint64_t index)
{
    random_state r = {seed};
    r.state = random_bits(&r) ^ (index * 0xD1342543DE82EF95u);
    (void)random_bits(&r);
    return r;
}

size_t random_below(random_state *r, size_t count)
{
    return (size_t)(random_bits(r) % count);
}

bool random_chance(random_state *r, unsigned percent)
{
    return random_below(r, 100) < percent;
}
