/* Merge policies: `merge max` and the like of a field, `merge renumber` of a key that is numbered automatically. */
#include "check/sema_private.h"

static bool has_order(const sema_field *field)
{
    model_scalar scalar = field->model->type.scalar;
    bool is_time = scalar == MODEL_DATE || scalar == MODEL_TIMESTAMP;
    return !field->model->type.list && (field->scalar->number || is_time);
}

static bool holds_list(const sema_field *field)
{
    return field->model->type.list;
}

static bool holds_anything(const sema_field *field)
{
    (void)field;
    return true;
}

/* By model_merge after its first: for which fields a policy is. `renumber` comes after them. */
static const struct {
    bool (*fits)(const sema_field *field);
    const char *what;
} policies[] = {
    {has_order, "numbers, dates and timestamps"},
    {has_order, "numbers, dates and timestamps"},
    {holds_list, "lists"},
    {holds_anything, NULL},
    {holds_anything, NULL},
};

enum { POLICY_COUNT = sizeof policies / sizeof policies[0] };

static const sema_words policy_words = {
    .words = (const char *const[]){"max", "min", "union", "ours", "theirs", "renumber", NULL},
    .others =
        (const sema_other_word[]){
            {"maximum", "write 'merge max'"},
            {"greatest", "write 'merge max'"},
            {"largest", "write 'merge max'"},
            {"latest", "write 'merge max'"},
            {"newest", "write 'merge max'"},
            {"last", "write 'merge max'"},
            {"minimum", "write 'merge min'"},
            {"least", "write 'merge min'"},
            {"smallest", "write 'merge min'"},
            {"earliest", "write 'merge min'"},
            {"oldest", "write 'merge min'"},
            {"first", "write 'merge min'"},
            {"set", "write 'merge union'"},
            {"both", "write 'merge union'"},
            {"append", "write 'merge union'"},
            {"concat", "write 'merge union'"},
            {"mine", "write 'merge ours'"},
            {"local", "write 'merge ours'"},
            {"other", "write 'merge theirs'"},
            {"remote", "write 'merge theirs'"},
            {"next", "write 'merge renumber'"},
            {"sum", "numbers are not added up: write 'merge max', or leave 'merge' out and it is a conflict"},
            {"add", "numbers are not added up: write 'merge max', or leave 'merge' out and it is a conflict"},
            {"conflict", "leave 'merge' out: then it is a conflict"},
            {"fail", "leave 'merge' out: then it is a conflict"},
            {"none", "leave 'merge' out: then it is a conflict"},
            {NULL, NULL}},
    .otherwise = "write max, min, union, ours or theirs; or, for a key that is '= auto', renumber",
};

static void fail_policy(sema *s, const sema_field *field, const ast_attribute *attribute, size_t policy)
{
    sdn_str type = source_text(field->ast->type.span);
    diag *d = diag_error(s->diags, field->merge_span, "'merge %.*s' is for %s, not for a field of type '%.*s'",
                         DIAG_STR(attribute->value.text), policies[policy].what, DIAG_STR(type));
    if (holds_list(field))
        diag_help(s->diags, d, "lists have 'merge union'");
}

static void read_renumber(sema *s, sema_field *field)
{
    field->renumbers = field->asks_auto;
    if (field->asks_auto) /* whether it is a key is checked with the key */
        return;
    diag *d = diag_error(s->diags, field->merge_span, "only a key that is numbered automatically can be renumbered");
    if (field->asks_random)
        diag_help(s->diags, d, "leave it out: two random keys are never the same");
    else if (field->ast->key)
        diag_help(s->diags, d, "write '= auto' before it, or leave it out");
    else
        diag_help(s->diags, d, "leave it out");
}

void sema_read_merge(sema *s, sema_field *field, const ast_attribute *attribute)
{
    const ast_value *value = &attribute->value;
    size_t policy = sema_find_word(&policy_words, value->text);
    field->merge_span = source_join(attribute->span, value->span);
    if (policy_words.words[policy] == NULL) {
        diag *d = diag_error(s->diags, value->span, "unknown policy '%.*s' after 'merge'", DIAG_STR(value->text));
        sema_help_word(s, d, &policy_words, value->text);
    } else if (policy == POLICY_COUNT) {
        read_renumber(s, field);
    } else if (policies[policy].fits(field)) {
        field->model->merge = (model_merge)(MODEL_MERGE_CONFLICT + 1 + policy);
    } else {
        fail_policy(s, field, attribute, policy);
    }
}

void sema_refuse_key_policy(sema *s, const sema_field *field)
{
    if (field->model->merge == MODEL_MERGE_CONFLICT)
        return;
    diag *d = diag_error(s->diags, field->merge_span, "a key is not merged: it tells which records are the same");
    if (field->asks_auto)
        diag_help(s->diags, d, "leave it out, or write 'merge renumber'");
    else
        diag_help(s->diags, d, "leave it out");
}
