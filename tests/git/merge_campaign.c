/*
 * merge_campaign SCHEMA [COUNT [SEED]]
 * merge_campaign SCHEMA show SEED
 *
 * Merges random files, three versions each, and compares with a model that shares no code with what is tested. Without
 * COUNT a few hundred, without SEED those from 1 on. `show` prints the three files of one merge, what came of them, and what is wrong with it. Of each
 * merge it is checked that
 *
 *   - if one side changed nothing, the result is the other side, byte for byte; and so if both changed the same
 *   - the records are those of the model; in conflict are those that the model has in conflict, each is named in a message,
 *     and with one side of all conflicts taken the records are those of the model with that side
 *   - no text and no comment that a side added is missing, in conflicts neither, and none that all versions have
 *   - the order of our rows stays, sorted tables stay sorted, and so do line ends
 *   - with the sides exchanged there come the same records, and the same conflicts
 *
 * A merge that is left to text lines is right only where the model says that a version has rows that cannot be told apart
 * or read, or that both sides changed a table without key, or the place of a new table. Prints what was merged; exits 1 if anything was wrong.
 */
#include "merge_model.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "merge/file_merge.h"

enum { QUICK_COUNT = 400, MOST_REPORTED = 50, MOST_FAULT = 512 };

/* One merge: its versions, and their files. */
typedef struct trial {
    uint64_t seed;
    version base, ours, theirs;
    const char *text[3]; /* base, ours, theirs */
    size_t len[3];
    bool odd;
    expected expected;
} trial;

/* What came of it. */
typedef struct outcome {
    file_merge_result result;
    const char *text, *messages;
    size_t len;
    size_t conflicts;
    version picked[2]; /* read with our and with their side of conflicts */
} outcome;

typedef struct totals {
    unsigned merges, wrong, clean, conflicts, as_text, one_side, odd, broken_rules, records;
} totals;

static const char *schema_path;

/* ---- making a trial ---- */

static void make_trial(trial *t, uint64_t seed)
{
    dice d = {seed * UINT64_C(0x9E3779B97F4A7C15) | 1, 1};
    pool_reset();
    for (int i = 0; i < 8; i++)
        (void)dice_below(&d, 2);
    t->seed = seed;
    bool rare = dice_chance(&d, 15);
    make_base(&t->base, &d);
    if (rare && dice_chance(&d, 50))
        change_version(&t->base, &d, true);
    version start = t->base;
    t->ours = t->theirs = start;
    unsigned who = dice_below(&d, 20); /* one side alone, or both the same, now and then */
    if (who != 0)
        change_version(&t->ours, &d, rare);
    if (who == 2)
        t->theirs = t->ours;
    if (dice_chance(&d, 10)) { /* something that both do */
        dice again = d;
        change_version(&t->ours, &d, rare);
        change_version(&t->theirs, &again, rare);
        d.next_token = again.next_token > d.next_token ? again.next_token : d.next_token;
    }
    if (who != 1 && who != 2)
        change_version(&t->theirs, &d, rare);
    if (dice_chance(&d, 4))
        break_rule_together(&t->ours, &t->theirs, &d);
    t->text[0] = write_version(&t->base, &t->len[0]);
    t->text[1] = write_version(&t->ours, &t->len[1]);
    t->text[2] = write_version(&t->theirs, &t->len[2]);
    t->odd = has_oddities(&t->base) || has_oddities(&t->ours) || has_oddities(&t->theirs);
    expect_merge(&t->base, &t->ours, &t->theirs, &t->expected);
}

static bool same_text(const trial *t, int a, int b)
{
    return t->len[a] == t->len[b] && memcmp(t->text[a], t->text[b], t->len[a]) == 0;
}

/* ---- faults ---- */

static char fault[MOST_FAULT]; /* the first of a merge; empty: none */

static void note(const char *format, ...)
{
    va_list args;
    if (fault[0] != '\0')
        return;
    va_start(args, format);
    (void)vsnprintf(fault, sizeof fault, format, args);
    va_end(args);
}

/* ---- merging ---- */

