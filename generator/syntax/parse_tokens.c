/* The stream of tokens for the parser: faults are reported, escapes replaced, doc comments attached. */
#include "syntax/parse_private.h"

#include <string.h>

#include "schema_tokens.h"
#include "text/utf8.h"

/* The message for a fault: `error`; if there is an `after`, the token and `after` follow. */
static const struct {
    const char *error;
    const char *after;
    const char *help;
} faults[SCHEMA_FAULT_COUNT] = {
    [SCHEMA_FAULT_CHARACTER] = {"unexpected character '", "'", NULL},
    [SCHEMA_FAULT_NAME] = {"'", "' cannot be a name", "names are made of the letters A-Z and a-z, digits and '_'"},
    [SCHEMA_FAULT_QUOTES] = {"a text must be in double quotes", NULL, "write \"...\""},
    [SCHEMA_FAULT_DATE] = {"a date must be in double quotes", NULL, NULL},
    [SCHEMA_FAULT_UNTERMINATED] = {"this text has no closing '\"' on its line", NULL,
                                   "close it; a line break inside a text is written as \\n"},
    [SCHEMA_FAULT_HASH_COMMENT] = {"'#' does not start a comment", NULL, "comments start with '//'"},
    [SCHEMA_FAULT_BLOCK_COMMENT] = {"'/*' does not start a comment", NULL, "start every line of the comment with '//'"},
};

/* How many bytes of a long token to underline; 0: all. */
static const uint32_t underlined[SCHEMA_FAULT_COUNT] = {
    [SCHEMA_FAULT_UNTERMINATED] = 1,
    [SCHEMA_FAULT_HASH_COMMENT] = 1,
    [SCHEMA_FAULT_BLOCK_COMMENT] = 2,
};

static void report_control(parser *p, source_span span, unsigned char byte)
{
    diag_error(p->diags, span, "unexpected control character U+%04X", byte);
}

static void report_fault(parser *p, const schema_token *token)
{
    source_span span = token->span;
    sdn_str text = source_text(span);
    /* Broken UTF-8 was reported for the file as a whole. */
    if (token->fault == SCHEMA_FAULT_NAME && sdn__utf8_fault(text.ptr, text.len) != NULL)
        return;
    if (token->fault == SCHEMA_FAULT_CHARACTER && (unsigned char)text.ptr[0] < ' ') {
        report_control(p, span, (unsigned char)text.ptr[0]);
        return;
    }
    if (underlined[token->fault] > 0)
        span.len = underlined[token->fault];
    bool shows = faults[token->fault].after != NULL;
    diag *d = diag_error(p->diags, span, "%s%.*s%s", faults[token->fault].error, shows ? (int)text.len : 0, text.ptr,
                         shows ? faults[token->fault].after : "");
    if (token->fault == SCHEMA_FAULT_DATE)
        diag_help(p->diags, d, "write \"%.*s\"", DIAG_STR(text));
    if (faults[token->fault].help != NULL)
        diag_help(p->diags, d, "%s", faults[token->fault].help);
}

/* The escapes: a backslash and a letter. */
static const struct {
    char letter, meaning;
} escapes[] = {{'"', '"'}, {'\\', '\\'}, {'n', '\n'}, {'r', '\r'}, {'t', '\t'}};

static bool unescape(char letter, char *meaning)
{
    for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++)
        if (escapes[i].letter == letter) {
            *meaning = escapes[i].meaning;
            return true;
        }
    return false;
}

static void report_escape(parser *p, const char *at)
{
    source_span span = {p->source, (uint32_t)(at - p->source->text.ptr), 2};
    for (unsigned char c = (unsigned char)at[1]; (c & 0xC0) == 0xC0 && ((unsigned char)at[span.len] & 0xC0) == 0x80;)
        span.len++;
    diag *d = diag_error(p->diags, span, "unknown escape '%.*s'", (int)span.len, at);
    diag_help(p->diags, d, "the escapes are \\\" \\\\ \\n \\r \\t; a backslash itself is written \\\\");
}

/* Replaces the escapes of a string. Without any, its text stays part of the source. */
static void unescape_text(parser *p, schema_token *token)
{
    sdn_str raw = token->text;
    if (memchr(raw.ptr, '\\', raw.len) == NULL)
        return;
    char *out = parser_new(p, raw.len + 1);
    if (out == NULL)
        return;
    size_t len = 0;
    for (size_t i = 0; i < raw.len; i++) {
        out[len] = raw.ptr[i];
        if (raw.ptr[i] == '\\' && !unescape(raw.ptr[++i], &out[len]))
            report_escape(p, raw.ptr + i - 1);
        len++;
    }
    token->text = (sdn_str){out, len};
}

/* A line of a doc comment without its slashes, without one blank after them, and without blanks at its end. */
static sdn_str doc_line(sdn_str text)
{
    sdn_str line = {text.ptr + 3, text.len - 3};
    if (line.len > 0 && line.ptr[0] == ' ')
        line = (sdn_str){line.ptr + 1, line.len - 1};
    while (line.len > 0 && strchr(" \t\r", line.ptr[line.len - 1]) != NULL)
        line.len--;
    return line;
}

void parser_report_stray_doc(parser *p, const schema_token *token)
{
    diag *d = diag_error(p->diags, token->doc_span, "this doc comment documents nothing");
    diag_help(p->diags, d,
              "a '///' comment has lines of its own, before what it describes; other comments start with '//'");
}

static void collect_doc(parser *p, const schema_token *line, schema_token *owner)
{
    if (!line->first_on_line) {
        schema_token stray = {.doc_span = line->span};
        parser_report_stray_doc(p, &stray);
        return;
    }
    if (owner->doc_span.len == 0)
        owner->doc_span = line->span;
    else
        sdn__buffer_add(&p->doc, "\n", 1);
    sdn__buffer_add_str(&p->doc, doc_line(line->text));
}

static sdn_str finish_doc(parser *p)
{
    sdn_str doc = p->doc.len > 0 ? text_copy(&p->doc, p->arena) : SDN_STR("");
    if (doc.ptr == NULL || p->doc.out_of_memory)
        p->out_of_memory = true;
    p->doc.len = 0;
    return doc;
}

/* The next token for the grammar, with the doc comment and faults before it. */
static schema_token read_token(parser *p)
{
    schema_token token, owner = {0};
    do {
        schema_lexer_next(&p->lexer, &token);
        if (token.fault == SCHEMA_FAULT_CHARACTER && !owner.broken)
            owner.strange = token.span;
        else if (token.fault != SCHEMA_FAULT_NONE && token.fault != SCHEMA_FAULT_CHARACTER)
            report_fault(p, &token);
        if (token.fault != SCHEMA_FAULT_NONE)
            owner.broken = true;
        if (token.kind == TOKEN_DOC)
            collect_doc(p, &token, &owner);
    } while (token.kind < 0);
    if (token.kind == TOKEN_STRING && token.fault == SCHEMA_FAULT_NONE)
        unescape_text(p, &token);
    token.doc = finish_doc(p);
    token.doc_span = owner.doc_span;
    token.broken = owner.broken;
    token.strange = owner.strange;
    return token;
}

/* Characters that start no token are reported only now, because a mistake in the item may have been reported by
 * then. */
static void report_strange(parser *p)
{
    schema_token strange = {.fault = SCHEMA_FAULT_CHARACTER, .span = p->token.strange};
    if (strange.span.len > 0 && !p->quiet)
        report_fault(p, &strange);
}

void parser_advance(parser *p)
{
    p->before = p->token;
    p->token = p->next;
    p->next = read_token(p);
    report_strange(p);
}
