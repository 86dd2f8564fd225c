#include "query/where_check.h"

#include <stdlib.h>
#include <string.h>

#include "query/field_name.h"
#include "record/scalar.h"
#include "record/value.h"

static where_step *new_step(where_checker *c, where_try *passes, const sdn_field *field)
{
    where_step *step = where_alloc(c, sizeof *step);
    if (step != NULL) {
        step->passes = passes;
        step->field = field;
    }
    return step;
}

/* A step that tries others. NULL if there are none, because of mistakes. */
static where_step *new_parent(where_checker *c, where_try *passes, const where_step **parts, size_t count)
{
    where_step *step = new_step(c, passes, NULL);
    if (step != NULL) {
        step->parts = parts;
        step->part_count = count;
    }
    return step;
}

static where_step *new_negation(where_checker *c, const where_step *part)
{
    const where_step **parts = part != NULL ? where_alloc(c, sizeof *parts) : NULL;
    if (parts == NULL)
        return NULL;
    parts[0] = part;
    return new_parent(c, where_first_fails, parts, 1);
}

/* ---- single tests: each gets the field and reports what it cannot do ---- */

static bool has_elements(const sdn_field *field)
{
    return (field->flags & SDN_FIELD_LIST) != 0;
}

/* Whether values of the field are texts in the order of their numbers. */
static bool is_numbered(const where_checker *c, const sdn_field *field)
{
    return c->type->key.field_count > 0 && sdn__key_orders_by_number(c->type) &&
           &c->type->fields[c->type->key.fields[0]] == field;
}

static where_order *order_of(const where_checker *c, const sdn_field *field)
{
    return is_numbered(c, field) ? where_order_numbered : sdn__scalar_of(field)->compare;
}

static where_step *report_list_test(where_checker *c, const where_node *node, const sdn_field *field)
{
    diag *d =
        diag_error(c->diags, node->op_span, "'%s' is a list, of which only elements can be compared", field->name);
    diag_help(c->diags, d, "write: %s has %.*s", field->name, DIAG_STR(source_text(node->values.first->span)));
    return NULL;
}

/* By operator: whether to pass if the field is less, equal, more. */
static const bool passing[][3] = {
    [WHERE_EQUAL] = {false, true, false}, [WHERE_DIFFERS] = {true, false, true},
    [WHERE_LESS] = {true, false, false},  [WHERE_AT_MOST] = {true, true, false},
    [WHERE_MORE] = {false, false, true},  [WHERE_AT_LEAST] = {false, true, true},
};

static where_step *new_comparison(where_checker *c, where_try *passes, const sdn_field *field, where_operator op)
{
    where_step *step = new_step(c, passes, field);
    if (step == NULL)
        return NULL;
    step->order = order_of(c, field);
    step->when_absent = op == WHERE_DIFFERS;
    memcpy(step->when, passing[op], sizeof step->when);
    return step;
}

static bool have_same_values(const sdn_field *a, const sdn_field *b)
{
    return a->type == b->type && !has_elements(b) &&
           (a->type != SDN_TYPE_ENUM || strcmp(a->enumeration->name, b->enumeration->name) == 0);
}

static where_step *check_field_pair(where_checker *c, const where_node *node, const sdn_field *field,
                                    const sdn_field *other)
{
    if (!have_same_values(field, other)) {
        diag *d = diag_error(c->diags, node->values.first->span, "'%s' and '%s' are of different types", field->name,
                             other->name);
        diag_help(c->diags, d, "compare '%s' with a value, or with a field of its type", field->name);
        return NULL;
    }
    where_step *step = new_comparison(c, where_compares_fields, field, node->op);
    if (step == NULL)
        return NULL;
    if (!is_numbered(c, other))
        step->order = sdn__scalar_of(field)->compare;
    step->other = other;
    return step;
}

