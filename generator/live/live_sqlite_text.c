/*
 * SQLite keeps the statement that made a table, index or trigger as it was given; ALTER TABLE changes it. Two are the same
 * if they differ in comments, blanks and line ends alone, outside of quotes.
 */
#include "live/live_sqlite_private.h"

#include <ctype.h>
#include <string.h>

/* After the quoted text that starts at `at`; a quote in it is doubled, and so ends a text and starts another one. */
static const char *after_quotes(const char *at)
{
    const char *end = strchr(at + 1, *at);
    return end != NULL ? end + 1 : at + strlen(at);
}

/* After the blanks and comments at `at`. */
static const char *after_nothing(const char *at)
{
    for (;;) {
        const char *start = at;
        at += strspn(at, " \t\r\n");
        if (strncmp(at, "--", 2) == 0)
            at += strcspn(at, "\n");
        if (at == start)
            return at;
    }
}

const char *statement_plain(const char *sql, sdn_arena *arena)
{
    char *made = sdn_arena_alloc(arena, strlen(sql) + 1), *to = made;
    for (const char *at = sql; made != NULL && *at != '\0';) {
        bool is_quote = *at == '\'' || *at == '"';
        const char *next = is_quote ? after_quotes(at) : after_nothing(at);
        if (!is_quote && next > at) {
            if (to > made && *next != '\0')
                *to++ = ' ';
        } else {
            next = is_quote ? next : at + 1;
            memcpy(to, at, (size_t)(next - at));
            to += next - at;
        }
        at = next;
    }
    if (made != NULL)
        *to = '\0';
    return made;
}

const char *statement_part(const char *plain, const char **at, sdn_arena *arena)
{
    const char *start = *at;
    if (start == NULL) {
        start = plain;
        while (*start != '\0' && *start != '(')
            start = *start == '"' ? after_quotes(start) : start + 1;
    }
    if (*start != '(' && *start != ',')
        return NULL;
    start += 1 + (start[1] == ' ');
    const char *end = start;
    for (int depth = 0; *end != '\0' && (depth > 0 || (*end != ',' && *end != ')'));) {
        depth += (*end == '(') - (*end == ')');
        end = *end == '\'' || *end == '"' ? after_quotes(end) : end + 1;
    }
    *at = end;
    while (end > start && end[-1] == ' ')
        end--;
    return sdn_arena_copy(arena, start, (size_t)(end - start)).ptr;
}

static bool is_word_byte(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || byte == '$' || (unsigned char)byte >= 0x80;
}

/* After the word, quoted text or other byte at `at`. */
static const char *after_token(const char *at)
{
    if (*at == '\'' || *at == '"')
        return after_quotes(at);
    const char *end = at + 1;
    while (is_word_byte(*at) && is_word_byte(*end))
        end++;
    return end;
}

bool statement_names(const char *rule_end, const char *column)
{
    size_t len = strlen(column);
    const char *next;
    for (const char *at = rule_end + 1; *at != '\0' && strncmp(at, "REFERENCES ", 11) != 0; at = next) {
        next = after_token(at);
        bool is_quoted = *at == '"';
        size_t has = (size_t)(next - at) - (is_quoted ? 2 : 0);
        if (has == len && sqlite3_strnicmp(at + is_quoted, column, (int)len) == 0 && (is_quoted || *next != '('))
            return true;
    }
    return false;
}
