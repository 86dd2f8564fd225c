/*
 * Findings as messages. The library's texts end in an advice, after the last semicolon, which becomes a help text here;
 * and they name other places by line, which become notes.
 */
#include "verify/verify_private.h"

#include <string.h>

#include "diag/suggest.h"
#include "record/value.h"

/* The length of a message without its advice. */
static size_t cause_length(const char *message)
{
    for (size_t at = strlen(message); at > 2; at--)
        if (message[at - 1] == ' ' && message[at - 2] == ';')
            return at - 2;
    return strlen(message);
}

/* Words that are no advice by themselves. */
static bool is_advice(const char *text)
{
    return text[0] != '\0' && strcmp(text, "correct it") != 0;
}

/* The text of a cell, without quotes. */
static sdn_str unquoted(sdn_str text)
{
    if (text.len >= 2 && text.ptr[0] == '"' && text.ptr[text.len - 1] == '"')
        return (sdn_str){text.ptr + 1, text.len - 2};
    return text;
}

/* What was probably meant by a word that is none of an enum. */
static void suggest_enumerator(const verify_file *file, const verify_finding *found, diag_list *diags, diag *to)
{
    const sdn_record_type *type = found->table->type;
    uint32_t field = sdn_field_find(type, sdn_str_from(found->problem.field));
    if (field >= type->field_count || type->fields[field].enumeration == NULL)
        return;
    const sdn_enum_type *words = type->fields[field].enumeration;
    suggestion search =
        suggest_for(unquoted(source_text(verify_problem_span(file, &found->problem))), &diags->suggestions_left);
    for (uint32_t i = 0; i < words->count; i++)
        suggest_offer(&search, words->names[i]);
    if (search.best.len > 0)
        diag_help(diags, to, "did you mean '%.*s'?", DIAG_STR(search.best));
}

/* The row that has the key of another one, and counts. */
static void note_same_key(const verify_file *file, const verify_finding *found, diag_list *diags, diag *to)
{
    const sdn_table *loaded = verify_loaded(found->table);
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    uint32_t offset = verify_problem_span(file, &found->problem).start;
    uint32_t slot = verify_slot_at(found->table, offset);
    if (slot == SDN_NO_SLOT)
        return;
    sdn__slots_key(&loaded->slots, slot, key);
    uint32_t other = sdn__key_map_find(&loaded->lookup.keys, key);
    if (other != SDN_NO_SLOT && other != slot)
        diag_note(diags, to, verify_row_span(file, found->table, other), "the row with the same key");
}

static void add_details(const verify_file *file, const verify_finding *found, diag_list *diags, diag *to)
{
    if (found->table == NULL)
        return;
    if (found->problem.kind == SDN_PROBLEM_VALUE && found->problem.field != NULL)
        suggest_enumerator(file, found, diags, to);
    if (found->problem.kind == SDN_PROBLEM_DUPLICATE_KEY)
        note_same_key(file, found, diags, to);
}

static void report_finding(const verify_file *file, const verify_finding *found, diag_list *diags)
{
    const char *message = found->problem.message;
    size_t cause = cause_length(message);
    const char *advice = message[cause] != '\0' ? message + cause + 2 : "";
    source_span span = verify_problem_span(file, &found->problem);
    diag *made = found->is_warning ? diag_warning(diags, span, "%.*s", (int)cause, message)
                                   : diag_error(diags, span, "%.*s", (int)cause, message);
    add_details(file, found, diags, made);
    if (is_advice(advice))
        diag_help(diags, made, "%s", advice);
}

/* The conflict that a problem of the document is about, or NULL. */
static const sdn_git_conflict *conflict_of(const verify_file *file, const sdn_problem *problem)
{
    const sdn_document *document = verify_document(file);
    if (problem->kind != SDN_PROBLEM_CONFLICT)
        return NULL;
    return sdn__document_conflict_at(document, document->bytes + verify_problem_span(file, problem).start);
}

void verify_report(const verify_file *file, diag_list *diags)
{
    for (size_t i = 0; i < file->count; i++) {
        const sdn_git_conflict *conflict = conflict_of(file, &file->findings[i].problem);
        if (conflict != NULL)
            verify_report_conflict(file, conflict, diags);
        else
            report_finding(file, &file->findings[i], diags);
    }
}