static void merge(const trial *t, int ours, int theirs, outcome *o)
{
    file_merge_request request = {
        .base = {t->text[0], t->len[0]},
        .ours = {t->text[ours], t->len[ours]},
        .theirs = {t->text[theirs], t->len[theirs]},
        .path = "campaign.sdn",
        .schema = schema_path,
        .marker_size = 7,
        .style = (merge_style)(t->seed % 3),
        .labels = {"base", "ours", "theirs"},
    };
    file_merge merged;
    sdn_error err = {0};
    sdn_code code = file_merge_run(&request, &merged, &err);
    if (code != SDN_OK)
        note("fails: %s", err.message);
    o->result = merged.result;
    o->conflicts = merged.conflict_count;
    o->len = merged.text.len;
    o->text = pool_copy(merged.text.len > 0 ? merged.text.bytes : "", merged.text.len);
    o->messages = pool_copy(merged.messages.len > 0 ? merged.messages.bytes : "", merged.messages.len);
    file_merge_release(&merged);
    for (int side = PICK_OURS; side <= PICK_THEIRS; side++)
        read_version(&o->picked[side], o->text, o->len, (pick)side);
}

/* ---- bytes ---- */

static void check_one_side(const trial *t, const outcome *o)
{
    int whole = same_text(t, 0, 1) ? 2 : same_text(t, 0, 2) || same_text(t, 1, 2) ? 1 : 0;
    if (whole == 0)
        return;
    if (o->result != FILE_MERGE_CLEAN)
        note("one side changed nothing, but the merge is not clean");
    else if (o->len != t->len[whole] || memcmp(o->text, t->text[whole], o->len) != 0)
        note("one side changed nothing, but the result is not the other side");
}

static void check_line_ends(const trial *t, const outcome *o)
{
    if (!t->ours.crlf || !t->base.crlf || !t->theirs.crlf)
        return;
    for (const char *at = o->text; (at = strchr(at, '\n')) != NULL; at++)
        if (at == o->text || at[-1] != '\r') {
            note("a line does not end in CR LF, as all of the three files do");
            return;
        }
}

/* ---- order ---- */

/* Whether the rows that both have are in the same order. */
static bool same_order(const sheet *a, const sheet *b)
{
    unsigned last = 0;
    for (unsigned i = 0; a->there && b->there && i < a->count; i++) {
        unsigned at = find_entry(b, &a->entries[i]);
        if (at < b->count && at < last)
            return false;
        last = at < b->count ? at : last;
    }
    return true;
}

static bool same_orders(const version *a, const version *b)
{
    for (unsigned i = 0; i < SHEET_COUNT; i++)
        if (sheet_specs[i].key_count > 0 && !same_order(&a->sheets[i], &b->sheets[i]))
            return false;
    return true;
}

/* ---- tokens ---- */

typedef struct tokens {
    unsigned char count[2][MOST_TOKENS]; /* of texts, of comments */
} tokens;

static void count_tokens(const char *text, size_t len, tokens *found)
{
    memset(found, 0, sizeof *found);
    for (const char *at = text, *end = text + len; at < end; at++) {
        char *stop;
        if ((*at != 't' && *at != 'c') || at + 1 == end || at[1] < '0' || at[1] > '9')
            continue;
        unsigned long number = strtoul(at + 1, &stop, 10);
        if (*stop == '.' && number < MOST_TOKENS)
            found->count[*at == 'c'][number]++;
    }
}

static void check_tokens(const trial *t, const outcome *o)
{
    static tokens base, ours, theirs, result;
    count_tokens(t->text[0], t->len[0], &base);
    count_tokens(t->text[1], t->len[1], &ours);
    count_tokens(t->text[2], t->len[2], &theirs);
    count_tokens(o->text, o->len, &result);
    for (unsigned kind = 0; kind < 2; kind++)
        for (unsigned i = 0; i < MOST_TOKENS; i++) {
            bool b = base.count[kind][i] > 0, ou = ours.count[kind][i] > 0, th = theirs.count[kind][i] > 0;
            bool must_be = (!b && (ou || th)) || (b && ou && th);
            if (must_be && result.count[kind][i] == 0)
                note("%s '%c%u.' is lost", kind == 1 ? "comment" : "text", "tc"[kind], i);
            /* A comment may be there twice if both sides put it into different places. */
            bool both_added = !b && ou && th;
            if (kind == 1 && o->result == FILE_MERGE_CLEAN && result.count[kind][i] > 1 && !both_added && !t->odd &&
                same_orders(&t->base, &t->ours) && same_orders(&t->base, &t->theirs))
                note("comment 'c%u.' is there %u times", i, result.count[kind][i]);
        }
}

