#include "merge_model.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xorshift.h"

const sheet_spec sheet_specs[SHEET_COUNT] = {
    [ITEMS] = {.name = "items",
               .key_count = 1,
               .numbered = true,
               .column_count = 9,
               .columns = {{"id", VALUE_TEXT, "", false, CONFLICT},
                           {"title", VALUE_TEXT, "", false, CONFLICT},
                           {"state", VALUE_STATE, "open", false, CONFLICT},
                           {"weight", VALUE_NUMBER, "0", true, CONFLICT},
                           {"tags", VALUE_LIST, "", true, CONFLICT},
                           {"owner", VALUE_TEXT, "", false, CONFLICT},
                           {"note", VALUE_TEXT, "", true, CONFLICT},
                           {"x1", VALUE_TEXT, "", true, CONFLICT}, /* these two are in no schema */
                           {"x2", VALUE_TEXT, "", true, CONFLICT}}},
    [PEOPLE] = {.name = "people",
                .key_count = 1,
                .sorted = true,
                .column_count = 3,
                .columns = {{"name", VALUE_TEXT, "", false, CONFLICT},
                            {"age", VALUE_NUMBER, "", false, CONFLICT},
                            {"mail", VALUE_TEXT, "", false, CONFLICT}}},
    [EDGES] = {.name = "edges",
               .key_count = 2,
               .column_count = 3,
               .columns = {{"source", VALUE_TEXT, "", false, CONFLICT},
                           {"target", VALUE_TEXT, "", false, CONFLICT},
                           {"label", VALUE_TEXT, "", false, CONFLICT}}},
    [VISITS] = {.name = "visits",
                .column_count = 2,
                .columns = {{"day", VALUE_TEXT, "", false, CONFLICT}, {"what", VALUE_TEXT, "", false, CONFLICT}}},
    [LOOSE] = {.name = "loose",
               .key_count = 1,
               .column_count = 3,
               .columns = {{"code", VALUE_TEXT, "", false, CONFLICT},
                           {"text", VALUE_TEXT, "", false, CONFLICT},
                           {"more", VALUE_TEXT, "", true, CONFLICT}}},
    [TICKETS] = {.name = "tickets",
                 .key_count = 1,
                 .numbered = true,
                 .renumbers = true,
                 .column_count = 7,
                 .columns = {{"id", VALUE_NUMBER, "", false, CONFLICT},
                             {"subject", VALUE_TEXT, "", false, CONFLICT},
                             {"hits", VALUE_NUMBER, "0", false, MAX},
                             {"first", VALUE_NUMBER, "", false, MIN},
                             {"labels", VALUE_LIST, "", false, UNION},
                             {"level", VALUE_NUMBER, "0", true, OURS},
                             {"grade", VALUE_NUMBER, "0", true, THEIRS}}},
};

/* ---- the pool ---- */

enum { POOL_SIZE = 4 << 20 };
static char pool[POOL_SIZE];
static size_t pool_used;

void pool_reset(void)
{
    pool_used = 0;
}

const char *pool_copy(const char *text, size_t len)
{
    char *copy = pool + pool_used;
    if (len + 1 > POOL_SIZE - pool_used) {
        fprintf(stderr, "merge_campaign: the pool is too small\n");
        exit(2);
    }
    memcpy(copy, text, len);
    copy[len] = '\0';
    pool_used += len + 1;
    return copy;
}

const char *pool_print(const char *format, ...)
{
    char text[4096];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    assert(len >= 0 && (size_t)len < sizeof text);
    return pool_copy(text, (size_t)len);
}

/* ---- dice ---- */

unsigned dice_below(dice *d, unsigned limit)
{
    return test_below(&d->state, limit);
}

bool dice_chance(dice *d, unsigned percent)
{
    return dice_below(d, 100) < percent;
}

static unsigned new_token(dice *d)
{
    assert(d->next_token < MOST_TOKENS);
    return d->next_token++;
}

static const char *random_comment(dice *d)
{
    static const char *const forms[] = {"# c%u.\n", "    # c%u.\n", "\n    # c%u. of two lines\n", "# c%u.\n\n",
                                        "    # c%u. \"quoted, c\n"};
    return pool_print(forms[dice_below(d, 5)], new_token(d));
}

/* What may be between tables: comments, and statements of other programs, which end the table above them. */
static const char *random_preface(dice *d)
{
    return dice_chance(d, 70) ? random_comment(d)
                              : pool_print("setting: c%u.\n    deeper = %u\n", new_token(d), dice_below(d, 9));
}

