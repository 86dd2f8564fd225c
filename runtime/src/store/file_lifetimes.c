/*
 * Lifetimes: helps to find programs that use records after their lifetime has ended.
 *
 * Under AddressSanitizer the records are made again, at other addresses, whenever their lifetime ends. So the use of an
 * old one is found at once, and not only when the file happens to have changed. Otherwise nothing is done.
 */
#include "store/file.h"

#include "backend/replica_problems.h"
#include "base/compiler.h"
#include "save/image_bytes.h"
#include "save/save.h"

/* Whether the program runs under AddressSanitizer. It replaces malloc for the library too, even if that was built
 * without it. */
#ifdef SDN_HAS_WEAK
extern SDN_WEAK void __asan_init(void);

static bool runs_under_sanitizer(void)
{
    return __asan_init != NULL;
}
#else
static bool runs_under_sanitizer(void)
{
    return false;
}
#endif

/* Failing does no harm: the records stay where they are, as they do without AddressSanitizer. */
void sdn__file_end_lifetimes(sdn_file *file)
{
    sdn_image *image = NULL;
    sdn_content content = {0};
    sdn__file_free_retired(file);
    if (!runs_under_sanitizer() || sdn__image_changed(file->image) ||
        sdn__image_copy_bytes(file->image, &content.bytes, &content.len, NULL) != SDN_OK ||
        sdn__image_renew(file->image, content, file->seed, &image, NULL) != SDN_OK)
        return;
    sdn__save_free_image(file->image);
    file->image = image;
    if (file->has_records)
        sdn__replica_name_problems(image);
}
