/*
 * dump todo|feature|task FILE
 *
 * Prints what the runtime makes of a file: the dump that table/dump.h describes, of one table, with the violations of
 * its rules. The file is only read. Exits 2 if it cannot be opened, with the message.
 */
#include "feature.h"
#include "task.h"
#include "todo.h"

#include "base/buffer.h"
#include "store/file.h"
#include "table/dump.h"

#include <stdio.h>
#include <string.h>

static const sdn_record_type *type_named(const char *name)
{
    static const sdn_record_type *const types[] = {&todo_record_type, &feature_record_type, &task_record_type};
    static const char *const names[] = {"todo", "feature", "task"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0)
            return types[i];
    return NULL;
}

/* Returns the exit status. */
static int dump(sdn_file *file)
{
    sdn_buffer out = SDN_BUFFER_INIT;
    sdn__image_dump(file->image, &out);
    fwrite(out.bytes, 1, out.len, stdout);
    int status = out.out_of_memory || fflush(stdout) != 0 ? 2 : 0;
    sdn__buffer_release(&out);
    return status;
}

int main(int argc, char **argv)
{
    sdn_error err = {0};
    const sdn_record_type *type = argc == 3 ? type_named(argv[1]) : NULL;
    if (type == NULL) {
        fprintf(stderr, "usage: dump todo|feature|task FILE\n");
        return 2;
    }
    int status = 2;
    sdn_file *file = sdn_file_open(argv[2], NULL, &err);
    sdn_store *store = file != NULL ? sdn_file_store(file, type, &err) : NULL;
    const sdn_problem *violations;
    size_t count;
    if (store != NULL && sdn_store_validate(store, &violations, &count, &err) == SDN_OK)
        status = dump(file);
    else
        fprintf(stderr, "dump: %s\n", err.message);
    sdn_file_close(file);
    return status;
}
