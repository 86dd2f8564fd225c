#include "compile_memory.h"

#include <stdio.h>
#include <stdlib.h>

#include "check/sema.h"
#include "diag/text.h"

enum { FILES_MAX = 8, PATH_SIZE = 4096 };

static void out_of_memory(void)
{
    fputs("out of memory\n", stderr);
    exit(2);
}

void compile_memory(compiled *c, const memory_file *files, size_t count)
{
    const char *names[FILES_MAX] = {NULL};
    for (size_t i = 0; i < count && i < FILES_MAX; i++)
        names[i] = files[i].name.ptr;
    load_request request = {.files = names, .file_count = count};
    *c = (compiled){.arena = SDN_ARENA_INIT};
    diag_list_init(&c->diags, &c->arena);
    memory_files_enter(files, count);
    if (load_schemas(&request, &c->arena, &c->diags, &c->loaded) != 0 ||
        sema_check(&c->loaded, SDN_STR(""), &c->arena, &c->diags, &c->model) != 0)
        out_of_memory();
    memory_files_leave();
    diag_sort(&c->diags);
}

void compile_release(compiled *c)
{
    diag_list_release(&c->diags);
    sdn_arena_release(&c->arena);
}

void campaign_write_file(const char *path, sdn_str text)
{
    FILE *file = fopen(path, "wb");
    bool whole = file != NULL && fwrite(text.ptr, 1, text.len, file) == text.len;
    if (file == NULL || fclose(file) != 0 || !whole) {
        fprintf(stderr, "cannot write %s\n", path);
        exit(2);
    }
}

void compile_write(compiled *c, const char *directory)
{
    char path[PATH_SIZE];
    for (size_t i = 0; i < c->model.schema_count; i++) {
        emit_output outputs[EMIT_OUTPUTS_MAX];
        size_t count = 0;
        if (emit_schema(c->model.schemas[i], NULL, outputs, &count, &c->arena) != 0)
            out_of_memory();
        for (size_t k = 0; k < count; k++) {
            snprintf(path, sizeof path, "%s/%.*s", directory, DIAG_STR(outputs[k].name));
            campaign_write_file(path, outputs[k].text);
        }
    }
}

sdn_str compile_messages(compiled *c)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    diag_render(&c->diags, (diag_style){.color = false}, &text);
    sdn_str copy = text_copy(&text, &c->arena);
    sdn__buffer_release(&text);
    if (copy.ptr == NULL)
        out_of_memory();
    return copy;
}
