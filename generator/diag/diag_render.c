/*
 * Diagnostics as text:
 *
 *     todo.schema:7:19: error: unknown type 'strng'
 *         7 |     keyword     : strng;
 *           |                   ^^^^^
 *           = help: did you mean 'string'?
 *
 * A long line is shown only around the caret. Everything that a terminal would interpret (control
 * characters, broken UTF-8) is replaced, both in source lines and in texts.
 */
#include "diag/diag.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "text/utf8.h"

enum {
    GUTTER = 5,        /* digits of a line number */
    BEFORE_CARET = 60, /* bytes of a long line shown before the caret, and in all */
    WINDOW = 110,
    TAB_STOP = 8
};

typedef struct painter {
    sdn_buffer *text;
    bool color;
} painter;

#define PAINT_OFF    "\x1b[0m"
#define PAINT_STRONG "\x1b[1m"
#define PAINT_GUTTER "\x1b[1;34m"

static const struct {
    const char *word;
    const char *paint;
} diag_kinds[] = {
    [DIAG_ERROR] = {"error", "\x1b[1;31m"},
    [DIAG_WARNING] = {"warning", "\x1b[1;33m"},
    [DIAG_NOTE] = {"note", "\x1b[1;36m"},
    [DIAG_HELP] = {"help", "\x1b[1;32m"},
};

static void paint(painter *out, const char *code)
{
    if (out->color)
        text_printf(out->text, "%s", code);
}

/* One character of UTF-8. */
typedef struct glyph {
    uint32_t code;
    size_t len;   /* bytes it takes, at least 1 */
    bool visible; /* false: it must not be printed as it is */
} glyph;

/* The length of a sequence by its first byte; 0 if no sequence starts with it. */
static size_t sequence_length(unsigned char lead)
{
    if (lead >= 0xF0 && lead <= 0xF4)
        return 4;
    if (lead >= 0xE0)
        return lead < 0xF0 ? 3 : 0;
    return lead >= 0xC2 ? 2 : 0;
}

static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029 ||
           (code >= 0x200E && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

static glyph next_glyph(sdn_str text, size_t at)
{
    unsigned char lead = (unsigned char)text.ptr[at];
    if (lead < 0x80)
        return (glyph){lead, 1, !is_control(lead)};
    size_t len = sequence_length(lead);
    if (len == 0 || len > text.len - at)
        return (glyph){0, 1, false};
    uint32_t code = lead & (0xFFu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        unsigned char byte = (unsigned char)text.ptr[at + i];
        if ((byte & 0xC0) != 0x80)
            return (glyph){0, 1, false};
        code = code << 6 | (byte & 0x3Fu);
    }
    if (sdn__utf8_fault(text.ptr + at, len) != NULL) /* a surrogate, or an overlong form */
        return (glyph){0, 1, false};
    return (glyph){code, len, !is_control(code)};
}

/* Columns a character takes on a terminal, for the scripts where that is not 1. */
static size_t glyph_width(uint32_t code)
{
    static const struct {
        uint32_t first, last;
        size_t width;
    } widths[] = {
        {0x0300, 0x036F, 0}, {0x200B, 0x200D, 0},   {0x20D0, 0x20FF, 0},   {0xFE00, 0xFE0F, 0}, {0x1100, 0x115F, 2},
        {0x2E80, 0xA4CF, 2}, {0xAC00, 0xD7A3, 2},   {0xF900, 0xFAFF, 2},   {0xFE30, 0xFE6F, 2}, {0xFF00, 0xFF60, 2},
        {0xFFE0, 0xFFE6, 2}, {0x1F300, 0x1FAFF, 2}, {0x20000, 0x3FFFD, 2},
    };
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++)
        if (code >= widths[i].first && code <= widths[i].last)
            return widths[i].width;
    return 1;
}

/* Prints text without anything that a terminal would interpret. */
static void put_safe(painter *out, sdn_str text)
{
    for (size_t at = 0; at < text.len;) {
        glyph g = next_glyph(text, at);
        if (g.visible)
            sdn__buffer_add(out->text, text.ptr + at, g.len);
        else
            sdn__buffer_add(out->text, "?", 1);
        at += g.len;
    }
}

/* The part of a line that is shown, and the part that is underlined, as offsets in the line. */
typedef struct excerpt {
    sdn_str line;
    size_t from, to;
    size_t mark_from, mark_to;
} excerpt;

static bool continues(sdn_str line, size_t at)
{
    return at < line.len && ((unsigned char)line.ptr[at] & 0xC0) == 0x80;
}

static excerpt choose_excerpt(sdn_str line, size_t mark, size_t mark_len)
{
    excerpt shown = {line, 0, line.len, mark, mark + mark_len};
    if (line.len > WINDOW) {
        shown.from = mark > BEFORE_CARET ? mark - BEFORE_CARET : 0;
        shown.to = line.len - shown.from > WINDOW ? shown.from + WINDOW : line.len;
        for (int i = 0; i < 3 && shown.from > 0 && continues(line, shown.from); i++)
            shown.from--;
        for (int i = 0; i < 3 && continues(line, shown.to); i++)
            shown.to++;
    }
    if (shown.mark_to > shown.to)
        shown.mark_to = shown.to;
    return shown;
}

