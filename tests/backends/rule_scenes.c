#include "test.h"

#include "scenes.h"

#include "on_delete.h"
#include "rules.h"
#include "targets.h"

#include <string.h>

static sdn_error err;

/* ---- rules ---- */

typedef struct club {
    sdn_file *file;
    sdn_store *places, *teams, *people;
} club;

static club open_club(const transcript *t)
{
    sdn_options options = sdn_options_default();
    club c = {.file = sdn_file_open(t->uri, &options, &err)};
    assert_ok(c.file != NULL ? SDN_OK : err.code, err);
    c.places = (sdn_store *)place_store_in_file(c.file, &err);
    c.teams = (sdn_store *)team_store_in_file(c.file, &err);
    c.people = (sdn_store *)person_store_in_file(c.file, &err);
    assert_true(c.places != NULL && c.teams != NULL && c.people != NULL);
    return c;
}

static void say_club(transcript *t, const char *label, const club *c)
{
    say_walk(t, label, &place_record_type, sdn_store_all(c->places));
    say_walk(t, label, &team_record_type, sdn_store_all(c->teams));
    say_walk(t, label, &person_record_type, sdn_store_all(c->people));
}

static void save_club(transcript *t, const char *label, const club *c)
{
    say_code(t, label, sdn_file_save(c->file, &err), &err);
    say_conflicts(t, label, c->people);
}

static void insert_row(transcript *t, const char *label, sdn_store *store, const sdn_record_type *type, const char *row)
{
    static union {
        person person;
        team team;
        place place;
        sailor sailor;
        chore chore;
        crew crew;
        remark remark;
        outing outing;
    } values;
    sdn_arena arena = SDN_ARENA_INIT;
    assert_ok(sdn_record_from_row(type, &values, sdn_str_from(row), &arena, &err), err);
    say_made(t, label, sdn_store_insert(store, &values, &err), &err);
    sdn_arena_release(&arena);
}

static void fill_club(transcript *t, const club *c)
{
    insert_row(t, "place", c->places, &place_record_type, "1, here");
    insert_row(t, "place", c->places, &place_record_type, "2, there");
    insert_row(t, "team", c->teams, &team_record_type, "red, \"\", 2026-01-31, \"2026-01-31T08:15:00Z\", 1, 0.5, true");
    insert_row(t, "team", c->teams, &team_record_type, "blue, \"\", \"\", \"2026-01-31T08:16:00Z\", 2, \"\", false");
    insert_row(t, "person", c->people, &person_record_type, "a, a@x, 1, al, \"\", 1, \"0.5\", 30, red, Ann, Lee");
    insert_row(t, "person", c->people, &person_record_type, "b, b@x, 2, \"\", a, 2, \"1, 2\", 31, red, Bob, Lee");
    insert_row(t, "person", c->people, &person_record_type, "c, c@x, \"\", \"\", a, 2, 3, 150, blue, Cy, Lee");
    save_club(t, "filled", c);
}

/* One field of a record, set to what breaks a rule, or is at the edge of it. */
typedef struct attempt {
    char table; /* p, t or l: person, team, place */
    const char *key;
    const char *field;
    const char *text;
} attempt;

static const attempt attempts[] = {
    {'p', "a", "email", ""},        {'p', "a", "email", "b@x"},     {'p', "a", "badge", "2"},
    {'p', "a", "badge", ""},        {'p', "a", "age", "151"},       {'p', "a", "age", "-1"},
    {'p', "a", "age", "0"},         {'p', "a", "scores", ""},       {'p', "a", "place", "9"},
    {'p', "a", "team", "nobody"},   {'p', "a", "team", ""},         {'p', "a", "boss", "nobody"},
    {'p', "a", "boss", "a"},        {'p', "a", "first", "Bob"},     {'p', "a", "nick", ""},
    {'t', "red", "rank", "0"},      {'t', "red", "rank", "2"},      {'t', "red", "rank", "9223372036854775807"},
    {'t', "red", "lead", "nobody"}, {'t', "red", "lead", ""},       {'t', "red", "touched", "2026-01-31T08:16:00Z"},
    {'t', "red", "started", ""},    {'t', "blue", "weight", "0.5"}, {'l', "1", "name", "there"},
    {'l', "1", "name", ""},
};