static const char *random_text(dice *d)
{
    static const char *const forms[] = {"t%u.",
                                        "t%u. plain words",
                                        "t%u., with a comma",
                                        "t%u. \"quoted\"",
                                        "back\\slash t%u.",
                                        "\xC3\xA4 t%u.",
                                        " t%u. blanks ",
                                        "# t%u.",
                                        "[t%u. bracket",
                                        "two\nlines t%u.",
                                        "t%u.: a statement",
                                        "t%u. |bar|"};
    return pool_print(forms[dice_chance(d, 60) ? dice_below(d, 2) : dice_below(d, 12)], new_token(d));
}

/* ---- values ---- */

static const char *random_list(dice *d)
{
    const char *list = "";
    for (unsigned left = dice_below(d, 4); left > 0; left--)
        list = pool_print("%s%sg%u", list, *list != '\0' ? "," : "", dice_below(d, 6));
    return list;
}

static const char *random_value(value_kind kind, dice *d)
{
    static const char *const states[] = {"open", "done", "stale"};
    switch (kind) {
    case VALUE_NUMBER:
        return pool_print("%u", dice_below(d, 1000));
    case VALUE_STATE:
        return states[dice_below(d, 3)];
    case VALUE_LIST:
        return random_list(d);
    case VALUE_TEXT:
        break;
    }
    return random_text(d);
}

static const char *random_owner(const version *of, dice *d)
{
    const sheet *people = &of->sheets[PEOPLE];
    return people->there && people->count > 0 && dice_chance(d, 70)
               ? people->entries[dice_below(d, people->count)].cells[0]
               : "";
}

static const char *random_cell(const version *of, unsigned number, unsigned column, dice *d)
{
    const column_spec *spec = &sheet_specs[number].columns[column];
    if (number == ITEMS && column == ITEM_OWNER)
        return random_owner(of, d);
    if (number == PEOPLE && column == PERSON_MAIL && dice_chance(d, 2))
        return "same@mail";
    if ((spec->may_lack || spec->merge == MIN) && dice_chance(d, 40))
        return spec->absent;
    return random_value(spec->kind, d);
}

/* ---- entries ---- */

bool same_key(const sheet_spec *spec, const entry *a, const entry *b)
{
    for (unsigned i = 0; i < spec->key_count; i++)
        if (strcmp(a->cells[i], b->cells[i]) != 0)
            return false;
    return true;
}

bool same_entry(const sheet_spec *spec, const entry *a, const entry *b)
{
    if (a->opaque != NULL || b->opaque != NULL)
        return a->opaque != NULL && b->opaque != NULL && strcmp(a->opaque, b->opaque) == 0;
    for (unsigned i = 0; i < spec->column_count; i++)
        if (strcmp(a->cells[i], b->cells[i]) != 0)
            return false;
    return true;
}

unsigned find_entry(const sheet *in, const entry *key)
{
    unsigned at = 0;
    while (at < in->count && !same_key(in->spec, &in->entries[at], key))
        at++;
    return at;
}

static const char *next_number(const sheet *in)
{
    unsigned long most = 0;
    for (unsigned i = 0; i < in->count; i++) {
        unsigned long number = strtoul(in->entries[i].cells[0], NULL, 10);
        most = number > most ? number : most;
    }
    return pool_print("%lu", most + 1);
}

static void set_key(entry *made, const sheet *in, dice *d)
{
    if (in->spec->numbered)
        made->cells[0] = next_number(in);
    else
        for (unsigned i = 0; i < in->spec->key_count; i++)
            made->cells[i] = pool_print("k%02u", dice_below(d, 40));
}

static unsigned place_for(const sheet *in, const entry *made, dice *d)
{
    unsigned at = 0;
    if (!in->spec->sorted)
        return dice_chance(d, 60) ? in->count : dice_below(d, in->count + 1);
    while (at < in->count && strcmp(in->entries[at].cells[0], made->cells[0]) < 0)
        at++;
    return at;
}

static void insert_at(sheet *in, unsigned at, const entry *made)
{
    memmove(&in->entries[at + 1], &in->entries[at], (in->count - at) * sizeof *in->entries);
    in->entries[at] = *made;
    in->count++;
}

static void insert_random(version *in, unsigned number, dice *d)
{
    sheet *to = &in->sheets[number];
    entry made = {.lead = dice_chance(d, 20) ? random_comment(d) : "", .style = dice_below(d, 16)};
    if (!to->there || to->count >= MOST_ENTRIES - 20)
        return;
    for (unsigned i = 0; i < to->spec->column_count; i++)
        made.cells[i] = to->has[i] ? random_cell(in, number, i, d) : to->spec->columns[i].absent;
    set_key(&made, to, d);
    if (to->spec->key_count > 0 && find_entry(to, &made) < to->count)
        return;
    insert_at(to, place_for(to, &made, d), &made);
}

/* ---- the base ---- */

