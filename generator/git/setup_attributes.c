#include "git/setup_attributes.h"

#include <string.h>

#include "diag/text.h"
#include "text/scan.h"

/* The words that are ours: these attributes, two of them with this value only. */
typedef struct own_attribute {
    sdn_str name;  /* with the sign before its value */
    sdn_str value; /* empty: any */
} own_attribute;

enum { OWN_MERGE, OWN_DIFF, OWN_SCHEMA, OWN_COUNT };

static const own_attribute own_attributes[OWN_COUNT] = {
    [OWN_MERGE] = {SDN_STR_INIT("merge="), SDN_STR_INIT("sdn")},
    [OWN_DIFF] = {SDN_STR_INIT("diff="), SDN_STR_INIT("sdn")},
    [OWN_SCHEMA] = {SDN_STR_INIT("sdn-schema="), SDN_STR_INIT("")},
};

/* ---- lines and words ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The next word of a line from `at` on; empty at its end. */
static sdn_str next_word(const char *at, const char *end)
{
    while (at < end && is_blank(*at))
        at++;
    const char *start = at;
    while (at < end && !is_blank(*at))
        at++;
    return (sdn_str){start, (size_t)(at - start)};
}

static const char *word_end(sdn_str word)
{
    return word.ptr + word.len;
}

/* The pattern of a line, with its quotes. Empty for a blank line, a comment, and the definition of a macro. */
static sdn_str line_pattern(sdn_line line)
{
    sdn_str word = next_word(line.start, line.end);
    if (word.len == 0 || *word.ptr == '#' || (word.len >= 6 && memcmp(word.ptr, "[attr]", 6) == 0))
        return (sdn_str){line.end, 0};
    bool escapes;
    const char *close = *word.ptr == '"' ? sdn__closing_quote(word.ptr + 1, line.end, &escapes) : NULL;
    return close != NULL ? (sdn_str){word.ptr, (size_t)(close + 1 - word.ptr)} : word;
}

static bool word_starts(sdn_str word, sdn_str start)
{
    return word.len >= start.len && memcmp(word.ptr, start.ptr, start.len) == 0;
}

/* Which of our attributes a word is; OWN_COUNT: none. */
static size_t own_word(sdn_str word)
{
    for (size_t i = 0; i < OWN_COUNT; i++) {
        const own_attribute *own = &own_attributes[i];
        sdn_str value = {word.ptr + own->name.len, word.len - own->name.len};
        if (word_starts(word, own->name) && (own->value.len == 0 || sdn_str_equal(value, own->value)))
            return i;
    }
    return OWN_COUNT;
}

static bool is_own_line(sdn_line line)
{
    const char *at = word_end(line_pattern(line));
    for (sdn_str word; (word = next_word(at, line.end)).len > 0; at = word_end(word))
        if (own_word(word) != OWN_COUNT)
            return true;
    return false;
}

static const setup_rule *rule_of_line(sdn_line line, const setup_rule *rules, size_t count)
{
    sdn_str pattern = line_pattern(line);
    for (size_t i = 0; i < count && pattern.len > 0; i++)
        if (sdn_str_equal(rules[i].pattern, pattern))
            return &rules[i];
    return NULL;
}

/* ---- writing ---- */

static bool wants_quotes(sdn_str pattern)
{
    for (size_t i = 0; i < pattern.len; i++)
        if ((unsigned char)pattern.ptr[i] <= ' ' || pattern.ptr[i] == '"' || pattern.ptr[i] == 0x7F)
            return true;
    return pattern.len > 0 && (*pattern.ptr == '#' || *pattern.ptr == '!');
}

static void add_quoted_byte(sdn_buffer *text, char byte)
{
    if ((unsigned char)byte < ' ' || byte == 0x7F)
        text_printf(text, "\\%03o", (unsigned)(unsigned char)byte);
    else if (byte == '"' || byte == '\\')
        text_printf(text, "\\%c", byte);
    else
        sdn__buffer_add(text, &byte, 1);
}

static void add_pattern_byte(sdn_buffer *text, char byte, bool quoted)
{
    if (quoted)
        add_quoted_byte(text, byte);
    else
        sdn__buffer_add(text, &byte, 1);
}

void setup_pattern_add(sdn_buffer *text, sdn_str pattern, bool literal)
{
    bool quoted = wants_quotes(pattern);
    text_repeat(text, '"', quoted);
    for (size_t i = 0; i < pattern.len; i++) {
        char byte = pattern.ptr[i];
        if (literal && strchr("*?[\\", byte) != NULL && byte != '\0')
            add_pattern_byte(text, '\\', quoted);
        add_pattern_byte(text, byte, quoted);
    }
    text_repeat(text, '"', quoted);
}

static void add_own_word(sdn_buffer *text, size_t own, const setup_rule *rule)
{
    sdn__buffer_add_str(text, own_attributes[own].name);
    sdn__buffer_add_str(text, own == OWN_SCHEMA ? rule->schema : own_attributes[own].value);
}

