/*
 * What a three-way merge has to give, by the rules that the documents state, key by key:
 *
 *   - what only one side changed is taken from it; what both changed alike counts once
 *   - a record that both changed is merged field by field; a field that both changed differently is in conflict
 *   - a record that one side deleted and the other changed is in conflict, and so are two new ones of one key
 *   - where the schema says so, the field gets the larger value, or the like, and the second of two new rows another number
 *   - a row that cannot be read is one value; so it is merged as a whole
 *   - rows without key are counted: what each side added and took away is added and taken away
 */
#include "merge_model.h"

#include <stdlib.h>
#include <string.h>

/* ---- one record ---- */

static const entry *entry_with_key(const sheet *in, const entry *key)
{
    unsigned at = in->there ? find_entry(in, key) : in->count;
    return in->there && at < in->count ? &in->entries[at] : NULL;
}

static bool equal_or_none(const sheet_spec *spec, const entry *a, const entry *b)
{
    return a == NULL || b == NULL ? a == b : same_entry(spec, a, b);
}

static void settle(verdict *result, pick side, const entry *row)
{
    result->there[side] = row != NULL;
    if (row != NULL)
        result->entries[side] = *row;
}

static bool is_in_list(const char *list, const char *item, size_t len)
{
    for (; *list != '\0'; list += list[strcspn(list, ",")] == ',' ? strcspn(list, ",") + 1 : strcspn(list, ","))
        if (strcspn(list, ",") == len && memcmp(list, item, len) == 0)
            return true;
    return false;
}

static const char *with_item(const char *list, const char *item, size_t len)
{
    return pool_print("%s%s%.*s", list, *list != '\0' ? "," : "", (int)len, item);
}

/* The items that were there and that both sides have, in their order; then the new ones, in rising order. They are `g`
 * and a digit, each of which is asked for. */
static const char *merge_lists(const char *base, const char *ours, const char *theirs)
{
    const char *merged = "";
    for (const char *at = base; *at != '\0';) {
        size_t len = strcspn(at, ",");
        if (is_in_list(ours, at, len) && is_in_list(theirs, at, len) && !is_in_list(merged, at, len))
            merged = with_item(merged, at, len);
        at += len + (at[len] == ',');
    }
    for (char digit = '0'; digit <= '9'; digit++) {
        const char item[] = {'g', digit};
        if (!is_in_list(base, item, 2) && (is_in_list(ours, item, 2) || is_in_list(theirs, item, 2)))
            merged = with_item(merged, item, 2);
    }
    return merged;
}

/* A value that was removed gives way to one that was changed. */
static const char *merge_numbers(policy how, const char *ours, const char *theirs)
{
    if (*ours == '\0' || *theirs == '\0')
        return *ours == '\0' ? theirs : ours;
    bool is_more = strtoul(ours, NULL, 10) > strtoul(theirs, NULL, 10);
    return is_more == (how == MAX) ? ours : theirs;
}

/* A field that both sides changed differently; NULL: it is in conflict. */
static const char *merge_by_policy(policy how, const char *base, const char *ours, const char *theirs)
{
    switch (how) {
    case MAX:
    case MIN:
        return merge_numbers(how, ours, theirs);
    case UNION:
        return merge_lists(base, ours, theirs);
    case OURS:
        return ours;
    case THEIRS:
        return theirs;
    case CONFLICT:
        break;
    }
    return NULL;
}

/* Both sides changed the record, and all three can be read. */
static void merge_fields(const sheet_spec *spec, const entry *base, const entry *ours, const entry *theirs,
                         verdict *result)
{
    settle(result, PICK_OURS, ours);
    settle(result, PICK_THEIRS, theirs);
    for (unsigned i = 0; i < spec->column_count; i++) {
        const char *b = base->cells[i], *o = ours->cells[i], *t = theirs->cells[i];
        const char *merged = strcmp(b, o) == 0 || strcmp(o, t) == 0 ? t
                             : strcmp(b, t) == 0                    ? o
                                                                    : merge_by_policy(spec->columns[i].merge, b, o, t);
        if (merged == NULL)
            result->conflict = true;
        else
            result->entries[PICK_OURS].cells[i] = result->entries[PICK_THEIRS].cells[i] = merged;
    }
}