static uint32_t field_of(const sdn_record_type *type, const char *name)
{
    uint32_t i = 0;
    while (i < type->field_count && strcmp(type->fields[i].name, name) != 0)
        i++;
    assert_true(i < type->field_count);
    return i;
}

static void try_attempt(transcript *t, const club *c, const attempt *a)
{
    static const struct {
        char letter;
        const sdn_record_type *type;
    } types[] = {{'p', &person_record_type}, {'t', &team_record_type}, {'l', &place_record_type}};
    sdn_store *const stores[] = {c->people, c->teams, c->places};
    size_t i = 0;
    while (types[i].letter != a->table)
        i++;
    sdn_value key = {.text = sdn_str_from(a->key)};
    if (a->table == 'l')
        key = (sdn_value){.u32 = 1};
    void *found = sdn_store_edit(stores[i], &key, &err);
    assert_non_null(found);
    say(t, "attempt", "%s of %s: '%s'", a->field, a->key, a->text);
    say_code(t, "set", sdn_store_set(stores[i], found, field_of(types[i].type, a->field), sdn_str_from(a->text), &err),
             &err);
    save_club(t, "save", c);
    sdn_file_rollback(c->file);
}

static void delete_key(transcript *t, const club *c, sdn_store *store, sdn_value key)
{
    say_code(t, "delete", sdn_store_delete(store, &key, &err), &err);
    save_club(t, "save without it", c);
    sdn_file_rollback(c->file);
}

/* Two programs that both keep the rules, but not together. */
static void break_together(transcript *t, const club *a, const club *b)
{
    sdn_value key = {.text = SDN_STR("blue")};
    insert_row(t, "ours", a->people, &person_record_type, "d, d@x, 4, \"\", \"\", 1, 1, 30, red, Dan, Lee");
    insert_row(t, "theirs", b->people, &person_record_type, "e, d@x, 5, \"\", \"\", 1, 1, 30, red, Eve, Lee");
    save_club(t, "theirs", b);
    save_club(t, "ours, with the same mail", a);
    sdn_file_rollback(a->file);
    insert_row(t, "ours", a->teams, &team_record_type, "green, \"\", \"\", \"2026-01-31T08:17:00Z\", 3, \"\", false");
    insert_row(t, "ours", a->people, &person_record_type, "f, f@x, 6, \"\", \"\", 1, 1, 30, green, Fay, Lee");
    save_club(t, "ours, with a new team", a);
    say_code(t, "reload", sdn_file_reload(b->file, &err), &err);
    sdn_value c = {.text = SDN_STR("c")};
    say_code(t, "move", sdn_store_delete(a->people, &c, &err), &err);
    say_code(t, "delete", sdn_store_delete(a->teams, &key, &err), &err);
    save_club(t, "ours, without a team", a);
    insert_row(t, "theirs", b->people, &person_record_type, "g, g@x, 7, \"\", \"\", 1, 1, 30, blue, Guy, Lee");
    save_club(t, "theirs, in a team that is gone", b);
    sdn_file_rollback(b->file);
    say_club(t, "together", a);
    say_club(t, "together", b);
}

/* Only a database can tell. */
static void refer_to_what_is_not_open(transcript *t)
{
    sdn_options options = sdn_options_default();
    sdn_store *people = (sdn_store *)person_store_open(t->uri, &options, &err);
    assert_non_null(people);
    insert_row(t, "alone", people, &person_record_type, "h, h@x, 8, \"\", \"\", 1, 1, 30, nowhere, Hal, Lee");
    say_code(t, "a reference to a table that is not open", sdn_file_save(sdn_store_file(people), &err), &err);
    sdn_store_close(people);
}

