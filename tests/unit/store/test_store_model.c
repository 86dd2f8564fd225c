/*
 * A store against a model that shares no code with it.
 *
 * Files are built at random from everything that real ones hold: comments, blank lines, other statements and tables,
 * any indent, quotes, escapes, doubled quotes, line ends inside quotes, brackets, carriage returns, byte order marks,
 * checksum lines, rows that cannot be read, keys on two rows, tables named twice. The model knows every cell of
 * every row as it is. Random changes are made to store and model alike. After each save the file must be, byte for
 * byte, what it was but for the cells that were edited, the lines of new records and those of deleted ones.
 *
 * SDN_TEST_FILES sets the number of files (150), SDN_TEST_SEED the first seed (1).
 */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "files.h"
#include "kept_pieces.h"
#include "temp_stores.h"
#include "xorshift.h"

#include "store/file.h"
#include "base/crc32.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The types of the stores: written by hand, or made at run time. */
#ifdef DYNAMIC_NOTES
#include "dynamic_notes.h"
#define NOTES         (dynamic_notes()->plain)
#define ORDERED_NOTES (dynamic_notes()->ordered)
#else
#define NOTES         (&note_record_type)
#define ORDERED_NOTES (&ordered_note_record_type)
#endif

/* ---- chance ---- */

static uint64_t chance;

static unsigned below(unsigned limit)
{
    return test_below(&chance, limit);
}

static bool one_in(unsigned times)
{
    return below(times) == 0;
}

#define PICK(list) ((list)[below(sizeof(list) / sizeof *(list))])

/* ---- what the model knows ---- */

enum {
    FIELDS = NOTE_FIELD_TAGS + 1,
    MOST_COLUMNS = FIELDS + 2,
    MOST_PIECES = 80,
    MOST_NEW = 60,
    TEXT = 48,
    MOST_TAGS = 3
};

typedef struct values {
    char id[TEXT];
    char text[TEXT];
    unsigned number;
    bool done;
    note_kind kind;
    char kind_text[TEXT];
    note_side side;
    char link[TEXT]; /* empty: absent */
    int weight;      /* -1: absent */
    unsigned tag_count;
    char tags[MOST_TAGS][TEXT];
} values;

typedef struct spelled {
    char lead[6]; /* blanks */
    char body[4 * TEXT * MOST_TAGS];
    char tail[4];
} spelled;

typedef enum piece_kind { GAP, CHECKSUM, ROW, UNREADABLE } piece_kind;

/* A part of the file: a row, or anything else. */
typedef struct piece {
    piece_kind kind;
    char bytes[2048]; /* of all but rows */
    char indent[12];
    char line_end[3];
    spelled cells[MOST_COLUMNS];
    values base; /* of rows: as saved */
    values now;  /* and as edited */
    bool deleted;
    bool is_new;
    char key[TEXT]; /* of unreadable rows; empty: none */
} piece;

typedef struct model {
    const sdn_record_type *type;
    bool mark;                 /* byte order mark */
    int columns[MOST_COLUMNS]; /* the field in each column, -1: none of ours */
    unsigned column_count;
    piece pieces[MOST_PIECES];
    unsigned count;
    unsigned first_row; /* pieces of the table's rows: from here, gaps between included */
    values added[MOST_NEW];
    bool added_deleted[MOST_NEW];
    unsigned added_count;
    unsigned long long largest;
    bool changed_columns; /* a value needs a column that the file lacks */
    bool lacks_order;     /* a save placed the new rows, and where is not known yet */
} model;

static model m;

/* ---- values ---- */

static const char *const pieces_of_text[] = {
    "a", "Zb",   "7",    "0",    " ", "  ", ",",           "\"", "\\", "\n", "\t", "\r",       "[",
    "]", "{",    "}",    "#",    "|", ":",  "=",           "'",  "-",  "/",  ".",  "\xC3\xA4", "\xF0\x9F\x98\x80",
    "n", "\r\n", "true", "null", "`", "(",  "\xEF\xBB\xBF"};

static void random_text(char to[TEXT])
{
    static const char *const whole[] = {"",         "word",       "two words",  "17",     "007",
                                        "-5",       "true",       "nil",        "table",  "/home/x",
                                        "#12",      "a,b",        "say \"hi\"", "[a, b]", "C:\\new\\table",
                                        "x: y |z|", "notes |id|", "\"",         "\\"};
    if (one_in(2)) {
        strcpy(to, PICK(whole));
        return;
    }
    to[0] = '\0';
    for (unsigned parts = below(6); parts > 0; parts--)
        if (strlen(to) + 6 < TEXT)
            strcat(to, PICK(pieces_of_text));
}

static void random_key(char to[TEXT])
{
    static const char *const others[] = {"a",   "B-2", "key with blank", "k,1", "\"k\"", "x/y.z", "-3",
                                         "007", "k\\", "\xC3\xA9",       "t\tt"};
    if (one_in(4))
        strcpy(to, PICK(others));
    else
        snprintf(to, TEXT, "%u", below(60));
}

static values defaults(void)
{
    values v;
    memset(&v, 0, sizeof v);
    strcpy(v.text, "nothing");
    v.number = 7;
    v.kind = NOTE_KIND_FACT;
    v.weight = -1;
    return v;
}

static void randomize_field(values *v, int field)
{
    static const unsigned numbers[] = {0, 1, 7, 42, 4294967295u};
    static const char *const kinds[] = {"odd", "a kind", "\"k\"", "x"};
    switch (field) {
    case NOTE_FIELD_TEXT:
        random_text(v->text);
        break;
    case NOTE_FIELD_NUMBER:
        v->number = PICK(numbers);
        break;
    case NOTE_FIELD_DONE:
        v->done = one_in(2);
        break;
    case NOTE_FIELD_KIND:
        v->kind = (note_kind)below(3);
        strcpy(v->kind_text, v->kind == NOTE_KIND_OTHER_ ? PICK(kinds) : "");
        break;
    case NOTE_FIELD_SIDE:
        v->side = (note_side)below(2);
        break;
    case NOTE_FIELD_LINK:
        random_text(v->link);
        break;
    case NOTE_FIELD_WEIGHT:
        v->weight = one_in(2) ? -1 : (int)below(1000);
        break;
    case NOTE_FIELD_TAGS:
        v->tag_count = below(MOST_TAGS + 1);
        for (unsigned i = 0; i < v->tag_count; i++)
            random_text(v->tags[i]);
        break;
    default:
        break;
    }
}