static verdict merge_entry(const sheet_spec *spec, const entry *base, const entry *ours, const entry *theirs)
{
    verdict result = {.key = ours != NULL ? ours : theirs};
    const entry *agreed = equal_or_none(spec, base, ours) ? theirs : ours;
    if (equal_or_none(spec, base, ours) || equal_or_none(spec, base, theirs) || equal_or_none(spec, ours, theirs)) {
        settle(&result, PICK_OURS, agreed);
        settle(&result, PICK_THEIRS, agreed);
    } else if (base == NULL || ours == NULL || theirs == NULL || base->opaque != NULL || ours->opaque != NULL ||
               theirs->opaque != NULL) {
        settle(&result, PICK_OURS, ours);
        settle(&result, PICK_THEIRS, theirs);
        result.conflict = true;
    } else {
        merge_fields(spec, base, ours, theirs, &result);
    }
    return result;
}

/* ---- one table ---- */

static bool has_verdict(const expected_sheet *in, const sheet_spec *spec, const entry *key)
{
    for (unsigned i = 0; i < in->count; i++)
        if (same_key(spec, in->verdicts[i].key, key))
            return true;
    return false;
}

/* Two new rows with one number: ours keeps it, theirs gets another. */
static void add_renumbered(expected_sheet *to, const entry *ours, const entry *theirs)
{
    verdict kept = {.key = ours}, moved = {.key = theirs, .renumbered = true};
    for (int side = PICK_OURS; side <= PICK_THEIRS; side++) {
        settle(&kept, (pick)side, ours);
        settle(&moved, (pick)side, theirs);
    }
    to->verdicts[to->count++] = kept;
    to->verdicts[to->count++] = moved;
}

static void add_verdicts(expected_sheet *to, const sheet *keys, const sheet *base, const sheet *ours,
                         const sheet *theirs)
{
    for (unsigned i = 0; keys->there && i < keys->count; i++) {
        const entry *key = &keys->entries[i];
        const entry *b = entry_with_key(base, key), *o = entry_with_key(ours, key), *t = entry_with_key(theirs, key);
        if (has_verdict(to, keys->spec, key))
            continue;
        if (keys->spec->renumbers && b == NULL && o != NULL && t != NULL && !same_entry(keys->spec, o, t)) {
            add_renumbered(to, o, t);
            continue;
        }
        verdict found = merge_entry(keys->spec, b, o, t);
        found.key = key;
        to->verdicts[to->count++] = found;
        to->conflicts += found.conflict;
    }
}

/* ---- the text between rows ---- */

/* The lines above an entry; NULL: there is no such entry. */
static const char *gap_of(const sheet *in, const entry *key)
{
    const entry *row = entry_with_key(in, key);
    return row != NULL ? row->lead : NULL;
}

static bool gaps_differ(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a != b : strcmp(a, b) != 0;
}

static bool both_changed(const char *base, const char *ours, const char *theirs)
{
    return gaps_differ(base, ours) && gaps_differ(base, theirs) && gaps_differ(ours, theirs);
}

static bool both_changed_gaps(const sheet *keys, const sheet *base, const sheet *ours, const sheet *theirs)
{
    for (unsigned i = 0; i < keys->count && keys->there; i++) {
        const entry *key = &keys->entries[i];
        const char *b = gap_of(base, key), *o = gap_of(ours, key), *t = gap_of(theirs, key);
        /* Of a row that both deleted, both may have put other lines where its own were. */
        if (both_changed(b, o, t) || (b != NULL && *b != '\0' && o == NULL && t == NULL))
            return true;
    }
    return false;
}

/* The lines between the last row above a table and its header, or with `number` SHEET_COUNT the end of the file. */
static const char *gap_above(const version *in, unsigned number)
{
    const char *above = number < SHEET_COUNT ? in->sheets[number].above : "", *tail = "";
    for (unsigned i = 0; i < number; i++)
        if (in->sheets[i].there)
            tail = in->sheets[i].tail;
    return number == SHEET_COUNT || in->sheets[number].there ? pool_print("%s%s", tail, above) : NULL;
}