void play_rules(transcript *t)
{
    static const sdn_record_type *const types[] = {&place_record_type, &team_record_type, &person_record_type};
    t->part = "rules";
    make_tables_of(t, types, 3);
    club a = open_club(t), b = open_club(t);
    fill_club(t, &a);
    for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++)
        try_attempt(t, &a, &attempts[i]);
    delete_key(t, &a, a.places, (sdn_value){.u32 = 1});
    delete_key(t, &a, a.teams, (sdn_value){.text = SDN_STR("red")});
    delete_key(t, &a, a.people, (sdn_value){.text = SDN_STR("a")});
    delete_key(t, &a, a.people, (sdn_value){.text = SDN_STR("c")});
    sdn_value from = {.text = SDN_STR("a")}, to = {.text = SDN_STR("z")};
    say_code(t, "rename what is referred to", sdn_store_rename(a.people, &from, &to, &err), &err);
    save_club(t, "save renamed", &a);
    sdn_file_rollback(a.file);
    say_code(t, "reload", sdn_file_reload(b.file, &err), &err);
    break_together(t, &a, &b);
    sdn_file_close(a.file);
    sdn_file_close(b.file);
    refer_to_what_is_not_open(t);
}

/* ---- deletions ---- */

typedef struct ship {
    sdn_file *file;
    sdn_store *sailors, *chores, *crews, *remarks, *outings;
} ship;

static ship open_ship(const transcript *t)
{
    sdn_options options = sdn_options_default();
    ship s = {.file = sdn_file_open(t->uri, &options, &err)};
    assert_ok(s.file != NULL ? SDN_OK : err.code, err);
    s.sailors = (sdn_store *)sailor_store_in_file(s.file, &err);
    s.chores = (sdn_store *)chore_store_in_file(s.file, &err);
    s.crews = (sdn_store *)crew_store_in_file(s.file, &err);
    s.remarks = (sdn_store *)remark_store_in_file(s.file, &err);
    s.outings = (sdn_store *)outing_store_in_file(s.file, &err);
    assert_true(s.sailors != NULL && s.chores != NULL && s.crews != NULL && s.remarks != NULL && s.outings != NULL);
    return s;
}

static void say_ship(transcript *t, const char *label, const ship *s)
{
    say_walk(t, label, &sailor_record_type, sdn_store_all(s->sailors));
    say_walk(t, label, &chore_record_type, sdn_store_all(s->chores));
    say_walk(t, label, &crew_record_type, sdn_store_all(s->crews));
    say_walk(t, label, &remark_record_type, sdn_store_all(s->remarks));
    say_walk(t, label, &outing_record_type, sdn_store_all(s->outings));
}

static void save_ship(transcript *t, const char *label, const ship *s)
{
    say_code(t, label, sdn_file_save(s->file, &err), &err);
    say_conflicts(t, label, s->chores);
}

static void delete_sailor(transcript *t, const ship *s, const char *name)
{
    sdn_value key = {.text = sdn_str_from(name)};
    say_code(t, name, sdn_store_delete(s->sailors, &key, &err), &err);
}

static void fill_ship(transcript *t, const ship *s)
{
    static const char *const sailors[] = {"ann, \"\", \"\"",       "bob, ann, \"ann\"", "cy, bob, \"\"",
                                          "dan, \"\", \"bob,cy\"", "eve, dan, \"\"",    "fay, eve, \"\""};
    for (size_t i = 0; i < sizeof sailors / sizeof sailors[0]; i++)
        insert_row(t, "sailor", s->sailors, &sailor_record_type, sailors[i]);
    insert_row(t, "chore", s->chores, &chore_record_type, "1, wash, eve, \"\", \"eve,fay\", \"fay;eve\"");
    insert_row(t, "chore", s->chores, &chore_record_type, "2, dry, \"\", \"1\", \"eve\", \"\"");
    insert_row(t, "chore", s->chores, &chore_record_type, "3, cook, fay, \"1,2,3\", \"\", \"eve\"");
    insert_row(t, "crew", s->crews, &crew_record_type, "x, ann, \"ann,eve\", \"\"");
    insert_row(t, "remark", s->remarks, &remark_record_type, "eve, hello");
    insert_row(t, "remark", s->remarks, &remark_record_type, "fay, hello");
    insert_row(t, "outing", s->outings, &outing_record_type, "1, eve, 2026-01-31");
    save_ship(t, "filled", s);
}