static bool same_field(const values *a, const values *b, int field)
{
    switch (field) {
    case NOTE_FIELD_ID:
        return strcmp(a->id, b->id) == 0;
    case NOTE_FIELD_TEXT:
        return strcmp(a->text, b->text) == 0;
    case NOTE_FIELD_NUMBER:
        return a->number == b->number;
    case NOTE_FIELD_DONE:
        return a->done == b->done;
    case NOTE_FIELD_KIND:
        return a->kind == b->kind && strcmp(a->kind_text, b->kind_text) == 0;
    case NOTE_FIELD_SIDE:
        return a->side == b->side;
    case NOTE_FIELD_LINK:
        return strcmp(a->link, b->link) == 0;
    case NOTE_FIELD_WEIGHT:
        return a->weight == b->weight;
    default:
        break;
    }
    if (a->tag_count != b->tag_count)
        return false;
    for (unsigned i = 0; i < a->tag_count; i++)
        if (strcmp(a->tags[i], b->tags[i]) != 0)
            return false;
    return true;
}

static bool same_values(const values *a, const values *b)
{
    for (int field = 0; field < FIELDS; field++)
        if (!same_field(a, b, field))
            return false;
    return true;
}

/* As the library has it; views of *v. */
static note to_note(const values *v, sdn_str tags[MOST_TAGS])
{
    note record;
    note_init(&record);
    record.id = sdn_str_from(v->id);
    record.text = sdn_str_from(v->text);
    record.number = v->number;
    record.done = v->done;
    record.kind = v->kind;
    record.kind_text = sdn_str_from(v->kind_text);
    record.side = v->side;
    record.has_link = v->link[0] != '\0';
    record.link = sdn_str_from(v->link);
    record.has_weight = v->weight >= 0;
    record.weight = v->weight >= 0 ? (unsigned)v->weight : 0;
    for (unsigned i = 0; i < v->tag_count; i++)
        tags[i] = sdn_str_from(v->tags[i]);
    record.tags = (sdn_str_list){v->tag_count > 0 ? tags : NULL, v->tag_count};
    return record;
}

/* ---- how the library must spell a value ---- */

static bool is_bare(const char *text)
{
    static const char *const keywords[] = {"true", "false", "null", "nil", "table"};
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (strcmp(text, keywords[i]) == 0)
            return false;
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
    if (strchr(letters, text[0]) != NULL)
        return strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789/.#-") == strlen(text);
    char canonical[32];
    snprintf(canonical, sizeof canonical, "%lld", strtoll(text, NULL, 10));
    return strcmp(canonical, text) == 0;
}

static void quote(char *to, const char *text)
{
    static const char plain[] = "\"\\\n\r\t", names[] = "\"\\nrt";
    *to++ = '"';
    for (; *text != '\0'; text++) {
        const char *special = strchr(plain, *text);
        if (special != NULL)
            *to++ = '\\';
        *to++ = special != NULL ? names[special - plain] : *text;
    }
    strcpy(to, "\"");
}

static void spell_text(char *to, const char *text)
{
    if (text[0] == '\0')
        to[0] = '\0';
    else if (is_bare(text))
        strcpy(to, text);
    else
        quote(to, text);
}

static void spell_tags(char *to, const values *v)
{
    char joined[TEXT * MOST_TAGS + MOST_TAGS] = "";
    bool joins = true;
    for (unsigned i = 0; i < v->tag_count; i++) {
        const char *tag = v->tags[i];
        size_t len = strlen(tag);
        joins = joins && len > 0 && strchr(tag, ',') == NULL && strchr(" \t", tag[0]) == NULL &&
                strchr(" \t", tag[len - 1]) == NULL;
        strcat(strcat(joined, i > 0 ? "," : ""), tag);
    }
    if (joins) {
        spell_text(to, joined);
        return;
    }
    strcpy(to, "[");
    for (unsigned i = 0; i < v->tag_count; i++) {
        strcat(to, i > 0 ? ", " : "");
        quote(to + strlen(to), v->tags[i]);
    }
    strcat(to, "]");
}

static void spell(char *to, const values *v, int field)
{
    static const char *const kinds[] = {"idea", "fact"}, *const sides[] = {"left", "right-hand side"};
    to[0] = '\0';
    if (field == NOTE_FIELD_ID)
        spell_text(to, v->id);
    else if (field == NOTE_FIELD_TEXT)
        spell_text(to, v->text);
    else if (field == NOTE_FIELD_NUMBER)
        sprintf(to, "%u", v->number);
    else if (field == NOTE_FIELD_DONE)
        strcpy(to, v->done ? "true" : "false");
    else if (field == NOTE_FIELD_KIND)
        spell_text(to, v->kind == NOTE_KIND_OTHER_ ? v->kind_text : kinds[v->kind]);
    else if (field == NOTE_FIELD_SIDE)
        spell_text(to, sides[v->side]);
    else if (field == NOTE_FIELD_LINK)
        spell_text(to, v->link);
    else if (field == NOTE_FIELD_WEIGHT && v->weight >= 0)
        sprintf(to, "%d", v->weight);
    else if (field == NOTE_FIELD_TAGS)
        spell_tags(to, v);
}

/* ---- other spellings that files have ---- */

/* Quoted, each character in one of the ways that all readers of this kind know. */
static void quote_at_random(char *to, const char *text)
{
    *to++ = '"';
    for (; *text != '\0'; text++) {
        bool raw = one_in(2);
        if (*text == '"') {
            *to++ = raw ? '"' : '\\';
            *to++ = '"';
        } else if (*text == '\\') {
            raw = raw && text[1] != '\0' && strchr("\"\\nrt\n\r\t", text[1]) == NULL;
            *to++ = '\\';
            if (!raw)
                *to++ = '\\';
        } else if (strchr("\n\r\t", *text) != NULL && !raw) {
            *to++ = '\\';
            *to++ = *text == '\n' ? 'n' : *text == '\r' ? 'r' : 't';
        } else {
            *to++ = *text;
        }
    }
    strcpy(to, "\"");
}

