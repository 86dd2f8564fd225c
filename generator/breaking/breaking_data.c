/*
 * What happens to rows. A data file is opened twice, from the same bytes, with the types of both versions; so the rows of
 * a table have the same slots in both. Two comparisons follow:
 *   - what is wrong with the later version and was not with the earlier one, by verify.h
 *   - of the rows that both read: fields whose value is gone, or is another one
 *
 * Effects of one kind on one field, or one word of an enum, in one file are a group: counted, with the first place.
 *
 * Rows that could not be read before are not looked at: the change does not break them.
 */
#include "breaking/breaking_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/error.h"
#include "index/slots.h"
#include "record/scalar.h"
#include "store/file.h"
#include "verify/verify.h"

/* One data file, as both versions of a schema read it. */
typedef struct two_readings {
    breaking_schema *schema;
    verify_file before, after;
    const sdn_problem **known; /* the problems of the earlier version, in the order of lines; in the arena */
    size_t known_count;
} two_readings;

/* --- groups --- */

static bool is_same_group(const breaking_group *a, const breaking_group *b)
{
    return a->effect == b->effect && a->record == b->record && a->field == b->field && a->path.ptr == b->path.ptr &&
           (a->rule == b->rule || (a->rule != NULL && b->rule != NULL && strcmp(a->rule, b->rule) == 0)) &&
           sdn_str_equal(a->word, b->word);
}

/* Counts an effect in its group; `found` is a group of one row. SDN_E_NOMEM. */
static sdn_code count_effect(breaking_schema *s, const breaking_group *found, sdn_error *err)
{
    for (size_t i = s->group_count; i-- > 0;)
        if (is_same_group(&s->groups[i], found)) {
            s->groups[i].count += found->count;
            return SDN_OK;
        }
    if (sdn__reserve(&s->groups, &s->group_capacity, s->group_count + 1, sizeof *s->groups) != 0)
        return sdn__fail_memory(err);
    breaking_group *made = &s->groups[s->group_count++];
    *made = *found;
    made->word = sdn_arena_copy_str(s->arena, found->word);
    made->first_text = sdn_arena_copy_str(s->arena, found->first_text);
    return made->word.ptr != NULL && made->first_text.ptr != NULL ? SDN_OK : sdn__fail_memory(err);
}

/* The record of the schema that an open table has; NULL: it is none of this schema, or only of one version. */
static const breaking_record *pair_of_table(const breaking_schema *s, const data_table *table)
{
    for (size_t i = 0; table->record != NULL && i < s->record_count; i++)
        if (sdn_str_equal(s->records[i].after->name, table->record->name) &&
            sdn_str_equal(s->records[i].after->schema->base_name, table->record->schema->base_name))
            return &s->records[i];
    return NULL;
}

static const sdn_table *loaded_table(const data_table *table)
{
    return table->store->file->image->tables[table->store->number];
}

/* --- what is wrong now --- */

static int problem_by_line(const void *a, const void *b)
{
    const sdn_problem *x = *(const sdn_problem *const *)a, *y = *(const sdn_problem *const *)b;
    return (x->line > y->line) - (x->line < y->line);
}

static sdn_code list_known(two_readings *r, sdn_error *err)
{
    r->known = sdn_arena_alloc(&r->before.arena, (r->before.count + 1) * sizeof *r->known);
    if (r->known == NULL)
        return sdn__fail_memory(err);
    for (size_t i = 0; i < r->before.count; i++)
        r->known[r->known_count++] = &r->before.findings[i].problem;
    qsort(r->known, r->known_count, sizeof *r->known, problem_by_line);
    return SDN_OK;
}

static bool keeps_row_unread(const sdn_problem *problem)
{
    return problem->kind != SDN_PROBLEM_RULE && problem->kind != SDN_PROBLEM_REFERENCE;
}

/* Whether the earlier version has this problem too, or does not read the row at all. */
static bool is_known_problem(const two_readings *r, const sdn_problem *problem)
{
    size_t low = 0, high = r->known_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->known[middle]->line < problem->line)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < r->known_count && r->known[low]->line == problem->line; low++)
        if (keeps_row_unread(r->known[low]) ||
            (r->known[low]->kind == problem->kind && r->known[low]->column == problem->column))
            return true;
    return false;
}

/* The text between the quotes of a cell. */
static sdn_str word_of(const two_readings *r, const sdn_problem *problem)
{
    const source_file *source = r->after.source;
    uint32_t start = source_offset(source, problem->line, problem->column);
    uint32_t end = source_offset(source, problem->line, problem->end_column);
    sdn_str text = {source->text.ptr + start, end > start ? end - start : 0};
    if (text.len >= 2 && text.ptr[0] == '"' && text.ptr[text.len - 1] == '"')
        text = (sdn_str){text.ptr + 1, text.len - 2};
    return text;
}