/* Whether a table is new in `adding`, and the other side changed the lines between which it stands. */
static bool is_beside_new_table(const version *base, const version *adding, const version *other)
{
    for (unsigned i = 0; i < SHEET_COUNT; i++) {
        unsigned below = i + 1;
        while (below < SHEET_COUNT && !base->sheets[below].there)
            below++;
        if (adding->sheets[i].there && !base->sheets[i].there &&
            gaps_differ(gap_above(base, below), gap_above(other, below)))
            return true;
    }
    return false;
}

/* ---- rules ---- */

static bool repeats_mail(const sheet *people)
{
    for (unsigned i = 0; i < people->count; i++)
        for (unsigned k = 0; k < i; k++)
            if (*people->entries[i].cells[PERSON_MAIL] != '\0' &&
                strcmp(people->entries[i].cells[PERSON_MAIL], people->entries[k].cells[PERSON_MAIL]) == 0)
                return true;
    return false;
}

static bool lacks_owner(const sheet *items, const sheet *people)
{
    for (unsigned i = 0; i < items->count; i++) {
        entry owner = {.cells = {items->entries[i].cells[ITEM_OWNER]}};
        bool refers = items->entries[i].opaque == NULL && *owner.cells[0] != '\0';
        if (refers && entry_with_key(people, &owner) == NULL)
            return true;
    }
    return false;
}

static void collect(const expected_sheet *from, const sheet_spec *spec, pick side, sheet *to)
{
    *to = (sheet){.spec = spec, .there = true};
    for (unsigned i = 0; i < from->count; i++)
        if (from->verdicts[i].there[side] && to->count < MOST_ENTRIES)
            to->entries[to->count++] = from->verdicts[i].entries[side];
}

/* Whether a version breaks a rule by itself. */
static bool breaks_rule_alone(const version *of)
{
    return repeats_mail(&of->sheets[PEOPLE]) || lacks_owner(&of->sheets[ITEMS], &of->sheets[PEOPLE]);
}

static bool merge_breaks_rule(const expected *result)
{
    static sheet items, people;
    for (int side = PICK_OURS; side <= PICK_THEIRS; side++) {
        collect(&result->sheets[ITEMS], &sheet_specs[ITEMS], (pick)side, &items);
        collect(&result->sheets[PEOPLE], &sheet_specs[PEOPLE], (pick)side, &people);
        if (repeats_mail(&people) || lacks_owner(&items, &people))
            return true;
    }
    return false;
}

/* ---- the whole file ---- */

static bool columns_differ(const sheet *a, const sheet *b)
{
    return a->there && b->there && memcmp(a->has, b->has, sizeof a->has) != 0;
}

void expect_merge(const version *base, const version *ours, const version *theirs, expected *result)
{
    bool odd = has_oddities(base) || has_oddities(ours) || has_oddities(theirs);
    memset(result, 0, sizeof *result);
    for (unsigned i = 0; i < SHEET_COUNT; i++) {
        const sheet *b = &base->sheets[i], *o = &ours->sheets[i], *t = &theirs->sheets[i];
        expected_sheet *to = &result->sheets[i];
        to->open = odd && (columns_differ(b, o) || columns_differ(b, t));
        to->both = both_changed_gaps(b, b, o, t) || both_changed_gaps(o, b, o, t) || both_changed_gaps(t, b, o, t);
        for (unsigned k = 0; k < 3 && sheet_specs[i].key_count > 0; k++)
            add_verdicts(to, k == 0 ? o : k == 1 ? t : b, b, o, t);
    }
    for (unsigned i = 0; i <= SHEET_COUNT; i++)
        result->both_headers |= both_changed(gap_above(base, i), gap_above(ours, i), gap_above(theirs, i));
    result->beside_new_table = is_beside_new_table(base, ours, theirs) || is_beside_new_table(base, theirs, ours);
    result->may_break_rule = merge_breaks_rule(result);
    result->breaks_rule = result->may_break_rule && !breaks_rule_alone(ours) && !breaks_rule_alone(theirs);
}
