/*
 * Settling single records of a conflict.
 *
 * A conflict is cut at the first record that is settled: what is above it on each side is a smaller conflict, then comes
 * what was chosen of the record, then what is below it, again a conflict. A side that lacks the record is cut below the
 * nearest record that stands above it on the side that has it. Both smaller conflicts are treated the same way. So the order
 * of rows stays that of the sides, and no line of either side is lost or said twice. A conflict whose sides are the same,
 * or empty, needs no markers.
 */
#include "git/conflict.h"

/* Some pieces of each side of a conflict, those in front of others: [first, last). */
typedef struct conflict_part {
    const conflict *whole;
    size_t first[CONFLICT_SIDES], last[CONFLICT_SIDES];
} conflict_part;

/* Where a conflict is cut. */
typedef struct conflict_cut {
    sdn_str key;
    size_t at[CONFLICT_SIDES];
    bool has[CONFLICT_SIDES]; /* the piece there is the record; false: this side lacks it */
} conflict_cut;

typedef struct settling {
    const conflict_choice *choice;
    sdn_buffer *text;
    size_t left;
} settling;

static bool is_chosen(const conflict_choice *choice, sdn_str key)
{
    for (size_t i = 0; i < choice->key_count && key.ptr != NULL; i++)
        if (sdn_str_equal(choice->keys[i], key))
            return true;
    return false;
}

/* The lines of a part of a side. */
static sdn_str text_of_part(const conflict_part *part, size_t side)
{
    const conflict_piece *pieces = part->whole->sides[side].pieces;
    if (part->first[side] == part->last[side])
        return SDN_STR("");
    const char *start = pieces[part->first[side]].text.ptr;
    sdn_str last = pieces[part->last[side] - 1].text;
    return (sdn_str){start, (size_t)(last.ptr + last.len - start)};
}

/* Adds what is in conflict still. */
static void add_rest(settling *run, const conflict_part *part)
{
    const conflict *whole = part->whole;
    sdn_str ours = text_of_part(part, CONFLICT_OURS), theirs = text_of_part(part, CONFLICT_THEIRS);
    if (sdn_str_equal(ours, theirs)) {
        sdn__buffer_add_str(run->text, ours);
        return;
    }
    for (size_t side = 0; side < CONFLICT_SIDES; side++) {
        if (whole->markers[side].len == 0)
            continue;
        sdn__buffer_add_str(run->text, whole->markers[side]);
        sdn__buffer_add_str(run->text, text_of_part(part, side));
    }
    sdn__buffer_add_str(run->text, whole->markers[CONFLICT_SIDES]);
    run->left++;
}

/* The first record of a part that is settled, of the first side that has one. */
static bool find_settled(const settling *run, const conflict_part *part, conflict_cut *cut, size_t *side)
{
    for (*side = 0; *side < CONFLICT_SIDES; ++*side)
        for (size_t i = part->first[*side]; i < part->last[*side]; i++)
            if (is_chosen(run->choice, part->whole->sides[*side].pieces[i].key)) {
                cut->key = part->whole->sides[*side].pieces[i].key;
                cut->at[*side] = i;
                cut->has[*side] = true;
                return true;
            }
    return false;
}

/* Where `side`, which lacks the record, is cut: below the nearest record that is above it on the side `having` it. */
static size_t cut_without(const conflict_part *part, const conflict_cut *cut, size_t side, size_t having)
{
    const conflict_lines *lines = &part->whole->sides[side];
    for (size_t i = cut->at[having]; i > part->first[having]; i--) {
        size_t found = conflict_find(lines, part->first[side], part->whole->sides[having].pieces[i - 1].key);
        if (found < part->last[side])
            return found + 1;
    }
    return part->first[side];
}

static void complete_cut(const conflict_part *part, conflict_cut *cut, size_t having)
{
    for (size_t side = 0; side < CONFLICT_SIDES; side++) {
        if (side == having)
            continue;
        size_t found = conflict_find(&part->whole->sides[side], part->first[side], cut->key);
        cut->has[side] = found < part->last[side];
        cut->at[side] = cut->has[side] ? found : cut_without(part, cut, side, having);
    }
}

static void settle_part(settling *run, conflict_part part)
{
    conflict_cut cut = {.has = {false}};
    size_t having;
    while (find_settled(run, &part, &cut, &having)) {
        conflict_side side = run->choice->side;
        conflict_part above = part;
        complete_cut(&part, &cut, having);
        for (size_t i = 0; i < CONFLICT_SIDES; i++) {
            above.last[i] = cut.at[i];
            part.first[i] = cut.at[i] + cut.has[i];
        }
        settle_part(run, above);
        if (cut.has[side])
            sdn__buffer_add_str(run->text, part.whole->sides[side].pieces[cut.at[side]].text);
    }
    add_rest(run, &part);
}

static void settle_conflict(settling *run, const conflict *item)
{
    if (run->choice->key_count == 0) {
        sdn__buffer_add_str(run->text, item->sides[run->choice->side].text);
    } else if (!item->by_record) {
        sdn__buffer_add_str(run->text, item->text);
        run->left++;
    } else {
        conflict_part part = {.whole = item};
        for (size_t side = 0; side < CONFLICT_SIDES; side++)
            part.last[side] = item->sides[side].piece_count;
        settle_part(run, part);
    }
}

size_t conflict_settle(const conflict_file *file, const conflict_choice *choice, sdn_buffer *text)
{
    settling run = {choice, text, 0};
    const char *at = file->bytes.ptr;
    for (size_t i = 0; i < file->count; i++) {
        const conflict *item = &file->items[i];
        sdn__buffer_add(text, at, (size_t)(item->text.ptr - at));
        settle_conflict(&run, item);
        at = item->text.ptr + item->text.len;
    }
    sdn__buffer_add(text, at, (size_t)(file->bytes.ptr + file->bytes.len - at));
    return run.left;
}
