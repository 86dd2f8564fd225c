#include "commands/format_data.h"

#include <sdn/atomic_file.h>

#include "arrange/arrange.h"
#include "base/error.h"

/* Opens one version of the file; a wrong checksum is about to be renewed. */
static sdn_code open_version(data_file *opened, const source_file *source, const sdn_str *bytes, const char *schema,
                             diag_list *diags, sdn_error *err)
{
    sdn_options options = sdn_options_default();
    options.ignore_checksum = true;
    const data_request request = {.path = source->path.ptr, .bytes = bytes, .schema = schema, .options = &options};
    return data_file_open(opened, &request, diags, err);
}

static sdn_code arrange_and_compare(const data_file *data, const source_file *source, const char *schema,
                                    sdn_buffer *text, diag_list *diags, sdn_error *err)
{
    data_file after = {.file = NULL};
    sdn_code code = arrange_text(data, source->bytes, text, err);
    sdn_str arranged = text_view(text);
    if (code != SDN_OK || sdn_str_equal(arranged, source->bytes))
        return code;
    code = open_version(&after, source, &arranged, schema, diags, err);
    if (code == SDN_OK)
        code = arrange_require_same(data, &after, err);
    data_file_close(&after);
    return code;
}

sdn_code format_data_text(const source_file *source, const char *schema, sdn_buffer *text, diag_list *diags,
                          sdn_error *err)
{
    data_file data = {.file = NULL};
    size_t mistakes = diags->errors;
    sdn_code code = open_version(&data, source, &source->bytes, schema, diags, err);
    if (code == SDN_OK)
        code = arrange_and_compare(&data, source, schema, text, diags, err);
    data_file_close(&data);
    if (code != SDN_OK && code != SDN_E_NOMEM && diags->errors == mistakes)
        diag_error_in(diags, source, err);
    return code;
}

/* --- writing --- */

static sdn_code require_unchanged(const source_file *source, sdn_error *err)
{
    sdn_arena arena = SDN_ARENA_INIT;
    source_file now;
    sdn_code code = source_read_data(&now, source->path, &arena, err);
    if (code == SDN_OK && !sdn_str_equal(now.bytes, source->bytes))
        code = sdn__fail(err, SDN_E_CONFLICT, source->path.ptr, "the file was changed meanwhile; format it again");
    sdn_arena_release(&arena);
    return code;
}

static sdn_code write_under_lock(const source_file *source, sdn_str text, const sdn_lock *lock, sdn_error *err)
{
    sdn_atomic_file *file = sdn_atomic_file_create(source->path.ptr, lock, NULL, err);
    if (file == NULL)
        return err->code;
    sdn_code code = require_unchanged(source, err);
    if (code == SDN_OK)
        code = sdn_atomic_file_write(file, text.ptr, text.len, err);
    if (code == SDN_OK)
        code = sdn_atomic_file_commit(&file, err);
    sdn_atomic_file_discard(&file);
    return code;
}

sdn_code format_data_replace(const source_file *source, sdn_str text, sdn_error *err)
{
    sdn_lock *lock = sdn_lock_acquire(source->path.ptr, NULL, err);
    if (lock == NULL)
        return err->code;
    sdn_code code = write_under_lock(source, text, lock, err);
    sdn_lock_release(lock);
    return code;
}
