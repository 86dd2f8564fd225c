/*
 * What a program does with one of the generated stores: it inserts, puts, edits, sets, deletes and renames, walks, begins
 * and commits, merges with a second handle and meets conflicts, reloads, closes and opens again. Included once for each
 * record, which is RECORD; before it there are fill_RECORD, which makes the record of a number, and walk_RECORD, which walks
 * over its indexes. All records have the fields id, description, status and valid. (No guard: it is included several times.)
 */
#define JOINED(a, b)  a##b
#define JOIN(a, b)    JOINED(a, b)
#define CALL(name)    JOIN(RECORD, _store_##name)
#define STORE         JOIN(RECORD, _store)
#define TYPE          (&JOIN(RECORD, _record_type))
#define LOCAL(prefix) JOIN(prefix, RECORD)

static STORE *LOCAL(open_)(const transcript *t)
{
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = 0;
    STORE *store = CALL(open)(t->uri, &options, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    return store;
}

static void LOCAL(say_all_)(transcript *t, const char *label, STORE *store)
{
    say_walk(t, label, TYPE, CALL(all)(store).base);
    say_problems(t, label, (const sdn_store *)store);
    say(t, label, "%zu records, %s", CALL(count)(store), CALL(changed)(store) ? "changed" : "unchanged");
}

static void LOCAL(say_insert_)(transcript *t, const char *label, STORE *store, unsigned number, const char *id)
{
    sdn_error err = {0};
    RECORD values;
    LOCAL(fill_)(&values, number);
    values.id = sdn_str_from(id);
    const RECORD *made = CALL(insert)(store, &values, &err);
    say_made(t, label, made, &err);
    if (made != NULL)
        say(t, label, "it is '%s'", made->id.ptr);
}

static void LOCAL(describe_)(transcript *t, STORE *store, const char *id, const char *text)
{
    sdn_error err = {0};
    RECORD *found = CALL(edit)(store, id, &err);
    say_made(t, "edit", found, &err);
    if (found != NULL)
        found->description = CALL(text)(store, text);
}

static void LOCAL(save_)(transcript *t, const char *label, STORE *store)
{
    sdn_error err = {0};
    say_code(t, label, CALL(save)(store, &err), &err);
    say_conflicts(t, label, (const sdn_store *)store);
}

/* ---- one program ---- */

static void LOCAL(make_)(transcript *t, STORE *store)
{
    static const char *const ids[] = {"1",          "2",        "10",  "a",   "b c", "k,1",
                                      "it's \"q\"", "\xc3\xa9", "T-7", "x/y", "9",   "3"};
    sdn_error err = {0};
    RECORD values;
    LOCAL(say_all_)(t, "empty", store);
    for (unsigned i = 0; i < sizeof ids / sizeof ids[0]; i++)
        LOCAL(say_insert_)(t, "insert", store, i, ids[i]);
    LOCAL(say_insert_)(t, "insert what is there", store, 1, "2");
    LOCAL(say_insert_)(t, "insert without id", store, 2, "");
    LOCAL(fill_)(&values, 20);
    values.id = SDN_STR("put");
    say_made(t, "put a new one", CALL(put)(store, &values, &err), &err);
    values.id = SDN_STR("1");
    say_made(t, "put an old one", CALL(put)(store, &values, &err), &err);
    values.id = SDN_STR("broken");
    values.description = (sdn_str){"\xff\xfe", 2};
    say_made(t, "insert what is no UTF-8", CALL(insert)(store, &values, &err), &err);
    LOCAL(save_)(t, "save what is no UTF-8", store);
    say_code(t, "take it back", CALL(delete)(store, "broken", &err), &err);
    LOCAL(say_all_)(t, "made", store);
    LOCAL(save_)(t, "save", store);
    LOCAL(say_all_)(t, "saved", store);
}

/* Each field by its text: one that it takes, and one that it may not. */
static void LOCAL(set_)(transcript *t, STORE *store)
{
    static const char *const texts[] = {"done", "7",          "two words",         "",
                                        "true", "2026-01-31", "[\"a, b\", \"c\"]", "\xff"};
    sdn_error err = {0};
    RECORD *found = CALL(edit)(store, "a", &err);
    assert_non_null(found);
    for (uint32_t field = 0; field < TYPE->field_count; field++)
        for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
            say_code(t, TYPE->fields[field].name, CALL(set)(store, found, field, texts[i], &err), &err);
    LOCAL(save_)(t, "save what was set", store);
    LOCAL(say_all_)(t, "set", store);
}

static void LOCAL(change_)(transcript *t, STORE *store)
{
    sdn_error err = {0};
    const RECORD *found = CALL(get)(store, "10");
    LOCAL(describe_)(t, store, "10", "line one\nline two\t\\ \"end\" \xf0\x9f\x98\x80");
    say(t, "loaded", "%s", CALL(loaded)(store, CALL(get)(store, "10"))->description.ptr);
    found = CALL(get)(store, "10");
    say(t, "edited", "%s", found->description.ptr);
    LOCAL(describe_)(t, store, "nobody", "x");
    say_code(t, "delete", CALL(delete)(store, "2", &err), &err);
    say_code(t, "delete again", CALL(delete)(store, "2", &err), &err);
    say_code(t, "explain", CALL(explain)(store, "2", &err), &err);
    say_code(t, "rename", CALL(rename)(store, "9", "99", &err), &err);
    say_code(t, "rename to what is there", CALL(rename)(store, "99", "10", &err), &err);
    say_code(t, "rename nobody", CALL(rename)(store, "nobody", "7", &err), &err);
    say_code(t, "rename to nothing", CALL(rename)(store, "99", "", &err), &err);
    say_code(t, "swap", CALL(rename)(store, "a", "swapped", &err), &err);
    say_code(t, "swap", CALL(rename)(store, "b c", "a", &err), &err);
    say_code(t, "swap", CALL(rename)(store, "swapped", "b c", &err), &err);
    JOIN(RECORD, _cursor) cursor = CALL(starting)(store, "x");
    say(t, "cursor", "%s", JOIN(RECORD, _cursor_next)(&cursor)->id.ptr);
    say_code(t, "delete at the cursor", JOIN(RECORD, _cursor_delete)(&cursor, store, &err), &err);
    LOCAL(say_all_)(t, "changed", store);
    CALL(rollback)(store);
    LOCAL(say_all_)(t, "rolled back", store);
    say_code(t, "rename", CALL(rename)(store, "a", "swapped", &err), &err);
    say_code(t, "rename", CALL(rename)(store, "b c", "a", &err), &err);
    say_code(t, "rename", CALL(rename)(store, "swapped", "b c", &err), &err);
    say_code(t, "delete", CALL(delete)(store, "2", &err), &err);
    LOCAL(say_insert_)(t, "insert again", store, 5, "2");
    LOCAL(describe_)(t, store, "10", "line one\nline two");
    LOCAL(save_)(t, "save all", store);
    LOCAL(say_all_)(t, "saved all", store);
}

static void LOCAL(validate_)(transcript *t, STORE *store)
{
    sdn_error err = {0};
    const sdn_problem *list = NULL;
    size_t count = 0;
    say_code(t, "validate", CALL(validate)(store, &list, &count, &err), &err);
    say(t, "validate", "%zu problems", count);
}

/* ---- two programs ---- */

static void LOCAL(lock_)(transcript *t, STORE *a, STORE *b)
{
    sdn_error err = {0};
    say_code(t, "commit without begin", CALL(commit)(a, &err), &err);
    say_code(t, "begin", CALL(begin)(a, &err), &err);
    say_code(t, "begin twice", CALL(begin)(a, &err), &err);
    say_code(t, "begin of the other", CALL(begin)(b, &err), &err);
    LOCAL(describe_)(t, b, "3", "by the other");
    say_code(t, "save of the other, meanwhile", CALL(save)(b, &err), &err);
    CALL(rollback)(b);
    LOCAL(describe_)(t, a, "3", "in a transaction");
    LOCAL(save_)(t, "save in a transaction", a);
    LOCAL(describe_)(t, a, "3", "again");
    say_code(t, "commit", CALL(commit)(a, &err), &err);
    say_code(t, "begin of the other, later", CALL(begin)(b, &err), &err);
    LOCAL(say_all_)(t, "what the other sees", b);
    LOCAL(describe_)(t, b, "3", "thrown away");
    CALL(rollback)(b);
    LOCAL(say_all_)(t, "the other took it back", b);
}

static void LOCAL(merge_)(transcript *t, STORE *a, STORE *b)
{
    sdn_error err = {0};
    LOCAL(describe_)(t, a, "1", "ours");
    RECORD *other = CALL(edit)(b, "1", &err);
    other->valid = !other->valid;
    say_code(t, "delete", CALL(delete)(b, "put", &err), &err);
    say_code(t, "rename", CALL(rename)(b, "T-7", "T-8", &err), &err);
    LOCAL(describe_)(t, a, "T-7", "renamed meanwhile");
    LOCAL(say_insert_)(t, "insert", b, 8, "by the other");
    LOCAL(say_insert_)(t, "insert", a, 9, "by us");
    LOCAL(save_)(t, "save of the other", b);
    LOCAL(save_)(t, "save that renamed what was edited", a);
    LOCAL(say_all_)(t, "not merged", a);
    CALL(rollback)(a);
    LOCAL(describe_)(t, a, "1", "ours");
    LOCAL(save_)(t, "save that merges", a);
    say_code(t, "reload", CALL(reload)(b, &err), &err);
    LOCAL(say_all_)(t, "merged", b);
}

static void LOCAL(conflict_)(transcript *t, STORE *a, STORE *b)
{
    sdn_error err = {0};
    LOCAL(describe_)(t, a, "1", "ours");
    LOCAL(describe_)(t, b, "1", "theirs");
    LOCAL(describe_)(t, a, "10", "edited");
    say_code(t, "delete", CALL(delete)(b, "10", &err), &err);
    say_code(t, "delete", CALL(delete)(a, "3", &err), &err);
    LOCAL(describe_)(t, b, "3", "edited");
    LOCAL(say_insert_)(t, "insert", a, 3, "both");
    LOCAL(say_insert_)(t, "insert", b, 4, "both");
    LOCAL(save_)(t, "theirs", b);
    LOCAL(save_)(t, "ours", a);
    LOCAL(say_all_)(t, "in conflict", a);
    say_code(t, "reload", CALL(reload)(a, &err), &err);
    say_code(t, "begin", CALL(begin)(a, &err), &err);
    CALL(rollback)(a);
    LOCAL(say_all_)(t, "rolled back", a);
    say_code(t, "reload", CALL(reload)(a, &err), &err);
    LOCAL(describe_)(t, a, "1", "ours at last");
    LOCAL(save_)(t, "ours at last", a);
    LOCAL(say_all_)(t, "theirs, and ours at last", a);
}

void LOCAL(play_)(transcript *t)
{
    static char part[32];
    snprintf(part, sizeof part, "%s", TYPE->name);
    t->part = part;
    make_table_of(t, TYPE);
    STORE *a = LOCAL(open_)(t);
    LOCAL(make_)(t, a);
    LOCAL(walk_)(t, a);
    LOCAL(set_)(t, a);
    LOCAL(change_)(t, a);
    LOCAL(validate_)(t, a);
    STORE *b = LOCAL(open_)(t);
    LOCAL(say_all_)(t, "opened again", b);
    LOCAL(lock_)(t, a, b);
    LOCAL(merge_)(t, a, b);
    LOCAL(conflict_)(t, a, b);
    LOCAL(walk_)(t, a);
    CALL(close)(a);
    CALL(close)(b);
    a = LOCAL(open_)(t);
    LOCAL(say_all_)(t, "at last", a);
    CALL(close)(a);
}

#undef JOINED
#undef JOIN
#undef CALL
#undef STORE
#undef TYPE
#undef LOCAL
#undef RECORD