static where_step *check_other_word(where_checker *c, const where_node *node, const sdn_field *field, sdn_str word)
{
    if (node->op != WHERE_EQUAL && node->op != WHERE_DIFFERS) {
        diag *d = diag_error(c->diags, node->values.first->span, "'%.*s' has no place in the order of %s",
                             DIAG_STR(word), field->enumeration->name);
        diag_help(c->diags, d, "compare with a word that %s lists, or write '='", field->enumeration->name);
        return NULL;
    }
    where_step *step = new_comparison(c, where_is_other_word, field, node->op);
    if (step != NULL)
        step->value.text = word;
    return step;
}

static where_step *check_comparison(where_checker *c, const where_node *node, const sdn_field *field)
{
    where_operand operand;
    if (has_elements(field))
        return report_list_test(c, node, field);
    if (!where_operand_read(c, field, node->op, node->values.first, &operand))
        return NULL;
    if (operand.kind == WHERE_OPERAND_FIELD)
        return check_field_pair(c, node, field, operand.field);
    if (operand.kind == WHERE_OPERAND_OTHER_WORD)
        return check_other_word(c, node, field, operand.value.text);
    where_step *step = new_comparison(c, where_compares, field, node->op);
    if (step != NULL)
        step->value = operand.value;
    return step;
}

/* Where only values are compared. */
static where_step *report_field_operand(where_checker *c, const where_word *word)
{
    diag *d = diag_error(c->diags, word->span, "'%.*s' is a field; a value is expected", DIAG_STR(word->text));
    diag_help(c->diags, d, "put a text in quotes; fields are compared by = != < <= > >=");
    return NULL;
}

static where_step *check_matching(where_checker *c, const where_node *node, const sdn_field *field)
{
    const where_word *word = node->values.first;
    if (word->form == WHERE_BRACKETS)
        return report_field_operand(c, word);
    const regex_t *pattern = where_pattern_compile(c, word);
    where_step *step =
        pattern != NULL ? new_step(c, has_elements(field) ? where_list_matches : where_text_matches, field) : NULL;
    if (step != NULL)
        step->pattern = pattern;
    return step;
}

static where_step *report_no_container(where_checker *c, const where_node *node, const sdn_field *field)
{
    diag *d = diag_error(c->diags, node->op_span, "'%s' is neither a list nor a text", field->name);
    diag_help(c->diags, d, "write: %s = %.*s", field->name, DIAG_STR(source_text(node->values.first->span)));
    return NULL;
}

static where_step *check_having(where_checker *c, const where_node *node, const sdn_field *field)
{
    where_operand operand;
    if (!has_elements(field) && field->type != SDN_TYPE_STRING)
        return report_no_container(c, node, field);
    if (!where_operand_read(c, field, node->op, node->values.first, &operand))
        return NULL;
    if (operand.kind == WHERE_OPERAND_FIELD)
        return report_field_operand(c, node->values.first);
    where_step *step = new_step(c, has_elements(field) ? where_list_has : where_text_has, field);
    if (step == NULL)
        return NULL;
    step->order = sdn__scalar_of(field)->compare;
    step->value = operand.value;
    return step;
}

/* The values of `in`, apart from words that an open enum does not list: each of those becomes a step of its own. */
typedef struct in_values {
    sdn_value *values;
    size_t value_count;
    const where_step **steps; /* of the words; room for one more */
    size_t step_count;
} in_values;

/* Adds a value. False: it was reported. */
static bool add_in_value(where_checker *c, const where_node *node, const sdn_field *field, const where_word *word,
                         in_values *to)
{
    where_operand operand;
    if (!where_operand_read(c, field, node->op, word, &operand))
        return false;
    if (operand.kind == WHERE_OPERAND_FIELD)
        return report_field_operand(c, word) != NULL;
    if (operand.kind == WHERE_OPERAND_VALUE) {
        to->values[to->value_count++] = operand.value;
        return true;
    }
    where_step *step = new_comparison(c, where_is_other_word, field, WHERE_EQUAL);
    to->steps[to->step_count++] = step;
    if (step != NULL)
        step->value = operand.value;
    return step != NULL;
}

static where_step *new_membership(where_checker *c, const sdn_field *field, const in_values *listed)
{
    where_step *step = new_step(c, where_is_one_of, field);
    if (step == NULL)
        return NULL;
    step->order = sdn__scalar_of(field)->compare;
    step->values = listed->values;
    step->value_count = listed->value_count;
    qsort(listed->values, listed->value_count, sizeof *listed->values, step->order);
    return step;
}

