/*
 * What the compiler can do beyond C11, each with a form that does without it. No other file of the library or the
 * compiler uses anything of a certain compiler; <sdn/api.h> and <sdn/version.h> do what programs must see of it.
 *
 * With -DSDN_ISO_C gcc and clang compile the other forms, as tests do.
 */
#ifndef SDN_BASE_COMPILER_H
#define SDN_BASE_COMPILER_H

#include <stdint.h>

#include <sdn/api.h>

#if defined(__GNUC__) && !defined(SDN_ISO_C)

#define SDN_ALWAYS_INLINE       static inline __attribute__((always_inline))
#define SDN_NOINLINE            __attribute__((noinline))
#define SDN_COLD                __attribute__((noinline, cold)) /* placed away from the usual path */
#define SDN_UNLIKELY(condition) __builtin_expect((condition), 0)
/* Hints that what is at an address is needed soon, to be read or written. */
#define SDN_PREFETCH(address)          __builtin_prefetch(address)
#define SDN_PREFETCH_TO_WRITE(address) __builtin_prefetch((address), 1)
/* Whether the processor that runs the program has a feature of x86, named by a string literal. */
#define SDN_PROCESSOR_HAS(feature) (__builtin_cpu_supports(feature) != 0)

#else

#define SDN_ALWAYS_INLINE static inline
#define SDN_NOINLINE
#define SDN_COLD
#define SDN_UNLIKELY(condition)        (condition)
#define SDN_PREFETCH(address)          ((void)(address))
#define SDN_PREFETCH_TO_WRITE(address) ((void)(address))
#define SDN_PROCESSOR_HAS(feature)     ((void)(feature), 0)

#endif

/* A function of another library that is declared and may be missing: its address is NULL then. It is not hidden, as the
 * names of the amalgamation are, or else it would not be found. Only where SDN_HAS_WEAK is defined. */
#if defined(__GNUC__) && defined(__ELF__) && !defined(SDN_ISO_C)
#define SDN_HAS_WEAK
#define SDN_WEAK __attribute__((weak, visibility("default")))
#endif

/* The position of the lowest bit of a number other than 0. */
static inline unsigned sdn__lowest_bit(uint64_t number)
{
#if defined(__GNUC__) && !defined(SDN_ISO_C)
    return (unsigned)__builtin_ctzll(number);
#else
    unsigned position = 0;
    for (; (number & 1) == 0; number >>= 1)
        position++;
    return position;
#endif
}

/* How many bits are set: sums of pairs, of pairs of pairs, and so on (Warren, Hacker's Delight, 5-1). */
static inline unsigned sdn__count_bits(uint64_t number)
{
#if defined(__GNUC__) && defined(__POPCNT__) && !defined(SDN_ISO_C)
    return (unsigned)__builtin_popcountll(number);
#else
    number -= number >> 1 & UINT64_C(0x5555555555555555);
    number = (number & UINT64_C(0x3333333333333333)) + (number >> 2 & UINT64_C(0x3333333333333333));
    number = (number + (number >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (unsigned)(number * UINT64_C(0x0101010101010101) >> 56);
#endif
}

#endif
