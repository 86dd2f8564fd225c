/* The prefix of a schema's C names: what it says itself, else what the run was given. */
#include "check/sema_private.h"

#include "names/cname.h"

bool sema_knows_prefix(const sema *s, const load_unit *unit)
{
    return s->schemas[unit->source.order].prefix.ptr != NULL;
}

static void report_bad(sema *s, ast_name text, const char *reason)
{
    sdn_str meant = cname_meant_prefix(s->arena, text.text);
    diag *d = diag_error(s->diags, text.span, "\"%.*s\" cannot be a prefix: %s", DIAG_STR(text.text), reason);
    if (meant.ptr == NULL)
        s->out_of_memory = true;
    else if (meant.len > 0)
        diag_help(s->diags, d, "write \"%.*s\"", DIAG_STR(meant));
    else
        diag_help(s->diags, d, "an example is \"net_\"");
}

/* The prefix of that text, which is NULL if it could not be read. */
static sdn_str check_prefix_text(sema *s, ast_name text)
{
    const char *reason = cname_bad_prefix(text.text);
    if (reason == NULL)
        return text.text;
    report_bad(s, text, reason);
    return (sdn_str){NULL, 0};
}

/* The first counts; each of the others is a mistake. */
static void check_repeated_prefix(sema *s, const ast_prefix *first)
{
    for (const ast_prefix *again = first->next; again != NULL; again = again->next) {
        diag *d = diag_error(s->diags, again->span, "the prefix is given twice");
        diag_note(s->diags, d, first->span, "first given here");
    }
}

void sema_read_prefix(sema *s, const load_unit *unit)
{
    const ast_prefix *first = unit->ast.prefixes;
    sdn_str *prefix = &s->schemas[unit->source.order].prefix;
    if (first == NULL) {
        *prefix = s->prefix;
        return;
    }
    check_repeated_prefix(s, first);
    *prefix = check_prefix_text(s, first->text);
}