static bool rule_wants(const setup_rule *rule, size_t own)
{
    return own != OWN_SCHEMA || rule->schema.len > 0;
}

/* Adds those of our words that are not among `seen`. */
static void add_missing_words(sdn_buffer *text, const setup_rule *rule, const bool seen[OWN_COUNT])
{
    for (size_t own = 0; own < OWN_COUNT; own++)
        if (!seen[own] && rule_wants(rule, own)) {
            text_repeat(text, ' ', 1);
            add_own_word(text, own, rule);
        }
}

void setup_rule_add(sdn_buffer *text, const setup_rule *rule)
{
    static const bool none_seen[OWN_COUNT];
    sdn__buffer_add_str(text, rule->pattern);
    add_missing_words(text, rule, none_seen);
}

static void add_span(sdn_buffer *text, const char *start, const char *end)
{
    sdn__buffer_add(text, start, (size_t)(end - start));
}

/* Adds a line with the words of its rule: in place of ours, and those that it lacks at its end. */
static void add_renewed_line(sdn_buffer *text, sdn_line line, const setup_rule *rule)
{
    bool seen[OWN_COUNT] = {false};
    const char *at = word_end(line_pattern(line)), *kept = line.start;
    for (sdn_str word; (word = next_word(at, line.end)).len > 0; at = word_end(word)) {
        size_t own = own_word(word);
        if (own == OWN_COUNT || !rule_wants(rule, own))
            continue;
        add_span(text, kept, word.ptr);
        add_own_word(text, own, rule);
        kept = word_end(word);
        seen[own] = true;
    }
    add_span(text, kept, at);
    add_missing_words(text, rule, seen);
    add_span(text, at, line.next);
}

/* The end of the line before the first line end in `text`, "\n" or "\r\n". */
static sdn_str line_end_of(sdn_str text)
{
    const char *newline = text.len > 0 ? memchr(text.ptr, '\n', text.len) : NULL;
    return newline != NULL && newline > text.ptr && newline[-1] == '\r' ? SDN_STR("\r\n") : SDN_STR("\n");
}

/* Whether a line of ours in `text` has the pattern of the rule. */
static bool has_line_of(sdn_str text, const setup_rule *rule)
{
    const char *end = text.ptr + text.len;
    for (const char *at = text.ptr; at < end;) {
        sdn_line line = sdn__line_at(at, end);
        if (rule_of_line(line, rule, 1) != NULL && is_own_line(line))
            return true;
        at = line.next;
    }
    return false;
}

void setup_attributes_add(sdn_str text, const setup_rule *rules, size_t count, sdn_buffer *changed)
{
    sdn_str line_end = line_end_of(text);
    const char *end = text.ptr + text.len;
    for (const char *at = text.ptr; at < end;) {
        sdn_line line = sdn__line_at(at, end);
        const setup_rule *rule = is_own_line(line) ? rule_of_line(line, rules, count) : NULL;
        if (rule != NULL)
            add_renewed_line(changed, line, rule);
        else
            add_span(changed, line.start, line.next);
        at = line.next;
    }
    for (size_t i = 0; i < count; i++) {
        if (has_line_of(text, &rules[i]))
            continue;
        if (changed->len > 0 && changed->bytes[changed->len - 1] != '\n')
            sdn__buffer_add_str(changed, line_end);
        setup_rule_add(changed, &rules[i]);
        sdn__buffer_add_str(changed, line_end);
    }
}

/* Adds a line without our words; nothing if it has no others. */
static void add_stripped_line(sdn_buffer *text, sdn_line line)
{
    size_t len_before = text->len, others = 0;
    const char *at = word_end(line_pattern(line)), *kept = line.start;
    for (sdn_str word; (word = next_word(at, line.end)).len > 0; at = word_end(word)) {
        if (own_word(word) == OWN_COUNT) {
            others++;
            continue;
        }
        add_span(text, kept, at);
        kept = word_end(word);
    }
    add_span(text, kept, line.next);
    if (others == 0)
        text->len = len_before;
}

void setup_attributes_remove(sdn_str text, const setup_rule *rules, size_t count, sdn_buffer *changed)
{
    const char *end = text.ptr + text.len;
    for (const char *at = text.ptr; at < end;) {
        sdn_line line = sdn__line_at(at, end);
        if (is_own_line(line) && (count == 0 || rule_of_line(line, rules, count) != NULL))
            add_stripped_line(changed, line);
        else
            add_span(changed, line.start, line.next);
        at = line.next;
    }
}

sdn_str setup_attributes_find(sdn_str text)
{
    const char *end = text.ptr + text.len;
    for (const char *at = text.ptr; at < end;) {
        sdn_line line = sdn__line_at(at, end);
        const char *in_line = word_end(line_pattern(line));
        for (sdn_str word; (word = next_word(in_line, line.end)).len > 0; in_line = word_end(word))
            if (own_word(word) == OWN_MERGE)
                return word;
        at = line.next;
    }
    return SDN_STR("");
}
