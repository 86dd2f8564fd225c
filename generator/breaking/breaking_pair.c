/*
 * Which fields are the same in both versions of a record: those of one name; then those where the new one was the old
 * one, as `was` says. What is left over on both sides may have been renamed without saying so: a new field is taken for
 * an old one if the type is the same, and its name is like the old one or it stands in its place.
 */
#include "breaking/breaking_private.h"

#include "base/arena.h"
#include "base/error.h"
#include "diag/suggest.h"

const model_record *find_record(const model *schemas, sdn_str name)
{
    for (size_t i = 0; i < schemas->schema_count; i++)
        for (size_t k = 0; k < schemas->schemas[i]->record_count; k++)
            if (sdn_str_equal(schemas->schemas[i]->records[k].name, name))
                return &schemas->schemas[i]->records[k];
    return NULL;
}

const model_enum *find_enum(const model *schemas, sdn_str name)
{
    for (size_t i = 0; i < schemas->schema_count; i++)
        for (size_t k = 0; k < schemas->schemas[i]->enum_count; k++)
            if (sdn_str_equal(schemas->schemas[i]->enums[k]->name, name))
                return schemas->schemas[i]->enums[k];
    return NULL;
}

size_t find_record_field(const model_record *record, sdn_str name)
{
    for (size_t i = 0; i < record->field_count; i++)
        if (sdn_str_equal(record->fields[i].name, name))
            return i;
    return BREAKING_GONE;
}

size_t find_enumerator(const model_enum *enumeration, sdn_str name)
{
    for (size_t i = 0; i < enumeration->enumerator_count; i++)
        if (sdn_str_equal(enumeration->enumerators[i].name, name))
            return i;
    return BREAKING_GONE;
}

bool is_same_type(const model_type *a, const model_type *b)
{
    bool same_enum = (a->enumeration == NULL) == (b->enumeration == NULL) &&
                     (a->enumeration == NULL || sdn_str_equal(a->enumeration->name, b->enumeration->name));
    return a->scalar == b->scalar && a->list == b->list && a->optional == b->optional && same_enum;
}

/* --- fields --- */

static bool is_paired(const breaking_record *pair, size_t position)
{
    for (size_t i = 0; i < pair->before->field_count; i++)
        if (pair->after_of[i] == position)
            return true;
    return false;
}

/* The new field that says it was this one. */
static size_t renamed_field(const breaking_record *pair, const model_field *old)
{
    for (size_t i = 0; i < pair->after->field_count; i++)
        for (size_t k = 0; k < pair->after->fields[i].was_count; k++)
            if (sdn_str_equal(pair->after->fields[i].was[k], old->column) && !is_paired(pair, i))
                return i;
    return BREAKING_GONE;
}

static bool is_new_field(const breaking_record *pair, size_t position)
{
    return find_record_field(pair->before, pair->after->fields[position].name) == BREAKING_GONE &&
           !is_paired(pair, position);
}

/* The new field that is probably this one. */
static size_t similar_field(const breaking_record *pair, size_t old)
{
    size_t budget = 1000, found = BREAKING_GONE;
    const model_field *field = &pair->before->fields[old];
    suggestion search = suggest_for(field->name, &budget);
    for (size_t i = 0; i < pair->after->field_count; i++) {
        const model_field *candidate = &pair->after->fields[i];
        if (!is_new_field(pair, i) || !is_same_type(&field->type, &candidate->type))
            continue;
        size_t before = search.distance;
        suggest_offer(&search, candidate->name);
        if (search.distance < before || (i == old && search.best.len == 0))
            found = i;
    }
    return found;
}

static void pair_fields(breaking_record *pair)
{
    for (size_t i = 0; i < pair->before->field_count; i++)
        pair->after_of[i] = find_record_field(pair->after, pair->before->fields[i].name);
    for (size_t i = 0; i < pair->before->field_count; i++)
        if (pair->after_of[i] == BREAKING_GONE)
            pair->after_of[i] = renamed_field(pair, &pair->before->fields[i]);
    for (size_t i = 0; i < pair->before->field_count; i++)
        if (pair->after_of[i] == BREAKING_GONE) {
            pair->after_of[i] = similar_field(pair, i);
            pair->is_guess[i] = pair->after_of[i] != BREAKING_GONE;
        }
}

/* --- records --- */

/* The record of this name; else the one that has its table now. */
static const model_record *counterpart_of(const model *schemas, const model_record *record)
{
    const model_record *found = find_record(schemas, record->name);
    for (size_t i = 0; found == NULL && i < schemas->schema_count; i++)
        for (size_t k = 0; k < schemas->schemas[i]->record_count; k++)
            if (sdn_str_equal(schemas->schemas[i]->records[k].table, record->table))
                found = &schemas->schemas[i]->records[k];
    return found;
}

static size_t count_records(const model *schemas)
{
    size_t count = 0;
    for (size_t i = 0; i < schemas->schema_count; i++)
        count += schemas->schemas[i]->record_count;
    return count;
}

static int add_pair(breaking_schema *schema, const model_record *before, const model_record *after)
{
    breaking_record pair = {before, after, NULL, NULL};
    pair.after_of = sdn__arena_zeroed(schema->arena, (before->field_count + 1) * sizeof *pair.after_of);
    pair.is_guess = sdn__arena_zeroed(schema->arena, before->field_count + 1);
    if (pair.after_of == NULL || pair.is_guess == NULL)
        return -1;
    for (size_t i = 0; i < before->field_count; i++)
        pair.after_of[i] = BREAKING_GONE;
    pair_fields(&pair);
    schema->records[schema->record_count++] = pair;
    return 0;
}

bool breaking_looks_at(const breaking_schema *schema, const model_schema *earlier)
{
    for (size_t i = 0; !earlier->requested && i < schema->origin->compared_count; i++)
        if (sdn_str_equal(sdn_str_from(schema->origin->compared[i]), earlier->path))
            return false;
    return true;
}

bool breaking_has_table(const breaking_schema *schema, sdn_str table)
{
    for (size_t i = 0; i < schema->record_count; i++)
        if (sdn_str_equal(schema->records[i].before->table, table) ||
            sdn_str_equal(schema->records[i].after->table, table))
            return true;
    return false;
}

sdn_code breaking_pair(breaking_schema *schema, sdn_error *err)
{
    const model *old = &schema->before.made;
    schema->records = sdn__arena_zeroed(schema->arena, (count_records(old) + 1) * sizeof *schema->records);
    if (schema->records == NULL)
        return sdn__fail_memory(err);
    for (size_t i = 0; i < old->schema_count; i++)
        for (size_t k = 0; k < old->schemas[i]->record_count; k++) {
            const model_record *before = &old->schemas[i]->records[k];
            const model_record *after = counterpart_of(&schema->after.made, before);
            if (after != NULL && breaking_looks_at(schema, old->schemas[i]) && add_pair(schema, before, after) != 0)
                return sdn__fail_memory(err);
        }
    return SDN_OK;
}