/* Where a comment is in a version: the entry below it; NULL: at the end of a table, or above it, or nowhere. */
static const entry *entry_below(const version *in, unsigned token, unsigned *number)
{
    char text[32];
    (void)snprintf(text, sizeof text, "c%u.", token);
    for (*number = 0; *number < SHEET_COUNT; ++*number) {
        const sheet *of = &in->sheets[*number];
        for (unsigned i = 0; of->there && i < of->count; i++)
            if (strstr(of->entries[i].lead, text) != NULL)
                return &of->entries[i];
    }
    return NULL;
}

/* A comment that `changed` took away, while its row stays in all versions and the other side did not touch it. */
static void check_deleted_comments(const trial *t, const version *changed, const version *other, const outcome *o)
{
    static tokens in_base;
    count_tokens(t->text[0], t->len[0], &in_base);
    for (unsigned i = 0; i < MOST_TOKENS; i++) {
        unsigned number, same_number;
        const entry *before = in_base.count[1][i] > 0 ? entry_below(&t->base, i, &number) : NULL;
        const entry *kept = before != NULL ? entry_below(other, i, &same_number) : NULL;
        char text[32];
        if (kept == NULL || number != same_number || sheet_specs[number].key_count == 0 ||
            !changed->sheets[number].there)
            continue;
        const sheet *in = &changed->sheets[number];
        unsigned at = find_entry(in, before);
        (void)snprintf(text, sizeof text, "c%u.", i);
        if (!same_key(in->spec, before, kept) || strcmp(before->lead, kept->lead) != 0 || at == in->count ||
            entry_below(changed, i, &same_number) != NULL)
            continue;
        if (strstr(in->entries[at].lead, text) == NULL && strstr(in->tail, text) == NULL &&
            strstr(o->text, text) != NULL)
            note("comment '%s', which one side took away, is back", text);
    }
}

/* ---- records ---- */

static const char *shown_key(const sheet_spec *spec, const entry *row)
{
    return spec->key_count > 1 ? pool_print("%s, %s", row->cells[0], row->cells[1]) : row->cells[0];
}

/* Where a renumbered row is: everything but its number tells. */
static unsigned find_renumbered(const sheet *in, const entry *row)
{
    for (unsigned at = 0; at < in->count; at++) {
        entry found = in->entries[at];
        found.cells[0] = row->cells[0];
        if (same_entry(in->spec, &found, row) && !same_key(in->spec, &in->entries[at], row))
            return at;
    }
    return in->count;
}

static void check_expected_entry(const sheet_spec *spec, const verdict *wanted, const sheet *in, pick side)
{
    unsigned at = !in->there           ? in->count
                  : wanted->renumbered ? find_renumbered(in, wanted->key)
                                       : find_entry(in, wanted->key);
    bool there = at < in->count;
    const char *key = shown_key(spec, wanted->key);
    if (wanted->there[side] != there)
        note("%s '%s' is %s", spec->name, key, there ? "there, and should be deleted" : "missing");
    if (!there || wanted->renumbered || !wanted->there[side] ||
        same_entry(spec, &wanted->entries[side], &in->entries[at]))
        return;
    for (unsigned i = 0; i < spec->column_count && in->entries[at].opaque == NULL; i++)
        if (strcmp(wanted->entries[side].cells[i], in->entries[at].cells[i]) != 0)
            note("%s '%s': %s is '%s', not '%s'", spec->name, key, spec->columns[i].name, in->entries[at].cells[i],
                 wanted->entries[side].cells[i]);
    note("%s '%s' is '%s', which cannot be read, or should not be", spec->name, key,
         in->entries[at].opaque != NULL ? in->entries[at].opaque : "(readable)");
}

/* Whether the model has a row of the result. */
static bool is_expected(const expected_sheet *wanted, const sheet_spec *spec, const entry *row)
{
    for (unsigned i = 0; i < wanted->count; i++) {
        const verdict *v = &wanted->verdicts[i];
        if (v->renumbered ? strcmp(v->key->cells[1], row->cells[1]) == 0 : same_key(spec, v->key, row))
            return true;
    }
    return false;
}

/* Rows without key: how often each is there. */
static unsigned count_equal(const sheet *in, const entry *row)
{
    unsigned count = 0;
    for (unsigned i = 0; in->there && i < in->count; i++)
        count += same_entry(in->spec, &in->entries[i], row);
    return count;
}