/* What refers to a record by its key goes on to do so when the record was replaced, or another one has the key now. */
static void replace_sailors(transcript *t, const ship *s)
{
    static const char *const renames[][2] = {{"ann", "x"}, {"bob", "ann"}, {"x", "bob"}};
    chore *chores[2];
    delete_sailor(t, s, "fay");
    insert_row(t, "fay again", s->sailors, &sailor_record_type, "fay, \"\", \"\"");
    for (uint32_t i = 0; i < 2; i++)
        chores[i] = sdn_store_edit(s->chores, &(sdn_value){.u32 = 1 + 2 * i}, &err);
    chores[1]->has_owner = true;
    chores[1]->owner = SDN_STR("fay");
    chores[0]->watchers = sdn_store_list(s->chores, (const char *const[]){"eve", "fay"}, 2);
    chores[0]->helpers = sdn_store_list(s->chores, (const char *const[]){"fay", "eve"}, 2);
    save_ship(t, "deleted and inserted again", s);
    for (size_t i = 0; i < sizeof renames / sizeof renames[0]; i++) {
        sdn_value from = {.text = sdn_str_from(renames[i][0])}, to = {.text = sdn_str_from(renames[i][1])};
        say_code(t, "rename", sdn_store_rename(s->sailors, &from, &to, &err), &err);
    }
    save_ship(t, "swapped", s);
    say_ship(t, "swapped", s);
    ship again = open_ship(t);
    say_ship(t, "swapped, opened again", &again);
    sdn_file_close(again.file);
}

/* A database clears what referred to the deleted one. */
static void rename_to_deleted_key(transcript *t, const ship *s)
{
    sdn_value from = {.text = SDN_STR("gil")}, to = {.text = SDN_STR("fay")};
    insert_row(t, "gil", s->sailors, &sailor_record_type, "gil, \"\", \"\"");
    save_ship(t, "gil", s);
    delete_sailor(t, s, "fay");
    say_code(t, "rename", sdn_store_rename(s->sailors, &from, &to, &err), &err);
    chore *found = sdn_store_edit(s->chores, &(sdn_value){.u32 = 3}, &err);
    found->has_owner = true;
    found->owner = SDN_STR("fay");
    save_ship(t, "gil is fay", s);
    ship again = open_ship(t);
    say(t, "owner of the one that was renamed to a deleted key", "%s",
        ((const chore *)sdn_store_get(again.chores, &(sdn_value){.u32 = 3}))->owner.ptr);
    sdn_file_close(again.file);
}

void play_deletions(transcript *t)
{
    static const sdn_record_type *const types[] = {&sailor_record_type, &chore_record_type, &crew_record_type,
                                                   &remark_record_type, &outing_record_type};
    sdn_value one = {.u32 = 1};
    t->part = "deletions";
    make_tables_of(t, types, 5);
    ship a = open_ship(t), b = open_ship(t);
    fill_ship(t, &a);
    replace_sailors(t, &a);
    say_code(t, "reload", sdn_file_reload(b.file, &err), &err);
    delete_sailor(t, &a, "ann");
    delete_sailor(t, &a, "bob");
    delete_sailor(t, &a, "eve");
    say_ship(t, "deleted", &a);
    sdn_file_rollback(a.file);
    say_ship(t, "rolled back", &a);
    delete_sailor(t, &a, "eve");
    say_code(t, "delete a chore", sdn_store_delete(a.chores, &one, &err), &err);
    chore *other = sdn_store_edit(b.chores, &(sdn_value){.u32 = 3}, &err);
    other->title = SDN_STR("fry");
    save_ship(t, "edited by the other", &b);
    save_ship(t, "deleted and saved", &a);
    say_ship(t, "deleted and saved", &a);
    insert_row(t, "refers to one that is gone", b.chores, &chore_record_type, "9, iron, eve, \"\", \"\", \"\"");
    save_ship(t, "refers to one that is gone", &b);
    sdn_file_rollback(b.file);
    say_code(t, "reload", sdn_file_reload(b.file, &err), &err);
    say_ship(t, "the other", &b);
    sdn_file_close(a.file);
    sdn_file_close(b.file);
    a = open_ship(t);
    say_ship(t, "opened again", &a);
    rename_to_deleted_key(t, &a);
    sdn_file_close(a.file);
}