/* The width of a line from `from` to `to`, with tabs shown as blanks; `start` is the first column. */
static size_t width_between(const excerpt *shown, size_t from, size_t to, size_t start)
{
    size_t column = start;
    for (size_t at = from; at < to;) {
        glyph g = next_glyph(shown->line, at);
        if (g.code == '\t')
            column += TAB_STOP - column % TAB_STOP;
        else
            column += g.visible ? glyph_width(g.code) : 1;
        at += g.len;
    }
    return column - start;
}

static void put_line(painter *out, const excerpt *shown)
{
    size_t column = 0;
    for (size_t at = shown->from; at < shown->to;) {
        glyph g = next_glyph(shown->line, at);
        size_t width = width_between(shown, at, at + g.len, column);
        if (g.code == '\t')
            text_repeat(out->text, ' ', width);
        else
            put_safe(out, (sdn_str){shown->line.ptr + at, g.len});
        column += width;
        at += g.len;
    }
}

static void put_gutter(painter *out, uint32_t line)
{
    paint(out, PAINT_GUTTER);
    if (line > 0)
        text_printf(out->text, "%*lu |", GUTTER, (unsigned long)line);
    else
        text_printf(out->text, "%*s |", GUTTER, "");
    paint(out, PAINT_OFF);
}

static void put_excerpt(painter *out, const excerpt *shown, uint32_t line, const char *color)
{
    size_t lead = shown->from > 0 ? 3 : 0;
    size_t indent = width_between(shown, shown->from, shown->mark_from, 0);
    size_t marked = width_between(shown, shown->mark_from, shown->mark_to, indent);
    put_gutter(out, line);
    text_printf(out->text, "%s%s", shown->line.len > 0 ? " " : "", lead > 0 ? "..." : "");
    put_line(out, shown);
    text_printf(out->text, "%s\n", shown->to < shown->line.len ? "..." : "");
    put_gutter(out, 0);
    text_repeat(out->text, ' ', 1 + lead + indent);
    paint(out, color);
    text_repeat(out->text, '^', marked > 0 ? marked : 1);
    paint(out, PAINT_OFF);
    sdn__buffer_add(out->text, "\n", 1);
}

static void put_source(painter *out, source_span span, source_position position, const char *color)
{
    sdn_str line = source_line(span.source, position.line);
    size_t mark = position.column - 1u;
    if (mark > line.len)
        mark = line.len;
    size_t len = span.len < line.len - mark ? span.len : line.len - mark;
    excerpt shown = choose_excerpt(line, mark, len);
    put_excerpt(out, &shown, position.line, color);
}

static void put_placed(painter *out, const diag_message *message)
{
    source_position position = source_locate(message->span.source, message->span.start);
    paint(out, PAINT_STRONG);
    put_safe(out, message->span.source->path);
    text_printf(out->text, ":%lu:%lu: ", (unsigned long)position.line, (unsigned long)position.column);
    paint(out, diag_kinds[message->kind].paint);
    text_printf(out->text, "%s: ", diag_kinds[message->kind].word);
    paint(out, PAINT_OFF);
    put_safe(out, message->text);
    sdn__buffer_add(out->text, "\n", 1);
    if (message->span.len > 0)
        put_source(out, message->span, position, diag_kinds[message->kind].paint);
}

static void put_unplaced(painter *out, const diag_message *message)
{
    paint(out, PAINT_GUTTER);
    text_printf(out->text, "%*s = ", GUTTER, "");
    paint(out, diag_kinds[message->kind].paint);
    text_printf(out->text, "%s: ", diag_kinds[message->kind].word);
    paint(out, PAINT_OFF);
    put_safe(out, message->text);
    sdn__buffer_add(out->text, "\n", 1);
}

static void render_text(const diag_list *list, bool color, sdn_buffer *text)
{
    painter out = {text, color};
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0)
            sdn__buffer_add(text, "\n", 1);
        for (const diag_message *m = &list->items[i]->error; m != NULL; m = m->next)
            if (m->span.source != NULL)
                put_placed(&out, m);
            else
                put_unplaced(&out, m);
    }
    if (list->left_out > 0)
        text_printf(text, "\n%zu more errors are not shown\n", list->left_out);
}

/* --- formats --- */

diag_format diag_format_named(const char *name)
{
    if (name != NULL && strcmp(name, "json") == 0)
        return DIAG_JSON;
    return name != NULL && strcmp(name, "github") == 0 ? DIAG_GITHUB : DIAG_TEXT;
}

void diag_render(const diag_list *list, diag_style style, sdn_buffer *text)
{
    if (style.format == DIAG_JSON)
        diag_render_json(list, text);
    else if (style.format == DIAG_GITHUB)
        diag_render_github(list, text);
    else
        render_text(list, style.color, text);
}

static void render_plain_text(sdn_str file, sdn_str message, sdn_buffer *text)
{
    char name[SDN_ERROR_MESSAGE_SIZE];
    (void)snprintf(name, sizeof name, "%.*s", DIAG_STR(file));
    sdn__show_controls(name, sizeof name);
    text_printf(text, "sdnc: %s%s%.*s\n", name, file.len > 0 ? " " : "", DIAG_STR(message));
}

void diag_render_plain(diag_style style, sdn_str file, sdn_str message, sdn_buffer *text)
{
    if (style.format == DIAG_JSON)
        diag_render_json_plain(file, message, text);
    else if (style.format == DIAG_GITHUB)
        diag_render_github_plain(file, message, text);
    else
        render_plain_text(file, message, text);
}