/* In the same order, and spelled the same. */
static bool same_rows(const sheet *a, const sheet *b)
{
    bool same = a->there == b->there && (!a->there || a->count == b->count);
    for (unsigned i = 0; same && a->there && i < a->count; i++)
        same = same_entry(a->spec, &a->entries[i], &b->entries[i]) && a->entries[i].style == b->entries[i].style;
    return same;
}

static void check_counted(const trial *t, const sheet *in, unsigned number, const sheet *keys)
{
    for (unsigned i = 0; keys->there && i < keys->count; i++) {
        const entry *row = &keys->entries[i];
        int b = (int)count_equal(&t->base.sheets[number], row), o = (int)count_equal(&t->ours.sheets[number], row);
        int th = (int)count_equal(&t->theirs.sheets[number], row), found = (int)count_equal(in, row);
        int wanted = b == o ? th : b == th || o == th ? o : -1;
        if (wanted >= 0 && found != wanted)
            note("%s: row '%s, %s' is there %d times, not %d", sheet_specs[number].name, row->cells[0], row->cells[1],
                 found, wanted);
    }
}

static void check_sheet(const trial *t, const outcome *o, unsigned number, pick side)
{
    const expected_sheet *wanted = &t->expected.sheets[number];
    const sheet *in = &o->picked[side].sheets[number];
    const sheet_spec *spec = &sheet_specs[number];
    for (unsigned i = 0; i < wanted->count; i++)
        check_expected_entry(spec, &wanted->verdicts[i], in, side);
    for (unsigned i = 0; in->there && i < in->count && spec->key_count > 0; i++) {
        if (!is_expected(wanted, spec, &in->entries[i]))
            note("%s '%s' is in no version", spec->name, shown_key(spec, &in->entries[i]));
        if (find_entry(in, &in->entries[i]) != i)
            note("%s '%s' is there twice", spec->name, shown_key(spec, &in->entries[i]));
    }
    if (spec->key_count == 0 && o->result == FILE_MERGE_CLEAN) {
        check_counted(t, in, number, &t->ours.sheets[number]);
        check_counted(t, in, number, &t->theirs.sheets[number]);
        check_counted(t, in, number, in);
    }
}

static bool is_sorted(const sheet *of)
{
    for (unsigned i = 1; i < of->count; i++)
        if (strcmp(of->entries[i - 1].cells[0], of->entries[i].cells[0]) > 0)
            return false;
    return true;
}

static void check_order(const trial *t, const outcome *o, unsigned number)
{
    const sheet *base = &t->base.sheets[number], *ours = &t->ours.sheets[number], *theirs = &t->theirs.sheets[number];
    const sheet *result = &o->picked[PICK_OURS].sheets[number];
    if (sheet_specs[number].key_count == 0)
        return;
    if (sheet_specs[number].sorted && is_sorted(ours) && is_sorted(theirs) && !is_sorted(result))
        note("%s is not sorted any more", sheet_specs[number].name);
    if (same_order(base, theirs) && !same_order(ours, result))
        note("%s: our rows are in another order", sheet_specs[number].name);
}

/* ---- conflicts ---- */

static unsigned model_conflicts(const trial *t)
{
    unsigned count = 0;
    for (unsigned i = 0; i < SHEET_COUNT; i++)
        count += t->expected.sheets[i].conflicts;
    return count;
}

/* Whether both sides changed the table without key, differently. */
static bool both_changed_visits(const trial *t)
{
    const sheet *base = &t->base.sheets[VISITS], *ours = &t->ours.sheets[VISITS], *theirs = &t->theirs.sheets[VISITS];
    return !same_rows(base, ours) && !same_rows(base, theirs);
}

static bool may_conflict_otherwise(const trial *t)
{
    const sheet *visits[] = {&t->base.sheets[VISITS], &t->ours.sheets[VISITS], &t->theirs.sheets[VISITS]};
    bool both =
        t->expected.may_break_rule || t->expected.both_headers || t->odd; /* which are merged as they are spelled */
    for (unsigned i = 0; i < SHEET_COUNT; i++)
        both |= t->expected.sheets[i].both;
    for (unsigned i = 0; i < 3; i++) /* rows without key, which both sides took away differently */
        for (unsigned k = 0; visits[i]->there && k < visits[i]->count; k++) {
            unsigned b = count_equal(visits[0], &visits[i]->entries[k]),
                     o = count_equal(visits[1], &visits[i]->entries[k]);
            unsigned th = count_equal(visits[2], &visits[i]->entries[k]);
            both |= b != o && b != th && o != th;
        }
    return both;
}

