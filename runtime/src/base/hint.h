/* Hints for the few functions where it matters what the compiler makes of a call. */
#ifndef SDN_BASE_HINT_H
#define SDN_BASE_HINT_H

#ifdef __GNUC__
#define SDN_INLINED static inline __attribute__((always_inline))
#define SDN_APART __attribute__((noinline))
#define SDN_RARELY __attribute__((noinline, cold)) /* kept out of the way of what mostly happens */
#define SDN_UNLIKELY(condition) __builtin_expect((condition), 0)
#else
#define SDN_INLINED static inline
#define SDN_APART
#define SDN_RARELY
#define SDN_UNLIKELY(condition) (condition)
#endif

#endif
