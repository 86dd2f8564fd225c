/* Linked instead of store/file_lifetimes.c: AddressSanitizer looks at images that stay from save to save, which that
 * file makes again after each of them. */
#include "store/file.h"

void sdn__file_end_lifetimes(sdn_file *file)
{
    sdn__file_free_retired(file);
}
