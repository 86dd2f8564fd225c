/*
 * Regular expressions. They are compiled by regcomp, of which some versions end the process, or take all memory, for
 * patterns with many nested groups or repetitions. So what such patterns need is bounded here before.
 */
#include "query/where_check.h"

#include <string.h>

enum { PATTERN_MAX = 4096, GROUPS_MAX = 100, COPIES_MAX = 20000 };

/* What a pattern asks for. */
typedef struct pattern_size {
    size_t groups; /* that are nested in one another, at most: no more than there are '(' */
    size_t copies; /* of its parts, at most: the product of all bounds {n} */
} pattern_size;

/* The number at `at`; no more than COPIES_MAX + 1. */
static size_t bound_at(const char *at)
{
    size_t number = 0;
    for (; *at >= '0' && *at <= '9'; at++)
        if (number <= COPIES_MAX)
            number = number * 10 + (size_t)(*at - '0');
    return number;
}

/* The larger one of `{n,m}`, at least 1. */
static size_t larger_bound(const char *at)
{
    size_t low = bound_at(at);
    const char *comma = at + strspn(at, "0123456789");
    size_t high = *comma == ',' ? bound_at(comma + 1) : 0;
    size_t larger = high > low ? high : low;
    return larger > 0 ? larger : 1;
}

static pattern_size measure_pattern(const char *pattern)
{
    pattern_size size = {0, 1};
    for (const char *at = pattern; *at != '\0'; at++) {
        size.groups += *at == '(';
        if (*at == '{' && size.copies <= COPIES_MAX)
            size.copies *= larger_bound(at + 1);
    }
    return size;
}

/* A backslash and a letter that other languages have, or NULL. */
static const char *foreign_escape(const char *pattern)
{
    for (const char *at = pattern; (at = strchr(at, '\\')) != NULL; at += 2) {
        char c = at[1];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '1' && c <= '9');
        if (is_letter && strchr("wWsSbB", c) == NULL)
            return at;
        if (c == '\0')
            return NULL;
    }
    return NULL;
}

static const char *advice_for_escape(char letter)
{
    switch (letter) {
    case 'd':
        return "write [0-9]";
    case 'D':
        return "write [^0-9]";
    default:
        return "patterns are extended regular expressions of POSIX; write the character itself";
    }
}

/* Whether the pattern may be compiled; reports it if not. */
static bool is_compilable(where_checker *c, const where_word *word)
{
    const char *escape = NULL;
    pattern_size size = {0, 1};
    if (word->text.len <= PATTERN_MAX) {
        escape = foreign_escape(word->text.ptr);
        size = measure_pattern(word->text.ptr);
    }
    if (escape != NULL) {
        diag *d = diag_error(c->diags, word->span, "'%.2s' has no meaning in a regular expression", escape);
        diag_help(c->diags, d, "%s", advice_for_escape(escape[1]));
    } else if (word->text.len > PATTERN_MAX || size.groups > GROUPS_MAX || size.copies > COPIES_MAX) {
        diag *d = diag_error(c->diags, word->span, "the regular expression is too large");
        diag_help(c->diags, d, "it may have %d bytes, %d groups, and %d copies by bounds such as {9}", PATTERN_MAX,
                  GROUPS_MAX, COPIES_MAX);
    } else {
        return true;
    }
    return false;
}

static void report_pattern(where_checker *c, const where_word *word, int error, const regex_t *compiled)
{
    char text[200];
    regerror(error, compiled, text, sizeof text);
    diag *d = diag_error(c->diags, word->span, "this is no regular expression: %s", text);
    diag_help(c->diags, d, "to find a text as it is write 'has', or \\ before characters such as ( [ . *");
}

const regex_t *where_pattern_compile(where_checker *c, const where_word *word)
{
    where_word ended = *word;
    where_pattern *made = where_alloc(c, sizeof *made);
    ended.text = sdn_arena_copy_str(c->arena, word->text);
    if (made == NULL || ended.text.ptr == NULL) {
        c->diags->out_of_memory = true;
        return NULL;
    }
    if (!is_compilable(c, &ended))
        return NULL;
    int error = regcomp(&made->compiled, ended.text.ptr, REG_EXTENDED | REG_NOSUB);
    if (error == REG_ESPACE)
        c->diags->out_of_memory = true;
    else if (error != 0)
        report_pattern(c, word, error, &made->compiled);
    if (error != 0)
        return NULL;
    made->next = c->patterns;
    c->patterns = made;
    return &made->compiled;
}

void where_patterns_free(where_pattern *patterns)
{
    for (; patterns != NULL; patterns = patterns->next)
        regfree(&patterns->compiled);
}