/* Whether a cell holds a word that the enum of the field had in the earlier version. */
static bool was_word(const breaking_record *pair, size_t field, sdn_str word)
{
    const model_enum *now = pair->after->fields[field].type.enumeration;
    for (size_t i = 0; now != NULL && i < pair->before->field_count; i++) {
        const model_enum *old = pair->before->fields[i].type.enumeration;
        for (size_t k = 0; pair->after_of[i] == field && old != NULL && k < old->enumerator_count; k++)
            if (sdn_str_equal(old->enumerators[k].spelling, word))
                return true;
    }
    return false;
}

static const breaking_effect effect_of_kind[] = {
    [SDN_PROBLEM_VALUE] = BREAKING_VALUE,    [SDN_PROBLEM_DUPLICATE_KEY] = BREAKING_KEY,
    [SDN_PROBLEM_COLUMN] = BREAKING_COLUMN,  [SDN_PROBLEM_RULE] = BREAKING_RULE,
    [SDN_PROBLEM_REFERENCE] = BREAKING_RULE,
};

/* Whether what is wrong is that a cell is empty. */
static bool is_empty_cell(const sdn_problem *problem)
{
    return problem->rule != NULL && strcmp(problem->rule, "nonempty") == 0;
}

/* Fills the group of a finding; false: it is not about the schema. */
static bool classify(const two_readings *r, const verify_finding *found, breaking_group *group)
{
    const sdn_problem *problem = &found->problem;
    const breaking_record *pair = found->table != NULL ? pair_of_table(r->schema, found->table) : NULL;
    if (pair == NULL || found->is_warning ||
        (size_t)problem->kind >= sizeof effect_of_kind / sizeof effect_of_kind[0] ||
        effect_of_kind[problem->kind] == BREAKING_NOTHING)
        return false;
    *group = (breaking_group){
        .effect = effect_of_kind[problem->kind],
        .record = pair,
        .field = problem->field != NULL ? find_record_field(pair->after, sdn_str_from(problem->field)) : BREAKING_GONE,
        .rule = problem->rule,
        .path = r->after.source->path,
        .count = 1,
        .rows = loaded_table(found->table)->slots.row_count,
        .first_line = problem->line,
        .first_text = is_empty_cell(problem) ? SDN_STR("") : word_of(r, problem)};
    if (group->effect == BREAKING_COLUMN)
        group->count = group->rows;
    if (group->effect == BREAKING_VALUE && group->field != BREAKING_GONE &&
        was_word(pair, group->field, group->first_text)) {
        group->effect = BREAKING_WORD;
        group->word = group->first_text;
    }
    return group->effect != BREAKING_COLUMN || group->field != BREAKING_GONE;
}

static sdn_code count_problems(two_readings *r, sdn_error *err)
{
    sdn_code code = list_known(r, err);
    for (size_t i = 0; i < r->after.count && code == SDN_OK; i++) {
        breaking_group group;
        if (classify(r, &r->after.findings[i], &group) && !is_known_problem(r, &r->after.findings[i].problem))
            code = count_effect(r->schema, &group, err);
    }
    return code;
}

/* --- what is read differently --- */

/* A field of a table in both readings. */
typedef struct compared_field {
    const breaking_record *pair;
    const data_table *before, *after;
    uint32_t old;
    size_t new; /* BREAKING_GONE: there is none */
} compared_field;

static bool is_same_default(const model_field *a, const model_field *b)
{
    return a->initial.given == b->initial.given && !a->initial.given;
}

/* Whether the cells of the field cannot mean anything else than before. */
static bool is_same_reading(const model_field *old, const model_field *new)
{
    return is_same_type(&old->type, &new->type) && old->type.enumeration == NULL &&
           old->type.separator == new->type.separator &&sdn_str_equal(old->column, new->column) &&
           is_same_default(old, new) && new->was_count == 0;
}

/* Whether a list has as many elements in both readings: with another separator the text may be the same. */
static bool has_same_count(const compared_field *f, uint32_t slot)
{
    const sdn_field *old = &f->before->type->fields[f->old], *new = &f->after->type->fields[f->new];
    if ((old->flags & new->flags &SDN_FIELD_LIST) == 0)
        return true;
    return sdn__elements_of(old, sdn__slots_record(&loaded_table(f->before)->slots, slot)).count ==
           sdn__elements_of(new, sdn__slots_record(&loaded_table(f->after)->slots, slot)).count;
}

/* Whether the later version finds nothing where the earlier one has a column. */
static bool has_no_column_now(const compared_field *f)
{
    return f->new == BREAKING_GONE || f->pair->is_guess[f->old] ||
           (loaded_table(f->before)->columns.of_field[f->old] != SDN_NO_COLUMN &&
            loaded_table(f->after)->columns.of_field[f->new] == SDN_NO_COLUMN);
}

