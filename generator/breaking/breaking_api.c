/*
 * What programs see. An error is what keeps code from being compiled, or changes what it means; a warning is what only
 * needs it to be compiled again. Which functions and constants are gone is not worked out from fields and indexes: the
 * names that generated code declares are listed for both versions, and the lists compared.
 */
#include "breaking/breaking_private.h"

#include "base/error.h"
#include "names/cname.h"

/* How many names one message lists. */
enum { MOST_NAMES = 6 };

static source_span new_record_place(const breaking_schema *s, const breaking_record *pair)
{
    return place_of_record(&s->after, pair->after);
}

/* --- enums --- */

static void compare_enumerators(breaking_schema *s, const model_enum *old, const model_enum *new)
{
    bool moved = false;
    for (size_t i = 0; i < old->enumerator_count; i++) {
        sdn_str name = old->enumerators[i].name;
        size_t at = find_enumerator(new, name);
        if (at == BREAKING_GONE)
            diag_error(s->diags, place_of_enum(&s->after, new),
                       "enumerator '%.*s' is gone, and its constant with it [api]", DIAG_STR(name));
        else if (at != i && !moved)
            diag_warning(s->diags, place_of_enumerator(&s->after, new, at),
                         "enumerator '%.*s' has the number %zu now, was %zu: compile again what uses it [api]",
                         DIAG_STR(name), at, i);
        moved |= at != BREAKING_GONE && at != i;
    }
}

static void compare_enum(breaking_schema *s, const model_enum *old)
{
    const model_enum *new = find_enum(&s->after.made, old->name);
    if (new == NULL) {
        const model_schema *last = s->after.made.schemas[s->after.made.schema_count - 1];
        diag_error(s->diags, place_of_schema(&s->after, last), "enum '%.*s' is gone [api]", DIAG_STR(old->name));
        return;
    }
    if (old->open && !new->open)
        diag_error(s->diags, place_of_enum(&s->after, new),
                   "enum '%.*s' is no longer open: other words have no constant and no text [api]",
                   DIAG_STR(old->name));
    if (!old->open && new->open)
        diag_warning(s->diags, place_of_enum(&s->after, new),
                     "enum '%.*s' is open now: a value may be none of its constants [api]", DIAG_STR(old->name));
    compare_enumerators(s, old, new);
}

/* --- members --- */

static void compare_member(breaking_schema *s, const breaking_record *pair, size_t i)
{
    const model_field *old = &pair->before->fields[i];
    size_t at = pair->after_of[i];
    if (at == BREAKING_GONE) {
        diag_error(s->diags, new_record_place(s, pair), "struct member '%.*s' is gone [api]", DIAG_STR(old->name));
        return;
    }
    source_span place = place_of_field(&s->after, pair->after, at);
    if (!sdn_str_equal(old->name, pair->after->fields[at].name))
        diag_error(s->diags, place, "struct member '%.*s' is called '%.*s' now [api]", DIAG_STR(old->name),
                   DIAG_STR(pair->after->fields[at].name));
    if (!is_same_type(&old->type, &pair->after->fields[at].type)) {
        sdn_str was = text_of_type(&s->before, pair->before, i), is = text_of_type(&s->after, pair->after, at);
        diag_error(s->diags, place, "struct member '%.*s' has the type %.*s now, was %.*s [api]",
                   DIAG_STR(pair->after->fields[at].name), DIAG_STR(is), DIAG_STR(was));
    }
}

static bool is_added(const breaking_record *pair, size_t position)
{
    for (size_t i = 0; i < pair->before->field_count; i++)
        if (pair->after_of[i] == position)
            return false;
    return true;
}

static void warn_of_added(breaking_schema *s, const breaking_record *pair)
{
    for (size_t i = 0; i < pair->after->field_count; i++)
        if (is_added(pair, i))
            diag_warning(s->diags, place_of_field(&s->after, pair->after, i), "struct member '%.*s' is new [api]",
                         DIAG_STR(pair->after->fields[i].name));
}

static void warn_of_order(breaking_schema *s, const breaking_record *pair)
{
    size_t last = 0;
    for (size_t i = 0; i < pair->before->field_count; i++) {
        size_t at = pair->after_of[i];
        if (at == BREAKING_GONE)
            continue;
        if (at < last) {
            diag_warning(s->diags, place_of_field(&s->after, pair->after, at),
                         "struct member '%.*s' stands in another place: compile again what uses it [api]",
                         DIAG_STR(pair->after->fields[at].name));
            return;
        }
        last = at;
    }
}

/* --- key and indexes --- */

/* The fields of an index of a record, for people. */
static void show_fields(const model_record *record, const model_index *index, sdn_buffer *text)
{
    if (index->field_count == 0)
        text_printf(text, "none");
    for (size_t i = 0; i < index->field_count; i++)
        text_printf(text, "%s%.*s", i > 0 ? ", " : "", DIAG_STR(record->fields[index->fields[i]].name));
}

/* Whether two indexes, one of each version, have the same fields. */
static bool has_same_fields(const breaking_record *pair, const model_index *old, const model_index *new)
{
    if (old->field_count != new->field_count)
        return false;
    for (size_t i = 0; i < old->field_count; i++)
        if (pair->after_of[old->fields[i]] != new->fields[i])
            return false;
    return true;
}