/* Whether text may be written without quotes. */
static bool may_be_verbatim(const char *text, bool first)
{
    size_t len = strlen(text);
    if (len == 0 || strpbrk(text, "\",\n\r") != NULL || strchr(" \t[{", text[0]) != NULL ||
        strchr(" \t", text[len - 1]) != NULL)
        return false;
    return !first || is_bare(text);
}

static void spell_at_random(char *to, const values *v, int field, bool first)
{
    const char *text = field == NOTE_FIELD_ID     ? v->id
                       : field == NOTE_FIELD_TEXT ? v->text
                       : field == NOTE_FIELD_LINK ? v->link
                                                  : NULL;
    spell(to, v, field);
    if (field == NOTE_FIELD_NUMBER && v->number == 7 && one_in(3))
        strcpy(to, one_in(2) ? "" : "\"\""); /* means the default */
    if (field == NOTE_FIELD_NUMBER && v->number == 42 && one_in(2))
        strcpy(to, one_in(2) ? "0_4_2" : "\"42\"");
    if (text == NULL)
        return;
    if (may_be_verbatim(text, first) && one_in(2))
        strcpy(to, text);
    else if (text[0] != '\0' || one_in(2))
        quote_at_random(to, text);
}

/* ---- building a file ---- */

static const char *random_line_end(bool crlf)
{
    return crlf != one_in(20) ? "\r\n" : "\n";
}

static piece *add_piece(piece_kind kind)
{
    piece *p = &m.pieces[m.count++];
    assert_true(m.count <= MOST_PIECES);
    memset(p, 0, sizeof *p);
    p->kind = kind;
    return p;
}

static void add_gap(const char *text)
{
    strcpy(add_piece(GAP)->bytes, text);
}

static const char *table_name(void)
{
    return m.type->table.ptr;
}

static void add_random_gap(void)
{
    static const char *const gaps[] = {
        "\n", "   \t\n", "\r\n", "# comment, with \"quote\n", "    # indented |a|\n", "#sdn-crc32:5\n"};
    add_gap(m.count == 0 ? gaps[0] : PICK(gaps)); /* in the first line a sum must match */
}

/* Anything that may be before or after the table. */
static void add_random_statement(bool before)
{
    static const char *const statements[] = {
        "name: value\n",
        "size: 5\" disk\n",
        "text: \"a\nb |c|\n\"\n",
        "block:\n    notes |id|\n        1\n\n    deep: 1\n",
        "list = [1, \"a, b\"]\n",
        "m: table{i32, i32}\n    1, 0\n    0, 1\n",
        "other |a, b|\n    1, \"x\n    2, \"y\n3, \"z\" z\n",
        "one |x| 5\n",
        "strings |id, value|\r\n\r\n",
    };
    add_gap(PICK(statements));
    if (before && one_in(8))
        add_gap("  indented |q|\n 1\n   2\n"); /* after the table its lines would be rows */
    if (before && one_in(8)) {
        char earlier[128];
        snprintf(earlier, sizeof earlier, "%s |id, text|\n    90, earlier\n    5, earlier\n", table_name());
        add_gap(earlier);
        if (m.largest < 90)
            m.largest = 90;
    }
}

static void choose_columns(void)
{
    int fields[FIELDS];
    for (int i = 0; i < FIELDS; i++)
        fields[i] = i;
    for (unsigned i = FIELDS; i > 1; i--) {
        unsigned j = below(i);
        int swapped = fields[i - 1];
        fields[i - 1] = fields[j];
        fields[j] = swapped;
    }
    m.column_count = 0;
    for (unsigned i = 0, unknown = 0; i < FIELDS; i++) {
        if (unknown < MOST_COLUMNS - FIELDS && one_in(6)) {
            unknown++;
            m.columns[m.column_count++] = -1;
        }
        if (fields[i] == NOTE_FIELD_ID || !one_in(10))
            m.columns[m.column_count++] = fields[i];
    }
}

static bool has_column(int field)
{
    for (unsigned i = 0; i < m.column_count; i++)
        if (m.columns[i] == field)
            return true;
    return false;
}

static void add_header(bool crlf)
{
    char text[512];
    int used = snprintf(text, sizeof text, "%s%s|", table_name(), one_in(2) ? " " : "");
    for (unsigned i = 0; i < m.column_count; i++) {
        const char *name = m.columns[i] >= 0 ? m.type->fields[m.columns[i]].column.ptr : i % 2 == 0 ? "x1" : "x2";
        used += snprintf(text + used, sizeof text - (size_t)used, "%s%s", i > 0 ? ", " : "", name);
    }
    snprintf(text + used, sizeof text - (size_t)used, "%s|%s%s", one_in(5) ? "," : "", one_in(5) ? " # rows" : "",
             random_line_end(crlf));
    add_gap(text);
}

static piece *find_row(const char *id)
{
    for (unsigned i = 0; i < m.count; i++)
        if (m.pieces[i].kind == ROW && !m.pieces[i].deleted && strcmp(m.pieces[i].now.id, id) == 0)
            return &m.pieces[i];
    return NULL;
}

/* Whether the piece is an earlier table of the name, whose rows have the keys 90 and 5. */
static bool is_earlier_table(const piece *p)
{
    return p->kind == GAP && strstr(p->bytes, "90, earlier") != NULL;
}

static bool is_unreadable_key(const char *id)
{
    for (unsigned i = 0; i < m.count; i++) {
        const piece *p = &m.pieces[i];
        if (p->kind == UNREADABLE && id[0] != '\0' && strcmp(p->key, id) == 0)
            return true;
        if (is_earlier_table(p) && (strcmp(id, "90") == 0 || strcmp(id, "5") == 0))
            return true;
    }
    return false;
}

static void count_number(const char *id)
{
    if (id[0] != '\0' && strspn(id, "0123456789") == strlen(id) && strtoull(id, NULL, 10) > m.largest)
        m.largest = strtoull(id, NULL, 10);
}

static size_t put_row(char *to, const piece *p)
{
    size_t used = (size_t)sprintf(to, "%s", p->indent);
    for (unsigned i = 0; i < m.column_count; i++)
        used += (size_t)sprintf(to + used, "%s%s%s%s", i > 0 ? "," : "", p->cells[i].lead, p->cells[i].body,
                                p->cells[i].tail);
    return used;
}

