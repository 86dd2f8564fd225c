/*
 * Regular expressions. They are compiled by regcomp, of which some versions end the process, or take all memory, for
 * patterns with many nested groups or repetitions. So what such patterns need is bounded here before.
 */
#include "query/where_check.h"

#include <string.h>

enum { PATTERN_MAX = 4096, DEPTH_MAX = 100, PARTS_MAX_WRITTEN_OUT = 20000 };

/*
 * How many parts a pattern has once its repetitions are written out, as regcomp does it: `x{2,9}` becomes nine, and `x+`
 * becomes `xx*`. So nested ones multiply. `x?` and `x*` count as two, since both ways go on from there: regcomp follows
 * all ways through `x????`, which are twice as many with each sign.
 */
typedef struct pattern_meter {
    size_t parts[DEPTH_MAX + 1]; /* by depth: of the group so far */
    size_t depth;
    size_t last; /* parts of what a repetition that follows would repeat */
} pattern_meter;

/* Adds as many parts, and no more than are counted. */
static void add_parts(pattern_meter *meter, size_t count)
{
    size_t *parts = &meter->parts[meter->depth];
    *parts = *parts + count < PARTS_MAX_WRITTEN_OUT ? *parts + count : PARTS_MAX_WRITTEN_OUT + 1;
}

static void repeat_last(pattern_meter *meter, size_t times)
{
    size_t repeated = meter->last * times;
    if (repeated > PARTS_MAX_WRITTEN_OUT)
        repeated = PARTS_MAX_WRITTEN_OUT + 1;
    add_parts(meter, repeated - meter->last);
    meter->last = repeated;
}

/* The number at `at`; no more than PARTS_MAX_WRITTEN_OUT + 1. */
static size_t bound_at(const char *at)
{
    size_t number = 0;
    for (; *at >= '0' && *at <= '9'; at++)
        if (number <= PARTS_MAX_WRITTEN_OUT)
            number = number * 10 + (size_t)(*at - '0');
    return number < PARTS_MAX_WRITTEN_OUT ? number : PARTS_MAX_WRITTEN_OUT + 1;
}

/* The larger one of `n,m}`, at least 2: `{2,}` is written out as `xxx*`. */
static size_t larger_bound(const char *at)
{
    size_t low = bound_at(at) + 1;
    const char *comma = at + strspn(at, "0123456789");
    size_t high = *comma == ',' ? bound_at(comma + 1) : 0;
    return high > low ? high : low;
}

/* The end of a bracket expression that begins at `at`: its ']', or the last character. */
static const char *bracket_end(const char *at)
{
    const char *next = at + 1;
    next += *next == '^';
    next += *next == ']';
    for (; *next != '\0' && *next != ']'; next++)
        if (*next == '[' && next[1] != '\0' && strchr(":.=", next[1]) != NULL) {
            const char close[] = {next[1], ']', '\0'};
            const char *end = strstr(next + 2, close);
            next = end != NULL ? end + 1 : next;
        }
    return *next != '\0' ? next : next - 1;
}

static void close_group(pattern_meter *meter)
{
    if (meter->depth == 0)
        return;
    meter->last = meter->parts[meter->depth--] + 1;
    add_parts(meter, meter->last);
}

/* Takes one character and what belongs to it; returns its end. False: groups are nested too deeply. */
static bool take_part(pattern_meter *meter, const char **at)
{
    switch (**at) {
    case '(':
        if (meter->depth == DEPTH_MAX)
            return false;
        meter->parts[++meter->depth] = 0;
        return true;
    case ')':
        close_group(meter);
        return true;
    case '{':
        repeat_last(meter, larger_bound(*at + 1));
        *at += strspn(*at + 1, "0123456789,");
        *at += (*at)[1] == '}';
        return true;
    case '+':
    case '*':
    case '?':
        repeat_last(meter, 2);
        return true;
    case '[':
        *at = bracket_end(*at);
        break;
    case '\\':
        *at += (*at)[1] != '\0';
        break;
    default:
        break;
    }
    meter->last = 1;
    add_parts(meter, 1);
    return true;
}

static bool is_small_enough(const char *pattern)
{
    pattern_meter meter = {.depth = 0};
    for (const char *at = pattern; *at != '\0'; at++)
        if (!take_part(&meter, &at))
            return false;
    while (meter.depth > 0)
        close_group(&meter);
    return meter.parts[0] <= PARTS_MAX_WRITTEN_OUT;
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
    if (word->text.len > PATTERN_MAX || !is_small_enough(word->text.ptr)) {
        diag *d = diag_error(c->diags, word->span, "the regular expression is too large");
        diag_help(c->diags, d,
                  "it may have %d bytes, groups %d deep, and %d parts once repetitions such as {9} are written out",
                  PATTERN_MAX, DEPTH_MAX, PARTS_MAX_WRITTEN_OUT);
        return false;
    }
    const char *escape = foreign_escape(word->text.ptr);
    if (escape == NULL)
        return true;
    diag *d = diag_error(c->diags, word->span, "'%.2s' has no meaning in a regular expression", escape);
    diag_help(c->diags, d, "%s", advice_for_escape(escape[1]));
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