static where_step *check_membership(where_checker *c, const where_node *node, const sdn_field *field)
{
    if (has_elements(field))
        return report_list_test(c, node, field);
    in_values listed = {.values = where_alloc(c, node->values.count * sizeof *listed.values)};
    listed.steps = where_alloc(c, (node->values.count + 1) * sizeof *listed.steps);
    bool fine = listed.values != NULL && listed.steps != NULL;
    for (const where_word *word = node->values.first; word != NULL && listed.steps != NULL; word = word->next)
        fine = add_in_value(c, node, field, word, &listed) && fine;
    where_step *known = fine ? new_membership(c, field, &listed) : NULL;
    if (known == NULL || listed.step_count == 0)
        return known;
    listed.steps[listed.step_count++] = known;
    return new_parent(c, where_any_passes, listed.steps, listed.step_count);
}

static where_step *check_absence(where_checker *c, const where_node *node, const sdn_field *field)
{
    if ((field->flags & (SDN_FIELD_OPTIONAL | SDN_FIELD_LIST)) == 0 && field->type != SDN_TYPE_STRING) {
        diag *d = diag_error(c->diags, node->op_span, "'%s' always has a value", field->name);
        diag_help(c->diags, d, "only what the schema declares with '?', texts and lists can be absent");
        return NULL;
    }
    where_step *absent = new_step(c, where_is_absent, field);
    return node->op == WHERE_ABSENT ? absent : new_negation(c, absent);
}

static where_step *check_truth(where_checker *c, const where_node *node, const sdn_field *field)
{
    if (field->type == SDN_TYPE_BOOL && !has_elements(field))
        return new_step(c, where_is_true, field);
    diag *d = diag_error(c->diags, node->field->span, "'%s' is not true or false by itself", field->name);
    if (has_elements(field))
        diag_help(c->diags, d, "write: %s has VALUE", field->name);
    else
        diag_help(c->diags, d, "compare it: %s = VALUE", field->name);
    return NULL;
}

static where_step *(*const checks[WHERE_OPERATOR_COUNT])(where_checker *c, const where_node *node,
                                                         const sdn_field *field) = {
    [WHERE_EQUAL] = check_comparison,   [WHERE_DIFFERS] = check_comparison, [WHERE_LESS] = check_comparison,
    [WHERE_AT_MOST] = check_comparison, [WHERE_MORE] = check_comparison,    [WHERE_AT_LEAST] = check_comparison,
    [WHERE_MATCHES] = check_matching,   [WHERE_HAS] = check_having,         [WHERE_IN] = check_membership,
    [WHERE_ABSENT] = check_absence,     [WHERE_PRESENT] = check_absence,    [WHERE_ALONE] = check_truth,
};

static const where_step *check_test(where_checker *c, const where_node *node)
{
    uint32_t found = field_name_find(c->type, node->field->text, node->field->span, c->diags);
    return found < c->type->field_count ? checks[node->op](c, node, &c->type->fields[found]) : NULL;
}

/* ---- the tree; it is no deeper than the grammar's stack ---- */

static const where_step *check_parts(where_checker *c, const where_node *node, where_try *passes)
{
    const where_step **parts = where_alloc(c, node->part_count * sizeof *parts);
    size_t count = 0;
    bool fine = parts != NULL;
    for (const where_node *part = node->first; part != NULL && parts != NULL; part = part->next) {
        parts[count] = where_check(c, part);
        fine = parts[count++] != NULL && fine;
    }
    return fine ? new_parent(c, passes, parts, count) : NULL;
}

const where_step *where_check(where_checker *c, const where_node *tree)
{
    static where_try *const tries[] = {
        [WHERE_ALL_OF] = where_all_pass, [WHERE_ANY_OF] = where_any_passes, [WHERE_NOT] = where_first_fails};
    return tree->kind == WHERE_TEST ? check_test(c, tree) : check_parts(c, tree, tries[tree->kind]);
}