static void spell_row(piece *p, bool crlf)
{
    static const char *const indents[] = {"    ", "    ", "", "  ", "\t", "        ", " \t "};
    static const char *const unknown[] = {"", "x", "\"\"", "\"q \\\" \"\" , \"", "b c # d", "[1, 2]", "{k: \"v\"}"};
    unsigned blanks = below(3);
    strcpy(p->indent, PICK(indents));
    strcpy(p->line_end, random_line_end(crlf));
    for (unsigned i = 0; i < m.column_count; i++) {
        spelled *cell = &p->cells[i];
        strcpy(cell->lead, i == 0 ? "" : blanks == 0 ? "" : blanks == 1 || !one_in(4) ? " " : " \t");
        if (m.columns[i] >= 0)
            spell_at_random(cell->body, &p->base, m.columns[i], i == 0);
        else
            strcpy(cell->body, PICK(unknown));
        strcpy(cell->tail, one_in(12) ? " " : "");
    }
    /* At the line's start, or all by itself, an empty cell would be something else. */
    if (m.column_count == 1 && p->cells[0].body[0] == '\0')
        strcpy(p->cells[0].body, "\"\"");
}

static bool has_line_end(const char *text)
{
    return strchr(text, '\n') != NULL;
}

/* Makes a row one that cannot be read, in one of many ways. */
static void spoil(piece *p)
{
    char row[2000];
    p->kind = UNREADABLE;
    strcpy(p->key, p->base.id);
    for (unsigned i = 0; i < m.column_count; i++) {
        if (has_line_end(p->cells[i].body)) /* columns of rows over several lines must match; keep it simple */
            strcpy(p->cells[i].body, m.columns[i] == NOTE_FIELD_ID ? p->cells[i].body : "y");
        if (m.columns[i] == NOTE_FIELD_NUMBER && one_in(3))
            strcpy(p->cells[i].body, "12x");
        if (m.columns[i] == NOTE_FIELD_SIDE && one_in(3))
            strcpy(p->cells[i].body, "\"up\"");
    }
    put_row(row, p);
    static const char *const ends[] = {", one more", ", \"open", ", \"", ", \xFF", ", a, b, \"\" c"};
    sprintf(p->bytes, "%s%s%s", row, PICK(ends), p->line_end);
}

static void add_row(bool crlf)
{
    piece *p = add_piece(ROW);
    p->base = defaults();
    random_key(p->base.id);
    for (int field = NOTE_FIELD_ID + 1; field < FIELDS; field++)
        if (has_column(field) && !one_in(4))
            randomize_field(&p->base, field);
    spell_row(p, crlf);
    p->now = p->base;
    count_number(p->base.id);
    if (one_in(7)) {
        spoil(p);
        return;
    }
    for (unsigned i = m.first_row; i + 1 < m.count; i++) { /* the last row of a key is the record */
        piece *earlier = &m.pieces[i];
        if (earlier->kind != ROW || strcmp(earlier->base.id, p->base.id) != 0)
            continue;
        earlier->kind = UNREADABLE;
        strcpy(earlier->key, earlier->base.id);
        size_t used = put_row(earlier->bytes, earlier);
        strcpy(earlier->bytes + used, earlier->line_end);
    }
}

static void build_model(void)
{
    bool crlf = one_in(3);
    memset(&m, 0, sizeof m);
    m.type = one_in(2) ? NOTES : ORDERED_NOTES;
    m.mark = one_in(6);
    if (!m.mark && one_in(5))
        add_piece(CHECKSUM);
    if (one_in(8))
        add_gap("stray\n");
    for (unsigned i = below(4); i > 0; i--)
        one_in(2) ? add_random_gap() : add_random_statement(true);
    choose_columns();
    add_header(crlf);
    m.first_row = m.count;
    for (unsigned i = below(25); i > 0; i--)
        one_in(6) ? add_random_gap() : add_row(crlf);
    for (unsigned i = below(4); i > 0; i--)
        one_in(2) ? add_random_gap() : add_random_statement(false);
}

/* ---- the file of a model ---- */

static char file_text[256 * 1024];

static size_t put_model(void)
{
    size_t used = (size_t)sprintf(file_text, "%s", m.mark ? "\xEF\xBB\xBF" : "");
    for (unsigned i = 0; i < m.count; i++) {
        const piece *p = &m.pieces[i];
        if (p->kind == ROW) {
            used += put_row(file_text + used, p);
            used += (size_t)sprintf(file_text + used, "%s", p->line_end);
        } else if (p->kind != CHECKSUM) {
            used += (size_t)sprintf(file_text + used, "%s", p->bytes);
        }
    }
    return used;
}

static void drop_last_line_end(void)
{
    piece *last = &m.pieces[m.count - 1];
    char *end = last->kind == ROW ? last->line_end : last->bytes;
    size_t len = strlen(end);
    if (len > 0 && end[len - 1] == '\n')
        end[len - 1] = '\0';
    len = strlen(end);
    if (len > 0 && end[len - 1] == '\r')
        end[len - 1] = '\0';
    if (last->kind == GAP && (end[0] == '\0' || last->bytes[strspn(last->bytes, " \t")] == '\0'))
        strcpy(last->bytes, "# end");
}

static void write_model(void)
{
    static char whole[sizeof file_text + 64];
    size_t len = put_model(), used = 0;
    if (m.count > 0 && m.pieces[0].kind == CHECKSUM) {
        unsigned long sum = sdn__crc32(0, file_text, len);
        used = (size_t)sprintf(m.pieces[0].bytes, "#sdn-crc32:%lu\n", sum);
        memcpy(whole, m.pieces[0].bytes, used);
    }
    memcpy(whole + used, file_text, len);
    write_bytes(STORE_PATH, whole, used + len);
}

/* ---- comparing ---- */

static int key_order(const char *a, const char *b)
{
    if (m.type == NOTES) {
        bool x = strspn(a, "0123456789") == strlen(a), y = strspn(b, "0123456789") == strlen(b);
        if (x != y)
            return x ? -1 : 1;
        unsigned long long i = strtoull(a, NULL, 10), j = strtoull(b, NULL, 10);
        if (x && i != j)
            return i < j ? -1 : 1;
    }
    return strcmp(a, b);
}

static int by_key(const void *a, const void *b)
{
    return key_order((*(const values *const *)a)->id, (*(const values *const *)b)->id);
}