/* Compares the values of one slot. SDN_E_NOMEM. */
static sdn_code compare_slot(two_readings *r, const compared_field *f, uint32_t slot, sdn_arena *scratch,
                             sdn_error *err)
{
    const sdn_table *old = loaded_table(f->before), *new = loaded_table(f->after);
    bool lost = has_no_column_now(f);
    sdn_str was = sdn_field_text(f->before->type, f->old, sdn__slots_record(&old->slots, slot), scratch);
    sdn_str is = SDN_STR("");
    if (!lost)
        is = sdn_field_text(f->after->type, (uint32_t)f->new, sdn__slots_record(&new->slots, slot), scratch);
    if (was.ptr == NULL || is.ptr == NULL)
        return sdn__fail_memory(err);
    if (sdn_str_equal(was, is) && (lost || has_same_count(f, slot)))
        return SDN_OK;
    breaking_group group = {.effect = !lost                     ? BREAKING_DIFFERENT
                                      : f->new == BREAKING_GONE ? BREAKING_LOST
                                                                : BREAKING_RENAMED,
                            .record = f->pair,
                            .field = f->new == BREAKING_GONE ? f->old : f->new,
                            .path = r->after.source->path,
                            .count = 1,
                            .rows = new->slots.row_count,
                            .first_text = was};
    const char *row = r->after.source->text.ptr + new->slots.rows[slot].start;
    group.first_line = source_locate(r->after.source, (uint32_t)(row - r->after.source->text.ptr)).line;
    return count_effect(r->schema, &group, err);
}

static sdn_code compare_field(two_readings *r, const compared_field *f, sdn_error *err)
{
    const sdn_slots *old = &loaded_table(f->before)->slots, *new = &loaded_table(f->after)->slots;
    sdn_arena scratch = SDN_ARENA_INIT;
    sdn_code code = SDN_OK;
    for (uint32_t slot = 0; slot < old->row_count && slot < new->row_count &&code == SDN_OK; slot++) {
        if (sdn__slots_is_live(old, slot) && sdn__slots_is_live(new, slot))
            code = compare_slot(r, f, slot, &scratch, err);
        sdn__arena_rewind(&scratch);
    }
    sdn_arena_release(&scratch);
    return code;
}

static sdn_code compare_tables(two_readings *r, const breaking_record *pair, const data_table *before,
                               const data_table *after, sdn_error *err)
{
    sdn_code code = SDN_OK;
    if (loaded_table(before)->columns.position != loaded_table(after)->columns.position)
        return SDN_OK;
    for (uint32_t i = 0; i < pair->before->field_count && code == SDN_OK; i++) {
        compared_field f = {pair, before, after, i, pair->after_of[i]};
        bool in_file = loaded_table(before)->columns.of_field[i] != SDN_NO_COLUMN;
        if (f.new == BREAKING_GONE || pair->is_guess[i]
                ? !in_file
                : is_same_reading(&pair->before->fields[i], &pair->after->fields[f.new]))
            continue;
        code = compare_field(r, &f, err);
    }
    return code;
}

/* --- tables --- */

static const data_table *table_of(const data_file *data, const model_record *record)
{
    for (size_t i = 0; i < data->table_count; i++)
        if (data->tables[i].in_file && data->tables[i].record != NULL &&
            sdn_str_equal(data->tables[i].record->name, record->name))
            return &data->tables[i];
    return NULL;
}

/* A table that only the earlier version reads. */
static sdn_code count_unread_table(two_readings *r, const breaking_record *pair, const data_table *before,
                                   sdn_error *err)
{
    size_t rows = loaded_table(before)->slots.live_count;
    breaking_group group = {.effect = BREAKING_TABLE,
                            .record = pair,
                            .field = BREAKING_GONE,
                            .path = r->after.source->path,
                            .count = rows,
                            .rows = rows,
                            .first_line = sdn__table_text_of(loaded_table(before))->line_number,
                            .first_text = before->type->table};
    return rows > 0 ? count_effect(r->schema, &group, err) : SDN_OK;
}

static sdn_code compare_all_tables(two_readings *r, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < r->schema->record_count && code == SDN_OK; i++) {
        const breaking_record *pair = &r->schema->records[i];
        const data_table *before = table_of(r->before.data, pair->before);
        const data_table *after = table_of(r->after.data, pair->after);
        if (before != NULL && after != NULL)
            code = compare_tables(r, pair, before, after, err);
        else if (before != NULL)
            code = count_unread_table(r, pair, before, err);
    }
    return code;
}

sdn_code breaking_find_data(breaking_schema *schema, const data_file *before, const data_file *after,
                            const source_file *source, sdn_error *err)
{
    two_readings r = {
        .schema = schema, .before = {.data = before, .source = source}, .after = {.data = after, .source = source}};
    sdn_code code = verify_find(&r.before, err);
    if (code == SDN_OK)
        code = verify_find(&r.after, err);
    if (code == SDN_OK)
        code = count_problems(&r, err);
    if (code == SDN_OK)
        code = compare_all_tables(&r, err);
    verify_release(&r.before);
    verify_release(&r.after);
    return code;
}
