/* The table of system calls for POSIX systems. The functions are in sys_posix_*.c, by what they act on. */
#include "os/sys_posix_private.h"

sdn_sys_table sdn__sys = {
#define SDN_SYS_CALL(type, name, parameters, arguments) .name = sdn__sys_##name,
#include "os/sys_calls.def"
};
