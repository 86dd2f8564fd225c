/*
 * The model of merge_campaign: files of tables as data of its own, which share nothing with the code that is tested.
 *
 * A version is a file: sheets, which are tables, with entries, which are rows, and the comments above them. Values are
 * texts in one form for each value: a number without zeros in front, a list joined by commas. What may be spelled in
 * several ways is spelled by the writer as entry.style says. All text is in a pool that lasts for one merge.
 *
 * New texts and comments carry a token such as `t17.` or `c18.`, which no other has. So it can be seen of any result
 * whether something is lost.
 */
#ifndef SDNC_GIT_MERGE_MODEL_H
#define SDNC_GIT_MERGE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOST_COLUMNS = 10, MOST_ENTRIES = 60, SHEET_COUNT = 6, MOST_TOKENS = 4096 };

typedef enum value_kind { VALUE_TEXT, VALUE_NUMBER, VALUE_STATE, VALUE_LIST } value_kind;

/* How a field that both sides changed is merged; CONFLICT: it is not. */
typedef enum policy { CONFLICT, MAX, MIN, UNION, OURS, THEIRS } policy;

/* A column, as campaign.schema has it. */
typedef struct column_spec {
    const char *name;
    value_kind kind;
    const char *absent; /* the value where the file lacks the column, and of an empty cell */
    bool may_lack;      /* files may be without it; it is added now and then */
    policy merge;
} column_spec;

typedef struct sheet_spec {
    const char *name;
    unsigned key_count; /* its first columns are the key; 0: none */
    bool numbered;      /* keys are numbers, new ones the next */
    bool sorted;        /* new rows are in the order of keys */
    bool renumbers;     /* of two new rows with one number theirs gets another */
    unsigned column_count;
    column_spec columns[MOST_COLUMNS];
} sheet_spec;

enum { ITEMS, PEOPLE, EDGES, VISITS, LOOSE, TICKETS };
enum { ITEM_OWNER = 5, PERSON_MAIL = 2 };

extern const sheet_spec sheet_specs[SHEET_COUNT];

typedef struct entry {
    const char *lead;                /* the lines above it, each with its "\n" */
    const char *cells[MOST_COLUMNS]; /* values, by column of the spec */
    const char *opaque;              /* its text, which cannot be read, except for the key; NULL: it can */
    unsigned style;
} entry;

typedef struct sheet {
    const sheet_spec *spec;
    bool there;
    bool has[MOST_COLUMNS]; /* which columns the file has */
    const char *above;      /* the lines above the header */
    const char *tail;       /* the lines below the last row */
    entry entries[MOST_ENTRIES];
    unsigned count;
} sheet;

typedef struct version {
    sheet sheets[SHEET_COUNT];
    bool crlf;       /* line ends are CR LF */
    bool unfinished; /* the last line has no end */
    bool twice;      /* the first sheet stands twice, the first time with a row of its own */
    const char *twice_text;
} version;

/* ---- the pool, and random numbers ---- */

void pool_reset(void);
const char *pool_copy(const char *text, size_t len);
const char *pool_print(const char *format, ...);

typedef struct dice {
    uint64_t state; /* not 0 */
    unsigned next_token;
} dice;

unsigned dice_below(dice *d, unsigned limit);
bool dice_chance(dice *d, unsigned percent);

/* ---- versions ---- */

void make_base(version *made, dice *d);

/* Makes one to several random changes. `rare`: also such as leave rows that cannot be told apart or read. */
void change_version(version *changed, dice *d, bool rare);

/* Gives both versions what only together is against a rule: two people with one mail, or an item of a person who is gone. */
void break_rule_together(version *ours, version *theirs, dice *d);

/* The position of the entry with the key of `key`; sheet->count: none. */
unsigned find_entry(const sheet *in, const entry *key);
bool same_key(const sheet_spec *spec, const entry *a, const entry *b);
bool same_entry(const sheet_spec *spec, const entry *a, const entry *b);

/* Whether a version has rows that cannot be read, a key twice, or a table twice. */
bool has_oddities(const version *of);

/* ---- merge_text.c: files ---- */

/* The file of a version, in the pool, and some NULs after it. */
const char *write_version(const version *from, size_t *len);

typedef enum pick { PICK_OURS, PICK_THEIRS } pick;

/* Reads a file back; of conflicts the lines of one side. */
void read_version(version *to, const char *text, size_t len, pick side);

/* ---- merge_expect.c: what a merge has to give ---- */

/* An entry of the result, or one in conflict. */
typedef struct verdict {
    const entry *key;
    bool conflict;
    bool renumbered; /* it has a number that no version has */
    bool there[2];   /* by pick; without a conflict both are the same */
    entry entries[2];
} verdict;

typedef struct expected_sheet {
    verdict verdicts[3 * MOST_ENTRIES];
    unsigned count, conflicts;
    bool open; /* whatever keeps all text is right: columns changed beside rows that cannot be read */
    bool both; /* both sides changed the text above one of its rows */
} expected_sheet;

typedef struct expected {
    expected_sheet sheets[SHEET_COUNT];
    bool both_headers;     /* both sides changed the text above a header, or at the end */
    bool beside_new_table; /* one side added a table, where the other changed the text */
    bool breaks_rule;      /* the merged records do, though each side alone does not */
    bool may_break_rule;   /* they do, as a side may alone */
} expected;

void expect_merge(const version *base, const version *ours, const version *theirs, expected *result);

#endif