static void check_conflicts(const trial *t, const outcome *o)
{
    unsigned wanted = model_conflicts(t);
    if (wanted > 0 && o->result == FILE_MERGE_CLEAN)
        note("%u records are in conflict, but the merge is clean", wanted);
    if (wanted == 0 && o->result == FILE_MERGE_CONFLICTS && !may_conflict_otherwise(t))
        note("nothing is in conflict, but the merge says so");
    for (unsigned i = 0; i < SHEET_COUNT; i++)
        for (unsigned k = 0; k < t->expected.sheets[i].count; k++) {
            const verdict *v = &t->expected.sheets[i].verdicts[k];
            const char *key = pool_print("'%s'", shown_key(&sheet_specs[i], v->key));
            if (v->conflict && strstr(o->messages, key) == NULL)
                note("%s %s is in conflict, but no message names it", sheet_specs[i].name, key);
        }
    if (t->expected.breaks_rule && (*o->messages == '\0' || o->result == FILE_MERGE_CLEAN))
        note("the result breaks a rule, and the merge does not say so");
    bool marked = strstr(o->text, "<<<<<<<") != NULL, broken = t->expected.may_break_rule; /* which has no markers */
    if ((o->result == FILE_MERGE_CONFLICTS) != marked && !(broken && o->result == FILE_MERGE_CONFLICTS))
        note("there are conflicts without markers, or markers without conflicts");
}

/* ---- all checks of one merge ---- */

static void check_result(const trial *t, const outcome *o)
{
    check_tokens(t, o);
    check_conflicts(t, o);
    check_line_ends(t, o);
    for (unsigned i = 0; i < SHEET_COUNT && !t->expected.breaks_rule; i++) {
        if (t->odd)
            continue;
        check_sheet(t, o, i, PICK_OURS);
        check_sheet(t, o, i, PICK_THEIRS);
        if (o->result == FILE_MERGE_CLEAN)
            check_order(t, o, i);
    }
    if (o->result == FILE_MERGE_CLEAN && !t->odd) {
        check_deleted_comments(t, &t->ours, &t->theirs, o);
        check_deleted_comments(t, &t->theirs, &t->ours, o);
    }
}

/* Takes away what depends on which side is ours: fields of which ours or theirs is taken, and new numbers. */
static void forget_sides(version *of)
{
    for (unsigned i = 0; i < SHEET_COUNT; i++)
        for (unsigned k = 0; k < of->sheets[i].count; k++)
            for (unsigned c = 0; c < sheet_specs[i].column_count; c++) {
                policy how = sheet_specs[i].columns[c].merge;
                if (how == OURS || how == THEIRS || (c == 0 && sheet_specs[i].renumbers))
                    of->sheets[i].entries[k].cells[c] = "";
            }
}

static void check_exchanged(const trial *t, const outcome *o, const outcome *exchanged)
{
    if (o->result != exchanged->result)
        note("with the sides exchanged the merge ends otherwise (%d, %d)", o->result, exchanged->result);
    for (unsigned i = 0; i < SHEET_COUNT && !t->odd && o->result != FILE_MERGE_AS_TEXT; i++) {
        const sheet *a = &o->picked[PICK_OURS].sheets[i], *b = &exchanged->picked[PICK_THEIRS].sheets[i];
        if (a->there != b->there || a->count != b->count)
            note("with the sides exchanged %s has other records", sheet_specs[i].name);
        for (unsigned k = 0; k < a->count; k++)
            if (count_equal(b, &a->entries[k]) != count_equal(a, &a->entries[k]))
                note("with the sides exchanged %s '%s' differs", sheet_specs[i].name, a->entries[k].cells[0]);
    }
}

/* That the model reads what it writes; otherwise the mistake is in the model. */
static void check_model(const version *of, const char *text, size_t len)
{
    static version again;
    read_version(&again, text, len, PICK_OURS);
    for (unsigned i = 0; i < SHEET_COUNT; i++) {
        const sheet *a = &of->sheets[i], *b = &again.sheets[i];
        if (a->there != b->there || (a->there && a->count != b->count))
            note("the model is wrong: %s has other rows when it is read", sheet_specs[i].name);
        for (unsigned k = 0; a->there && b->there && k < a->count && k < b->count; k++)
            if (!same_entry(a->spec, &a->entries[k], &b->entries[k]))
                note("the model is wrong: %s '%s' is read otherwise", sheet_specs[i].name, a->entries[k].cells[0]);
    }
}