static const values *live[MOST_PIECES + MOST_NEW];
static unsigned live_count;

/* The records that are there, in file order: new ones after those of the file. */
static void list_live(void)
{
    live_count = 0;
    for (unsigned i = 0; i < m.count; i++)
        if (m.pieces[i].kind == ROW && !m.pieces[i].deleted)
            live[live_count++] = &m.pieces[i].now;
    for (unsigned i = 0; i < m.added_count; i++)
        if (!m.added_deleted[i])
            live[live_count++] = &m.added[i];
}

static void find_live(void)
{
    list_live();
    qsort(live, live_count, sizeof *live, by_key);
}

static void print_record(const char *what, const note *record)
{
    print_message("%s: <%s> <%s> %lu %d %d <%s> %d %d <%s> %d %lu", what, record->id.ptr, record->text.ptr,
                  (unsigned long)record->number, record->done, (int)record->kind, record->kind_text.ptr,
                  (int)record->side, record->has_link, record->link.ptr, record->has_weight,
                  (unsigned long)record->weight);
    for (size_t i = 0; i < record->tags.count; i++)
        print_message(" [%s]", record->tags.items[i].ptr);
    print_message("\n");
}

static void assert_same(const note *record, const values *expected)
{
    sdn_str tags[MOST_TAGS];
    note wanted = to_note(expected, tags);
    assert_non_null(record);
    if (!sdn_record_equal(m.type, record, &wanted)) {
        print_record("found", record);
        print_record("expected", &wanted);
        fail_msg("record '%s' is another", expected->id);
    }
    assert_int_equal(strlen(record->id.ptr), record->id.len);
    assert_int_equal(strlen(record->text.ptr), record->text.len);
    assert_int_equal(strlen(record->link.ptr), record->link.len);
    assert_int_equal(strlen(record->kind_text.ptr), record->kind_text.len);
}

/* So that a failure can be understood from its output. */
static void show_file(const sdn_store *of)
{
    const sdn_problem *list;
    size_t count = sdn_store_problems(of, &list);
    print_message("%s\n", read_bytes(STORE_PATH).ptr);
    for (size_t i = 0; i < count; i++)
        print_message("%lu:%lu: %s\n", (unsigned long)list[i].line, (unsigned long)list[i].column, list[i].message);
}

/* That a walk shows `count` records of the list from `first` on, and its reverse the same from the end. */
static void assert_walks(sdn_cursor walk, unsigned first, unsigned count)
{
    sdn_cursor back = sdn_cursor_reverse(walk);
    for (unsigned i = 0; i < count; i++)
        assert_same(sdn_cursor_next(&walk), live[first + i]);
    assert_null(sdn_cursor_next(&walk));
    for (unsigned i = count; i > 0; i--)
        assert_same(sdn_cursor_next(&back), live[first + i - 1]);
    assert_null(sdn_cursor_next(&back));
}

/* The records from one of them to another, by key, and those with a start of one's key. */
static void assert_ranges(const sdn_store *of)
{
    unsigned low = below(live_count + 1), high = low + below(live_count + 1 - low);
    const sdn_value from = {.text = sdn_str_from(low < live_count ? live[low]->id : "")};
    const sdn_value to = {.text = sdn_str_from(high < live_count ? live[high]->id : "")};
    bool to_end = high == live_count;
    if (m.type->key.field_count == 0)
        return;
    assert_walks(sdn_store_range(of, SDN_KEY_INDEX, &from, low < live_count, &to, !to_end), low < live_count ? low : 0,
                 low < live_count ? high + !to_end - low : live_count);
    sdn_value start = from;
    start.text.len = start.text.len > 0 ? 1 + below((unsigned)start.text.len) : 0;
    sdn_cursor walk = sdn_store_starting(of, SDN_KEY_INDEX, &start, 1);
    for (unsigned i = 0; i < live_count; i++)
        if (strncmp(live[i]->id, start.text.ptr, start.text.len) == 0)
            assert_same(sdn_cursor_next(&walk), live[i]);
    assert_null(sdn_cursor_next(&walk));
}

static void assert_is_model(const sdn_store *of)
{
    const char *fault = sdn__table_fault(of->file->image->tables[of->number]);
    assert_string_equal(fault != NULL ? fault : "sound", "sound");
    assert_pieces_are_kept(of->file->image);
    find_live();
    if (sdn_store_count(of) != live_count)
        show_file(of);
    assert_int_equal(sdn_store_count(of), live_count);
    list_live();
    if (!m.lacks_order)
        assert_walks(sdn_store_in_file_order(of), 0, live_count);
    find_live();
    assert_walks(sdn_store_all(of), 0, live_count);
    assert_ranges(of);
    for (uint32_t kind = 0; kind <= NOTE_KIND_OTHER_ && m.type->index_count > 0; kind++) {
        sdn_value value = {.enumerator = kind};
        sdn_cursor cursor = sdn_store_by(of, NOTE_INDEX_KIND, &value);
        for (unsigned i = 0; i < live_count; i++)
            if (live[i]->kind == (note_kind)kind)
                assert_same(sdn_cursor_next(&cursor), live[i]);
        assert_null(sdn_cursor_next(&cursor));
    }
}

/* ---- the saved file against the model ---- */

/* Matches the cells of `p` from `column` on. The spelling that was found becomes the model's. */
static const char *match_cells(piece *p, unsigned column, const char *at);

static const char *match_cell(piece *p, unsigned column, const char *at, const char *lead, const char *body,
                              const char *tail)
{
    char expected[sizeof p->cells[0].body + 16];
    size_t len = (size_t)sprintf(expected, "%s%s%s", lead, body, tail);
    if (strncmp(at, expected, len) != 0)
        return NULL;
    at += len;
    if (column + 1 < m.column_count) {
        at = *at == ',' ? match_cells(p, column + 1, at + 1) : NULL;
    } else if (*at != '\n' && *at != '\0' && *at != '\r') {
        return NULL;
    }
    if (at != NULL) {
        spelled found;
        strcpy(found.lead, lead);
        strcpy(found.body, body);
        strcpy(found.tail, tail);
        p->cells[column] = found;
    }
    return at;
}