static void make_sheet(version *made, unsigned number, dice *d)
{
    sheet *to = &made->sheets[number];
    to->spec = &sheet_specs[number];
    to->there = number == ITEMS || dice_chance(d, 60);
    to->above = dice_chance(d, 30) ? random_preface(d) : number > 0 ? "\n" : "";
    to->tail = dice_chance(d, 20) ? random_comment(d) : "";
    for (unsigned i = 0; i < to->spec->column_count; i++)
        to->has[i] = !to->spec->columns[i].may_lack || dice_chance(d, 50);
    for (unsigned left = to->there ? dice_below(d, dice_chance(d, 80) ? 8 : 24) : 0; left > 0; left--)
        insert_random(made, number, d);
}

void make_base(version *made, dice *d)
{
    static const unsigned order[SHEET_COUNT] = {PEOPLE, ITEMS, EDGES,
                                                VISITS, LOOSE, TICKETS}; /* items refer to people */
    *made = (version){.crlf = dice_chance(d, 10), .unfinished = dice_chance(d, 5), .twice_text = ""};
    for (unsigned i = 0; i < SHEET_COUNT; i++)
        make_sheet(made, order[i], d);
}

/* ---- changes ---- */

static entry *random_entry(sheet *in, dice *d)
{
    return in->there && in->count > 0 ? &in->entries[dice_below(d, in->count)] : NULL;
}

static void edit_cell(version *in, unsigned number, dice *d)
{
    sheet *to = &in->sheets[number];
    entry *row = random_entry(to, d);
    unsigned column = to->spec->key_count + dice_below(d, to->spec->column_count - to->spec->key_count);
    if (row != NULL && row->opaque == NULL && to->has[column])
        row->cells[column] = random_cell(in, number, column, d);
}

static bool is_owner(const version *in, const char *name)
{
    const sheet *items = &in->sheets[ITEMS];
    for (unsigned i = 0; i < items->count; i++)
        if (items->entries[i].opaque == NULL && strcmp(items->entries[i].cells[ITEM_OWNER], name) == 0)
            return true;
    return false;
}

static void delete_entry(version *in, unsigned number, dice *d)
{
    sheet *from = &in->sheets[number];
    entry *row = random_entry(from, d);
    if (row == NULL || (number == PEOPLE && is_owner(in, row->cells[0])))
        return;
    unsigned at = (unsigned)(row - from->entries);
    if (dice_chance(d, 50)) { /* the comment above it stays */
        const char **below = at + 1 < from->count ? &row[1].lead : &from->tail;
        *below = pool_print("%s%s", row->lead, *below);
    }
    from->count--;
    memmove(row, row + 1, (from->count - at) * sizeof *row);
}

/* Adds to some lines, takes them away, or writes others. */
static void edit_lines(const char **lines, const char *others, dice *d)
{
    if (**lines == '\0' || dice_chance(d, 30))
        *lines = pool_print("%s%s", *lines, others);
    else
        *lines = dice_chance(d, 40) ? "" : others;
}

static void edit_comment(version *in, unsigned number, dice *d)
{
    sheet *of = &in->sheets[number];
    entry *row = dice_chance(d, 70) ? random_entry(of, d) : NULL;
    if (!of->there)
        return;
    if (row == NULL && dice_chance(d, 50))
        edit_lines(&of->above, random_preface(d), d);
    else
        edit_lines(row != NULL ? &row->lead : &of->tail, random_comment(d), d);
}

static void respell_entry(version *in, unsigned number, dice *d)
{
    entry *row = random_entry(&in->sheets[number], d);
    if (row != NULL && row->opaque == NULL)
        row->style = dice_below(d, 16);
}

static void add_column(version *in, unsigned number, dice *d)
{
    sheet *to = &in->sheets[number];
    unsigned column = dice_below(d, to->spec->column_count);
    if (!to->there || to->has[column])
        return;
    to->has[column] = true;
    for (unsigned i = 0; i < to->count; i++)
        if (to->entries[i].opaque == NULL && dice_chance(d, 50))
            to->entries[i].cells[column] = random_cell(in, number, column, d);
}

/* Turns the order of some neighbours round. */
static void reorder(version *in, unsigned number, dice *d)
{
    sheet *of = &in->sheets[number];
    if (!of->there || of->count < 2 || of->spec->sorted || of->spec->key_count == 0)
        return;
    unsigned first = dice_below(d, of->count - 1), last = first + 1 + dice_below(d, of->count - first - 1);
    for (; first < last; first++, last--) {
        entry other = of->entries[first];
        of->entries[first] = of->entries[last];
        of->entries[last] = other;
    }
}

static void change_line_ends(version *in, unsigned number, dice *d)
{
    (void)number;
    if (dice_chance(d, 20))
        in->crlf = !in->crlf;
}

