#include "query/where.h"

#include <string.h>

#include "query/where_check.h"
#include "query/where_tree.h"

enum { EXPRESSION_MAX = 1 << 20 };

struct where {
    const where_step *root;
    where_pattern *patterns;
};

static bool is_blank_text(sdn_str text)
{
    size_t blanks = 0;
    while (blanks < text.len && strchr(" \t\r\n", text.ptr[blanks]) != NULL)
        blanks++;
    return blanks == text.len;
}

/* Whether there is an expression at all, and not too much of it. */
static bool check_size(const source_file *source, diag_list *diags)
{
    if (is_blank_text(source->text)) {
        diag *d = diag_error(diags, source_whole(source), "the expression is empty");
        diag_help(diags, d, "write one such as: status = open and line > 50");
        return false;
    }
    if (source->text.len > EXPRESSION_MAX) {
        diag_error(diags, source_whole(source), "the expression is longer than %d bytes", EXPRESSION_MAX);
        return false;
    }
    return true;
}

/* A source in the arena, where messages find it; NULL when memory ran out. */
static const source_file *keep_source(const char *name, const char *text, sdn_arena *arena)
{
    source_file *source = sdn_arena_alloc(arena, sizeof *source);
    sdn_str path = sdn_arena_copy_str(arena, sdn_str_from(name));
    if (source == NULL || path.ptr == NULL || source_init(source, path, sdn_str_from(text), arena, NULL) != SDN_OK)
        return NULL;
    return source;
}

where *where_compile(const char *name, const char *text, const sdn_record_type *type, sdn_arena *arena,
                     diag_list *diags)
{
    const source_file *source = keep_source(name, text, arena);
    where *made = sdn_arena_alloc(arena, sizeof *made);
    if (source == NULL || made == NULL) {
        diags->out_of_memory = true;
        return NULL;
    }
    const where_node *tree = check_size(source, diags) ? where_parse(source, arena, diags) : NULL;
    where_checker checker = {.type = type, .arena = arena, .diags = diags};
    *made = (where){.root = tree != NULL ? where_check(&checker, tree) : NULL};
    made->patterns = checker.patterns;
    if (made->root != NULL && !diags->out_of_memory)
        return made;
    where_release(made);
    return NULL;
}

void where_release(where *compiled)
{
    if (compiled != NULL)
        where_patterns_free(compiled->patterns);
}

bool where_matches(const where *compiled, const void *record)
{
    return compiled->root->passes(compiled->root, record);
}

static bool step_looks_at(const where_step *step, const sdn_field *field)
{
    bool found = step->field == field || step->other == field;
    for (size_t i = 0; i < step->part_count && !found; i++)
        found = step_looks_at(step->parts[i], field);
    return found;
}

bool where_looks_at(const where *compiled, const sdn_field *field)
{
    return step_looks_at(compiled->root, field);
}