static const char *match_cells(piece *p, unsigned column, const char *at)
{
    int field = m.columns[column];
    spelled old = p->cells[column];
    if (!p->is_new && (field < 0 || same_field(&p->base, &p->now, field)))
        return match_cell(p, column, at, old.lead, old.body, old.tail);
    char body[sizeof old.body] = "", wider[16];
    const char *found = NULL;
    if (old.body[0] == '\0') { /* all blanks are before a cell that is empty */
        size_t used = strlen(old.lead);
        snprintf(old.lead + used, sizeof old.lead - used, "%s", old.tail);
        old.tail[0] = '\0';
    }
    if (field >= 0)
        spell(body, &p->now, field);
    if (body[0] != '\0') {
        found = match_cell(p, column, at, old.lead, body, old.tail);
        snprintf(wider, sizeof wider, "%s ", old.lead);
        if (found == NULL && (p->is_new || old.body[0] == '\0'))
            found = match_cell(p, column, at, wider, body, old.tail);
        return found;
    }
    static const char *const empties[] = {"\"\"", ""};
    static const char *const leads[] = {NULL, "", " "};
    for (unsigned i = 0; i < 2 && found == NULL; i++)
        for (unsigned j = 0; j < (p->is_new || column + 1 == m.column_count ? 3 : 1) && found == NULL; j++)
            found = match_cell(p, column, at, leads[j] != NULL ? leads[j] : old.lead, empties[i],
                               column + 1 == m.column_count ? "" : old.tail);
    return found;
}

static const char *match_row(piece *p, const char *at)
{
    if (p->is_new) {
        size_t blanks = strspn(at, " \t");
        if (blanks >= sizeof p->indent)
            return NULL;
        memcpy(p->indent, at, blanks);
        p->indent[blanks] = '\0';
    }
    size_t indent = strlen(p->indent);
    return strncmp(at, p->indent, indent) == 0 ? match_cells(p, 0, at + indent) : NULL;
}

static const char *pass_line_end(const char *at, char line_end[3])
{
    size_t len = strncmp(at, "\r\n", 2) == 0 ? 2 : *at == '\n' ? 1 : 0;
    memcpy(line_end, at, len);
    line_end[len] = '\0';
    return at + len;
}

static piece after[MOST_PIECES + MOST_NEW];
static unsigned after_count;

/* Takes one new record's row at `at`, if there is one. */
static const char *take_new_row(const char *at)
{
    for (unsigned i = 0; i < m.added_count; i++) {
        if (m.added_deleted[i])
            continue;
        piece p;
        memset(&p, 0, sizeof p);
        p.kind = ROW;
        p.is_new = true;
        p.base = p.now = m.added[i];
        const char *end = match_row(&p, at);
        if (end == NULL)
            continue;
        end = pass_line_end(end, p.line_end);
        p.is_new = false;
        m.added_deleted[i] = true;
        after[after_count++] = p;
        return end;
    }
    return NULL;
}

static const char *take_piece(piece p, const char *at)
{
    const char *end = NULL;
    if (p.kind == CHECKSUM) {
        end = strchr(at, '\n') + 1;
        if (strncmp(at, "#sdn-crc32:", 11) != 0 || strtoul(at + 11, NULL, 10) != sdn__crc32(0, end, strlen(end)))
            return NULL;
        snprintf(p.bytes, sizeof p.bytes, "%.*s", (int)(end - at), at);
    } else if (p.kind != ROW) {
        size_t len = strlen(p.bytes);
        if (strncmp(at, p.bytes, len) != 0)
            return NULL;
        end = at + len;
        bool ends = len == 0 || p.bytes[len - 1] == '\n';
        if (!ends && *end != '\0') { /* a row came after the last line */
            char line_end[3];
            end = pass_line_end(end, line_end);
            strcat(p.bytes, line_end);
        }
    } else {
        end = match_row(&p, at);
        if (end == NULL || strncmp(end, p.line_end, strlen(p.line_end)) != 0)
            return NULL;
        bool had_end = strchr(p.line_end, '\n') != NULL;
        end = had_end ? end + strlen(p.line_end) : pass_line_end(end, p.line_end);
        p.base = p.now;
    }
    after[after_count++] = p;
    return end;
}

static bool is_sorted(void)
{
    const char *last = NULL;
    for (unsigned i = 0; i < m.count; i++) {
        if (m.pieces[i].kind != ROW)
            continue;
        if (last != NULL && key_order(last, m.pieces[i].base.id) > 0)
            return false;
        last = m.pieces[i].base.id;
    }
    return true;
}

/* A row stays where it is when its record is renamed. */
static bool has_renamed(void)
{
    for (unsigned i = 0; i < m.count; i++)
        if (m.pieces[i].kind == ROW && !m.pieces[i].deleted && strcmp(m.pieces[i].base.id, m.pieces[i].now.id) != 0)
            return true;
    return false;
}

static void fail_at_piece(unsigned i, const char *at)
{
    char row[2048] = "";
    if (i < m.count && m.pieces[i].kind == ROW)
        put_row(row, &m.pieces[i]);
    else if (i < m.count)
        strcpy(row, m.pieces[i].bytes);
    print_message("the file is\n%s\n", read_bytes(STORE_PATH).ptr);
    fail_msg("piece %u, before the save <%s>, is not there; the file goes on <%.300s>", i, row, at);
}

/* That the file is what the model says, and makes the model that file. */
static void assert_saved(void)
{
    static char text[sizeof file_text];
    sdn_str bytes = read_bytes(STORE_PATH);
    bool sorted = is_sorted() && !has_renamed();
    unsigned inserted = 0;
    for (unsigned i = 0; i < m.added_count; i++)
        inserted += !m.added_deleted[i];
    assert_true(bytes.len < sizeof text);
    memcpy(text, bytes.ptr, bytes.len + 1);
    const char *at = text + (m.mark ? 3 : 0);
    if (m.mark)
        assert_memory_equal(text, "\xEF\xBB\xBF", 3);
    after_count = 0;
    for (unsigned i = 0; i <= m.count;) {
        const char *next = NULL;
        if (i < m.count && m.pieces[i].kind == ROW && m.pieces[i].deleted) {
            i++;
            continue;
        }
        if (i < m.count && (next = take_piece(m.pieces[i], at)) != NULL)
            i++;
        else if (i >= m.first_row && (next = take_new_row(at)) != NULL)
            inserted--;
        else if (i == m.count)
            break;
        if (next == NULL)
            fail_at_piece(i, at);
        at = next;
    }
    assert_string_equal(at, "");
    assert_int_equal(inserted, 0);
    assert_true(after_count <= MOST_PIECES);
    memcpy(m.pieces, after, after_count * sizeof *after);
    m.count = after_count;
    m.added_count = 0;
    if (sorted)
        assert_true(is_sorted());
}

