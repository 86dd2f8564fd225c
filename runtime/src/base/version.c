/* The release of the library, see sdn/version.h. */
#include <sdn/version.h>

const char *sdn_version_string(void)
{
    return SDN_VERSION_STRING;
}