static void add_sheet(version *in, unsigned number, dice *d)
{
    sheet *to = &in->sheets[number];
    if (to->there)
        return;
    to->there = true;
    for (unsigned left = 1 + dice_below(d, 3); left > 0; left--)
        insert_random(in, number, d);
}

/* ---- rare changes ---- */

static void make_opaque(version *in, unsigned number, dice *d)
{
    sheet *of = &in->sheets[number];
    entry *row = random_entry(of, d);
    if (number != ITEMS || row == NULL)
        return;
    if (dice_chance(d, 50))
        row->opaque = pool_print("%s, t%u.", row->cells[0], new_token(d));
    else
        row->opaque = NULL;
}

static void repeat_key(version *in, unsigned number, dice *d)
{
    sheet *of = &in->sheets[number];
    entry *row = random_entry(of, d);
    if (row == NULL || of->count >= MOST_ENTRIES - 20 || of->spec->key_count == 0)
        return;
    entry again = *row;
    again.lead = "";
    again.opaque = NULL;
    again.cells[of->spec->key_count] = random_cell(in, number, of->spec->key_count, d);
    insert_at(of, of->count, &again);
}

static void stand_twice(version *in, unsigned number, dice *d)
{
    (void)number;
    in->twice = true;
    in->twice_text = pool_print("items |id, title|\n    900, t%u.\n\n", new_token(d));
}

typedef void change_function(version *in, unsigned number, dice *d);

static change_function *const usual_changes[] = {
    edit_cell,     edit_cell,     edit_cell,    edit_cell,    edit_cell,        insert_random,
    insert_random, insert_random, delete_entry, delete_entry, edit_comment,     edit_comment,
    edit_comment,  respell_entry, add_column,   reorder,      change_line_ends, add_sheet,
};

static change_function *const rare_changes[] = {make_opaque, make_opaque, repeat_key, stand_twice};

void change_version(version *changed, dice *d, bool rare)
{
    enum { USUAL = sizeof usual_changes / sizeof *usual_changes, RARE = sizeof rare_changes / sizeof *rare_changes };
    for (unsigned left = 1 + dice_below(d, dice_chance(d, 80) ? 6 : 14); left > 0; left--) {
        unsigned number = dice_chance(d, 50) ? ITEMS : dice_below(d, SHEET_COUNT);
        change_function *change =
            rare && dice_chance(d, 30) ? rare_changes[dice_below(d, RARE)] : usual_changes[dice_below(d, USUAL)];
        change(changed, number, d);
    }
}

static bool repeats_key(const sheet *of)
{
    for (unsigned i = 0; i < of->count && of->spec->key_count > 0; i++)
        if (find_entry(of, &of->entries[i]) < i)
            return true;
    return false;
}

static bool has_opaque(const sheet *of)
{
    for (unsigned i = 0; i < of->count; i++)
        if (of->entries[i].opaque != NULL)
            return true;
    return false;
}

bool has_oddities(const version *of)
{
    for (unsigned i = 0; i < SHEET_COUNT; i++)
        if (of->sheets[i].there && (repeats_key(&of->sheets[i]) || has_opaque(&of->sheets[i])))
            return true;
    return of->twice;
}

/* ---- rules that only both sides together break ---- */

static void insert_person(version *in, const char *name, const char *mail, dice *d)
{
    sheet *people = &in->sheets[PEOPLE];
    entry made = {.lead = "", .style = dice_below(d, 16)};
    if (!people->there || people->count >= MOST_ENTRIES - 20)
        return;
    for (unsigned i = 0; i < people->spec->column_count; i++)
        made.cells[i] = people->spec->columns[i].absent;
    made.cells[0] = name;
    made.cells[PERSON_MAIL] = mail;
    if (find_entry(people, &made) == people->count)
        insert_at(people, place_for(people, &made, d), &made);
}

void break_rule_together(version *ours, version *theirs, dice *d)
{
    sheet *items = &theirs->sheets[ITEMS], *people = &ours->sheets[PEOPLE];
    if (dice_chance(d, 50)) {
        insert_person(ours, "k50", "both@mail", d);
        insert_person(theirs, "k51", "both@mail", d);
        return;
    }
    entry *item = random_entry(items, d), *person = random_entry(people, d);
    if (item == NULL || person == NULL || item->opaque != NULL || is_owner(ours, person->cells[0]) ||
        find_entry(&theirs->sheets[PEOPLE], person) == theirs->sheets[PEOPLE].count)
        return;
    item->cells[ITEM_OWNER] = person->cells[0];
    people->count--;
    memmove(person, person + 1, (people->count - (unsigned)(person - people->entries)) * sizeof *person);
}