/* ---- changes to both ---- */

static sdn_store *store;
static bool running; /* a transaction */

static bool model_changed(void)
{
    for (unsigned i = 0; i < m.count; i++)
        if (m.pieces[i].kind == ROW && (m.pieces[i].deleted || !same_values(&m.pieces[i].base, &m.pieces[i].now)))
            return true;
    for (unsigned i = 0; i < m.added_count; i++)
        if (!m.added_deleted[i])
            return true;
    return false;
}

static bool needs_columns(void)
{
    values usual = defaults();
    for (int field = NOTE_FIELD_ID + 1; field < FIELDS; field++) {
        if (has_column(field))
            continue;
        find_live();
        for (unsigned i = 0; i < live_count; i++)
            if (!same_field(live[i], &usual, field))
                return true;
    }
    return false;
}

static values *find_live_values(const char *id)
{
    for (unsigned i = 0; i < m.added_count; i++)
        if (!m.added_deleted[i] && strcmp(m.added[i].id, id) == 0)
            return &m.added[i];
    piece *row = find_row(id);
    return row != NULL ? &row->now : NULL;
}

static void assign(note *record, const values *v)
{
    const char *texts[MOST_TAGS];
    for (unsigned i = 0; i < v->tag_count; i++)
        texts[i] = v->tags[i];
    record->text = sdn_store_text(store, v->text);
    record->number = v->number;
    record->done = v->done;
    record->kind = v->kind;
    record->kind_text = sdn_store_text(store, v->kind_text);
    record->side = v->side;
    record->has_link = v->link[0] != '\0' || one_in(2); /* present but empty is absent */
    record->link = sdn_store_text(store, v->link);
    record->has_weight = v->weight >= 0;
    record->weight = v->weight >= 0 ? (unsigned)v->weight : 0;
    record->tags = sdn_store_list(store, texts, v->tag_count);
}

/* Values that mostly need no column which the file lacks. */
static values random_values(void)
{
    values v = defaults();
    for (int field = NOTE_FIELD_ID + 1; field < FIELDS; field++)
        if ((has_column(field) && !one_in(3)) || one_in(150))
            randomize_field(&v, field);
    random_key(v.id);
    return v;
}

static void change_insert(bool put)
{
    if (m.added_count == MOST_NEW || m.count + m.added_count + 1 >= MOST_PIECES)
        return;
    sdn_str tags[MOST_TAGS];
    sdn_error err = {0};
    values v = random_values();
    bool automatic = m.type == NOTES && one_in(4);
    if (automatic)
        v.id[0] = '\0';
    values *there = find_live_values(v.id);
    bool unreadable = is_unreadable_key(v.id);
    note record = to_note(&v, tags);
    note *added = put ? sdn_store_put(store, &record, &err) : sdn_store_insert(store, &record, &err);
    if (!automatic && (unreadable || (there != NULL && !put))) {
        assert_null(added);
        assert_int_equal(err.code, put && there != NULL ? SDN_E_INVALID : SDN_E_EXISTS);
        return;
    }
    if (added == NULL) {
        show_file(store);
        fail_msg("insert of '%s': %s", v.id, err.message);
    }
    if (automatic)
        snprintf(v.id, TEXT, "%llu", m.largest + 1);
    if (there != NULL) {
        *there = v;
    } else {
        m.added_deleted[m.added_count] = false;
        m.added[m.added_count++] = v;
    }
    count_number(v.id);
    assert_same(added, &v);
}

static const char *random_live_key(void)
{
    static char key[TEXT];
    find_live();
    random_key(key);
    if (live_count > 0 && !one_in(6))
        strcpy(key, live[below(live_count)]->id);
    return key;
}

/* Edits up to three records that are open at the same time. */
static void change_edit(void)
{
    for (unsigned records = below(3) + 1; records > 0; records--) {
        const char *id = random_live_key();
        values *v = find_live_values(id);
        sdn_value key = {.text = sdn_str_from(id)};
        sdn_error err = {0};
        note *record = sdn_store_edit(store, &key, &err);
        if (v == NULL) {
            assert_null(record);
            assert_int_equal(err.code, is_unreadable_key(id) ? SDN_E_INVALID : SDN_E_NOT_FOUND);
            continue;
        }
        if (is_unreadable_key(id)) {
            assert_null(record);
            assert_int_equal(err.code, SDN_E_INVALID);
            continue;
        }
        if (record == NULL) {
            show_file(store);
            fail_msg("%s", err.message);
        }
        for (unsigned fields = below(3); fields > 0; fields--) {
            int field = (int)below(FIELDS - 1) + 1;
            if (has_column(field) || one_in(50))
                randomize_field(v, field);
        }
        assign(record, v);
    }
}

static void change_delete(void)
{
    const char *id = random_live_key();
    sdn_value key = {.text = sdn_str_from(id)};
    sdn_error err = {0};
    sdn_code code = sdn_store_delete(store, &key, &err);
    if (find_live_values(id) == NULL) {
        assert_int_equal(code, is_unreadable_key(id) ? SDN_E_INVALID : SDN_E_NOT_FOUND);
    } else if (is_unreadable_key(id)) {
        assert_int_equal(code, SDN_E_INVALID);
    } else {
        assert_ok(code, err);
        for (unsigned i = 0; i < m.added_count; i++)
            if (!m.added_deleted[i] && strcmp(m.added[i].id, id) == 0) {
                m.added_deleted[i] = true;
                return;
            }
        find_row(id)->deleted = true;
    }
}

/* ---- a cursor that lives through changes ---- */

static sdn_cursor walk;
static char walked[TEXT];
static const values *walked_record;
static bool walking, backward;

