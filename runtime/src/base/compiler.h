/* Attributes for the few functions where inlining matters. */
#ifndef SDN_BASE_COMPILER_H
#define SDN_BASE_COMPILER_H

#ifdef __GNUC__
#define SDN_ALWAYS_INLINE       static inline __attribute__((always_inline))
#define SDN_NOINLINE            __attribute__((noinline))
#define SDN_COLD                __attribute__((noinline, cold)) /* placed away from the usual path */
#define SDN_UNLIKELY(condition) __builtin_expect((condition), 0)
#else
#define SDN_ALWAYS_INLINE static inline
#define SDN_NOINLINE
#define SDN_COLD
#define SDN_UNLIKELY(condition) (condition)
#endif

#endif
