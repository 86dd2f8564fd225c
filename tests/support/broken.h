/* One member of a structure set to a wrong value, to see that what looks for faults finds it. */
#ifndef SDNC_TEST_BROKEN_H
#define SDNC_TEST_BROKEN_H

/* The file that uses it has assert_fault(expected), which expects "sound" where there is no fault. */
#define WITH(member, value, fault)          \
    do {                                    \
        __typeof__(member) kept = (member); \
        (member) = (value);                 \
        assert_fault(fault);                \
        (member) = kept;                    \
        assert_fault("sound");              \
    } while (0)

#endif