static void step(void)
{
    if (!walking) {
        backward = one_in(2);
        walk = backward ? sdn_cursor_reverse(sdn_store_all(store)) : sdn_store_all(store);
        walked[0] = '\0';
        walked_record = NULL;
        walking = true;
    }
    find_live();
    const values *expected = NULL;
    for (unsigned i = 0; i < live_count && expected == NULL; i++) {
        const values *each = live[backward ? live_count - 1 - i : i];
        int order = walked[0] != '\0' ? key_order(each->id, walked) : 0;
        if (walked[0] == '\0' || (backward ? order < 0 : order > 0))
            expected = each;
    }
    const note *found = sdn_cursor_next(&walk);
    if (expected == NULL) {
        assert_null(found);
        walking = false;
        return;
    }
    assert_same(found, expected);
    strcpy(walked, expected->id);
    walked_record = expected;
}

static sdn_code expected_of_rename(const values *there, const char *id, const char *to)
{
    if (there == NULL)
        return is_unreadable_key(id) ? SDN_E_INVALID : SDN_E_NOT_FOUND;
    if (strcmp(id, to) == 0)
        return SDN_OK;
    if (is_unreadable_key(id) || to[0] == '\0')
        return SDN_E_INVALID;
    return find_live_values(to) != NULL || is_unreadable_key(to) ? SDN_E_EXISTS : SDN_OK;
}

static void change_rename(void)
{
    char id[TEXT], to[TEXT] = "";
    sdn_error err = {0};
    strcpy(id, random_live_key());
    if (!one_in(20))
        random_key(to);
    values *there = find_live_values(id);
    sdn_value key = {.text = sdn_str_from(id)}, new_key = {.text = sdn_str_from(to)};
    sdn_code expected = expected_of_rename(there, id, to);
    assert_int_equal(sdn_store_rename(store, &key, &new_key, &err), expected);
    if (expected != SDN_OK)
        return;
    strcpy(there->id, to);
    count_number(to);
    if (there == walked_record)
        strcpy(walked, to);
}

static void roll_model_back(void)
{
    for (unsigned i = 0; i < m.count; i++) {
        m.pieces[i].now = m.pieces[i].base;
        m.pieces[i].deleted = false;
    }
    m.added_count = 0;
}

static void roll_back(void)
{
    sdn_file_rollback(sdn_store_file(store));
    running = false;
    roll_model_back();
    assert_false(sdn_file_changed(sdn_store_file(store)));
}

static bool has_unreadable_row(void)
{
    for (unsigned i = 0; i < m.count; i++)
        if (m.pieces[i].kind == UNREADABLE)
            return true;
    return false;
}

/* Saves or commits. False: the file has new columns, and its cells are no longer known. */
static bool save(void)
{
    sdn_error err = {0};
    struct stat was = {0}, is = {0};
    bool changed = model_changed(), columns = changed && needs_columns();
    (void)stat(STORE_PATH, &was);
    assert_int_equal(sdn_file_changed(sdn_store_file(store)), changed);
    bool commit = running && one_in(2);
    sdn_code code = commit ? sdn_file_commit(sdn_store_file(store), &err) : sdn_file_save(sdn_store_file(store), &err);
    running = running && !commit;
    assert_int_equal(file_exists("x.sdn.lock"), running);
    if (columns && has_unreadable_row()) {
        assert_int_equal(code, SDN_E_INVALID);
        roll_back();
        return true;
    }
    assert_ok(code, err);
    (void)stat(STORE_PATH, &is);
    if (!changed) {
        assert_true(was.st_ino == is.st_ino && was.st_mtim.tv_nsec == is.st_mtim.tv_nsec);
        return true;
    }
    m.lacks_order = true;
    assert_is_model(store);
    if (!columns) {
        assert_saved();
        m.lacks_order = false;
        assert_is_model(store);
    }
    sdn_options options = sdn_options_default();
    sdn_store *reader = sdn_store_open(m.type, STORE_PATH, &options, &err);
    assert_non_null(reader);
    assert_is_model(reader);
    sdn_store_close(reader);
    return !columns;
}

/* ---- a file's life ---- */

static void begin(void)
{
    sdn_error err = {0};
    if (running)
        return;
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    running = true;
}

static void reload(void)
{
    sdn_error err = {0};
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
}

/* Somebody else replaces the file; that no edits are pending then leaves merging to test_merge. */
static void write_another_file(void)
{
    const sdn_record_type *type = m.type;
    unsigned long long largest = m.largest;
    roll_back();
    do
        build_model();
    while (m.type != type);
    if (m.largest < largest)
        m.largest = largest; /* numbers that were seen are not given again */
    write_model();
    one_in(2) ? begin() : reload();
}

/* One change or look; false: the model knows the file no longer. */
static bool act(void)
{
    unsigned what = below(44);
    if (what < 8)
        change_insert(false);
    else if (what < 12)
        change_insert(true);
    else if (what < 20)
        change_edit();
    else if (what < 24)
        change_delete();
    else if (what < 31)
        step();
    else if (what < 33)
        assert_is_model(store);
    else if (what < 40)
        walking = false;
    if (what == 33)
        begin();
    else if (what == 34)
        roll_back();
    else if (what == 35 && !running)
        reload();
    else if (what == 36 && one_in(3))
        write_another_file();
    else if (what > 39)
        change_rename();
    else if (what > 36)
        return save();
    return true;
}

static void live_through_a_file(void)
{
    build_model();
    if (one_in(4))
        drop_last_line_end();
    write_model();
    store = open_store(m.type);
    running = walking = false;
    assert_is_model(store);
    for (unsigned actions = below(80); actions > 0 && act(); actions--)
        ;
    close_store(store);
}

static unsigned long current_seed;

/* A failure leaves the test at once, so the seed is printed here. */
static int tell_seed(void **state)
{
    print_message("last seed: %lu\n", current_seed);
    return temp_stores_leave(state);
}

static void store_and_model_agree(void **state)
{
    (void)state;
    const char *files = getenv("SDN_TEST_FILES"), *first = getenv("SDN_TEST_SEED");
    unsigned long count = files != NULL ? strtoul(files, NULL, 10) : 150;
    unsigned long seed = first != NULL ? strtoul(first, NULL, 10) : 1;
    print_message("seeds %lu to %lu\n", seed, seed + count - 1);
    for (unsigned long end = seed + count; seed < end; seed++) {
        current_seed = seed;
        chance = seed * 0x9E3779B97F4A7C15u + 1;
        (void)remove(STORE_PATH);
        live_through_a_file();
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(store_and_model_agree, temp_stores_enter, tell_seed),
    };
    return run_cases(argc, argv, tests);
}
