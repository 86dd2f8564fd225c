#include "assign.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN_MAX = 40 }; /* so that a message has room for the reason */

/* How many bytes of a word are shown: all, or the characters that fit. */
static int shown_length(const char *word)
{
    size_t length = strlen(word);
    if (length > SHOWN_MAX)
        for (length = SHOWN_MAX; length > 0 && (word[length] & 0xc0) == 0x80; length--)
            continue;
    return (int)length;
}

static sdn_code refuse(const char *word, const char *reason, sdn_error *err)
{
    if (err != NULL) {
        int shown = shown_length(word);
        err->code = SDN_E_INVALID;
        snprintf(err->message, sizeof err->message, "'%.*s%s': %s", shown, word, word[shown] == '\0' ? "" : "...",
                 reason);
    }
    return SDN_E_INVALID;
}

sdn_code assignment_read(assignment *a, const char *word, sdn_error *err)
{
    const char *equals = strchr(word, '=');
    if (equals == NULL)
        return refuse(word, "this is not FIELD=VALUE; quote a value that has blanks", err);
    sdn_str name = {word, (size_t)(equals - word)};
    a->field = sdn_field_find(&bug_record_type, name);
    a->value = equals + 1;
    if (a->field == bug_record_type.field_count)
        return refuse(word, "a bug has no such field; 'bugs help' lists its fields", err);
    return SDN_OK;
}

sdn_code assign(bug_store *bugs, bug *b, char *const *words, int count, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (int i = 0; i < count && code == SDN_OK; i++) {
        assignment a;
        code = assignment_read(&a, words[i], err);
        if (code == SDN_OK && a.field == BUG_FIELD_ID)
            code = refuse(words[i], "the number of a bug stays as it is; leave it out", err);
        if (code == SDN_OK)
            code = bug_store_set(bugs, b, a.field, a.value, err);
    }
    return code;
}

sdn_code assignment_check(const assignment *a, sdn_error *err)
{
    if (a->value[0] == '\0' || a->field == BUG_FIELD_LABELS) /* none; any text may be a label */
        return SDN_OK;
    bug any;
    bug_init(&any);
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_code code = sdn_field_set(&bug_record_type, a->field, &any, sdn_str_from(a->value), &arena, err);
    sdn_arena_release(&arena);
    return code;
}

bool assignment_holds(const assignment *a, const bug *b)
{
    sdn_str wanted = sdn_str_from(a->value);
    if (a->field == BUG_FIELD_LABELS)
        return wanted.len == 0 ? b->labels.count == 0 : sdn_str_list_has(b->labels, wanted);
    sdn_arena arena = SDN_ARENA_INIT;
    bool holds = sdn_str_equal(sdn_field_text(&bug_record_type, a->field, b, &arena), wanted);
    sdn_arena_release(&arena);
    return holds;
}