static void compare_key(breaking_schema *s, const breaking_record *pair)
{
    sdn_buffer was = SDN_BUFFER_INIT, is = SDN_BUFFER_INIT;
    source_span place = place_of_key(&s->after, pair->after);
    if (!has_same_fields(pair, &pair->before->key, &pair->after->key)) {
        show_fields(pair->before, &pair->before->key, &was);
        show_fields(pair->after, &pair->after->key, &is);
        diag_error(s->diags, place, "the key is (%.*s) now, was (%.*s): functions take other arguments [api]",
                   DIAG_STR(text_view(&is)), DIAG_STR(text_view(&was)));
    } else if ((pair->before->key_auto && !pair->after->key_auto) ||
               (pair->before->key_random && !pair->after->key_random))
        diag_error(s->diags, place, "the key is no longer made automatically: inserts without one fail [api]");
    s->diags->out_of_memory |= was.out_of_memory || is.out_of_memory;
    sdn__buffer_release(&was);
    sdn__buffer_release(&is);
}

static void compare_indexes(breaking_schema *s, const breaking_record *pair)
{
    for (size_t i = 0; i < pair->before->index_count; i++)
        for (size_t k = 0; k < pair->after->index_count; k++) {
            const model_index *old = &pair->before->indexes[i], *new = &pair->after->indexes[k];
            if (!has_same_fields(pair, old, new) || old->unique == new->unique)
                continue;
            diag_error(s->diags, place_of_field(&s->after, pair->after, new->fields[0]),
                       "a look-up by '%.*s' gives %s now [api]", DIAG_STR(pair->after->fields[new->fields[0]].name),
                       new->unique ? "one record" : "several records, not one");
        }
}

/* --- names --- */

static bool lists_name(const sdn_str_list *names, sdn_str name)
{
    for (size_t i = 0; i < names->count; i++)
        if (sdn_str_equal(names->items[i], name))
            return true;
    return false;
}

static void list_gone_names(const sdn_str_list *before, const sdn_str_list *after, sdn_buffer *text)
{
    size_t count = 0;
    for (size_t i = 0; i < before->count; i++)
        if (!lists_name(after, before->items[i])) {
            if (count < MOST_NAMES)
                text_printf(text, "%s%.*s", count > 0 ? ", " : "", DIAG_STR(before->items[i]));
            count++;
        }
    if (count > MOST_NAMES)
        text_printf(text, " and %zu more", count - MOST_NAMES);
}

static int compare_declared(breaking_schema *s, const breaking_record *pair)
{
    sdn_str_list before, after;
    sdn_buffer gone = SDN_BUFFER_INIT;
    if (cname_of_record(s->arena, pair->before, &before) != 0 || cname_of_record(s->arena, pair->after, &after) != 0)
        return -1;
    list_gone_names(&before, &after, &gone);
    if (gone.len > 0)
        diag_error(s->diags, new_record_place(s, pair), "these are no longer declared: %.*s [api]",
                   DIAG_STR(text_view(&gone)));
    s->diags->out_of_memory |= gone.out_of_memory;
    sdn__buffer_release(&gone);
    return 0;
}

/* --- records --- */

static int compare_record(breaking_schema *s, const breaking_record *pair)
{
    if (!sdn_str_equal(pair->before->name, pair->after->name))
        diag_error(s->diags, new_record_place(s, pair), "record '%.*s' is called '%.*s' now [api]",
                   DIAG_STR(pair->before->name), DIAG_STR(pair->after->name));
    for (size_t i = 0; i < pair->before->field_count; i++)
        compare_member(s, pair, i);
    warn_of_added(s, pair);
    warn_of_order(s, pair);
    compare_key(s, pair);
    compare_indexes(s, pair);
    return compare_declared(s, pair);
}

/* The later version of a schema of the earlier one; NULL: it is not loaded any more. */
static const model_schema *later_schema(const breaking_schema *s, const model_schema *old)
{
    for (size_t i = 0; i < s->after.made.schema_count; i++)
        if (old->requested ? s->after.made.schemas[i]->requested
                           : sdn_str_equal(s->after.made.schemas[i]->base_name, old->base_name))
            return s->after.made.schemas[i];
    return NULL;
}

static void find_gone_records(breaking_schema *s, const model_schema *old, const model_schema *new)
{
    for (size_t i = 0; i < old->record_count; i++) {
        bool found = false;
        for (size_t k = 0; k < s->record_count && !found; k++)
            found = s->records[k].before == &old->records[i];
        if (!found)
            diag_error(s->diags, place_of_schema(&s->after, new), "record '%.*s' is gone [api]",
                       DIAG_STR(old->records[i].name));
    }
}

static void compare_schema(breaking_schema *s, const model_schema *old, const model_schema *new)
{
    if (!sdn_str_equal(old->prefix, new->prefix))
        diag_error(s->diags, place_of_schema(&s->after, new), "C names start with '%.*s' now, was '%.*s' [api]",
                   DIAG_STR(new->prefix), DIAG_STR(old->prefix));
    for (size_t i = 0; i < old->enum_count; i++)
        compare_enum(s, old->enums[i]);
    find_gone_records(s, old, new);
}

sdn_code breaking_find_api(breaking_schema *s, sdn_error *err)
{
    for (size_t i = 0; i < s->before.made.schema_count; i++) {
        const model_schema *new = later_schema(s, s->before.made.schemas[i]);
        if (new != NULL && breaking_looks_at(s, s->before.made.schemas[i]))
            compare_schema(s, s->before.made.schemas[i], new);
    }
    for (size_t i = 0; i < s->record_count; i++)
        if (compare_record(s, &s->records[i]) != 0)
            return sdn__fail_memory(err);
    return s->diags->out_of_memory ? sdn__fail_memory(err) : SDN_OK;
}