static void run_trial(uint64_t seed, trial *t, outcome *o, outcome *exchanged)
{
    fault[0] = '\0';
    make_trial(t, seed);
    check_model(&t->base, t->text[0], t->len[0]);
    check_model(&t->ours, t->text[1], t->len[1]);
    check_model(&t->theirs, t->text[2], t->len[2]);
    merge(t, 1, 2, o);
    merge(t, 2, 1, exchanged);
    check_one_side(t, o);
    check_one_side(t, exchanged);
    if (o->result == FILE_MERGE_AS_TEXT && !t->odd && !both_changed_visits(t) && !t->expected.beside_new_table)
        note("it is left to text lines, but all rows can be read and told apart");
    if (o->result != FILE_MERGE_AS_TEXT)
        check_result(t, o);
    forget_sides(&o->picked[PICK_OURS]);
    forget_sides(&exchanged->picked[PICK_THEIRS]);
    check_exchanged(t, o, exchanged);
}

/* ---- reports ---- */

static void add_to_totals(totals *sum, const trial *t, const outcome *o)
{
    sum->merges++;
    sum->wrong += fault[0] != '\0';
    sum->clean += o->result == FILE_MERGE_CLEAN;
    sum->conflicts += o->result == FILE_MERGE_CONFLICTS;
    sum->as_text += o->result == FILE_MERGE_AS_TEXT;
    sum->one_side += same_text(t, 0, 1) || same_text(t, 0, 2) || same_text(t, 1, 2);
    sum->odd += t->odd;
    sum->broken_rules += t->expected.breaks_rule;
    for (unsigned i = 0; i < SHEET_COUNT; i++)
        sum->records += t->expected.sheets[i].count;
}

static int show(uint64_t seed, trial *t, outcome *o, outcome *exchanged)
{
    static const char *const results[] = {"clean", "conflicts", "as text"};
    run_trial(seed, t, o, exchanged);
    printf("---- base\n%s---- ours\n%s---- theirs\n%s---- %s\n%s---- messages\n%s---- fault\n%s\n", t->text[0],
           t->text[1], t->text[2], results[o->result], o->text, o->messages, fault[0] != '\0' ? fault : "none");
    return fault[0] != '\0';
}

static int campaign(unsigned count, uint64_t first, trial *t, outcome *o, outcome *exchanged)
{
    totals sum = {0};
    for (unsigned i = 0; i < count; i++) {
        run_trial(first + i, t, o, exchanged);
        add_to_totals(&sum, t, o);
        if (fault[0] != '\0' && sum.wrong <= MOST_REPORTED)
            printf("seed %llu: %s\n", (unsigned long long)(first + i), fault);
    }
    printf("%u merges from seed %llu on, of %u records in all: %u clean, %u with conflicts, %u left to text lines;\n"
           "%u with one side alone, %u with odd rows, %u that break a rule; %u wrong\n",
           sum.merges, (unsigned long long)first, sum.records, sum.clean, sum.conflicts, sum.as_text, sum.one_side,
           sum.odd, sum.broken_rules, sum.wrong);
    return sum.wrong > 0;
}

int main(int argc, char **argv)
{
    static trial t;
    static outcome o, exchanged;
    if (argc < 2 || argc > 4) {
        fprintf(stderr, "usage: merge_campaign SCHEMA [COUNT [SEED]]\n       merge_campaign SCHEMA show SEED\n");
        return 2;
    }
    schema_path = argv[1];
    FILE *schema = fopen(schema_path, "r"); /* without it the tables are merged as if they had no types */
    if (schema == NULL) {
        fprintf(stderr, "merge_campaign: cannot read %s\n", schema_path);
        return 2;
    }
    (void)fclose(schema);
    if (argc == 4 && strcmp(argv[2], "show") == 0)
        return show(strtoull(argv[3], NULL, 10), &t, &o, &exchanged);
    unsigned count = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : QUICK_COUNT;
    return campaign(count, argc > 3 ? strtoull(argv[3], NULL, 10) : 1, &t, &o, &exchanged);
}
