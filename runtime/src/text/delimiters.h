/*
 * Delimiters: the bytes of a text that NULs have replaced.
 *
 * Text is not copied when a file is loaded: a record points into the file's buffer. Callers are promised that text ends
 * with a NUL, so that it is a C string. In the file it is followed by a closing quote, a comma or a line end: one byte
 * that the record does not need, so a NUL replaces it as soon as the record is read, for as long as the buffer lives.
 * Whoever needs the bytes of the file copies what it needs of them from here.
 *
 * Rows that are encoded later lie elsewhere, and records point into them in the same way. Such added text has delimiters
 * of its own, which are found through those of the document.
 *
 * Calling sequence: sdn__delimiters_init; then sdn__delimiters_make_room and sdn__delimiters_take for each record, in
 * the order of their rows. Copies can be made at any time.
 */
#ifndef SDN_TEXT_DELIMITERS_H
#define SDN_TEXT_DELIMITERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/str.h>

#include "base/compiler.h"

/* Bytes of the text with NULs that it has itself. */
typedef struct sdn_own_nuls {
    size_t start;
    size_t end;
} sdn_own_nuls;

typedef struct sdn_delimiters {
    const char *bytes; /* the text; what follows it is a NUL */
    size_t len;
    uint16_t *others; /* delimiters that are no commas, in the order of the text */
    size_t count;
    size_t capacity;
    uint32_t *marks; /* per SDN_MARK_DISTANCE bytes: how many of these are before them */
    size_t mark_count;
    sdn_own_nuls *own; /* rising */
    size_t own_count;
    size_t own_capacity;
    struct sdn_delimiters *added; /* those of added text, the newest first; freed with these */
} sdn_delimiters;

/* An entry of `others` is the position of the delimiter from its mark on, and above that its code. */
enum { SDN_MARK_DISTANCE = 1024, SDN_CODE_OF_ENTRY = SDN_MARK_DISTANCE };

/* Nothing is replaced yet in these `len` bytes and the NUL after them. */
void sdn__delimiters_init(sdn_delimiters *delimiters, const char *bytes, size_t len);
void sdn__delimiters_release(sdn_delimiters *delimiters);

/* ---- while the text is read ---- */

/* Makes room for `more` delimiters. Returns 0, or -1 when memory ran out. */
int sdn__delimiters_reserve(sdn_delimiters *delimiters, size_t more);

/* Notes bytes that hold NULs of the text itself; they are after those noted before, and no NUL is ever written there.
 * Returns 0, or -1 when memory ran out. */
int sdn__delimiters_note_own(sdn_delimiters *delimiters, const char *start, const char *end);

/* Sets the marks up to the one for `at`, where the next NUL is written; `next` is where its entry will be. */
void sdn__delimiters_mark(sdn_delimiters *delimiters, size_t at, const uint16_t *next);

/* As sdn__delimiters_reserve, for each record. */
static inline int sdn__delimiters_make_room(sdn_delimiters *delimiters, uint32_t more)
{
    return delimiters->count + more < delimiters->capacity ? 0 : sdn__delimiters_reserve(delimiters, more);
}

/* Of `"` 1, of a line feed 2, of a carriage return 3; of a comma, and the NUL after the text, 0. The lowest five bits tell
 * these apart, and say where in a constant the code is. */
static inline unsigned sdn__delimiter_code(char delimiter)
{
    const uint64_t codes =
        UINT64_C(1) << 2 * ('"' & 31) | UINT64_C(2) << 2 * ('\n' & 31) | UINT64_C(3) << 2 * ('\r' & 31);
    return (unsigned)(codes >> 2 * ((unsigned)delimiter & 31)) & 3;
}

/* sdn__delimiters_take, and without `writes` sdn__delimiters_note. */
SDN_ALWAYS_INLINE void sdn__delimiters_add(sdn_delimiters *delimiters, const void *record, const size_t *offsets,
                                           uint32_t count, bool writes)
{
    /* Kept in registers, though the bytes that are written may alias. */
    uintptr_t bytes = (uintptr_t)delimiters->bytes;
    size_t len = delimiters->len, next_mark = delimiters->mark_count * SDN_MARK_DISTANCE;
    uint16_t *other = delimiters->others + delimiters->count;
    for (const size_t *end = offsets + count; offsets < end; offsets++) {
        const sdn_str *text = (const sdn_str *)(const void *)((const char *)record + *offsets);
        size_t start = (uintptr_t)text->ptr - bytes, at = start + text->len;
        if (text->len == 0 || start >= len)
            continue;
        if (SDN_UNLIKELY(at >= next_mark)) {
            sdn__delimiters_mark(delimiters, at, other);
            next_mark = delimiters->mark_count * SDN_MARK_DISTANCE;
        }
        char *delimiter = (char *)text->ptr + text->len;
        unsigned code = sdn__delimiter_code(*delimiter);
        *other = (uint16_t)(at % SDN_MARK_DISTANCE + code * SDN_CODE_OF_ENTRY);
        other += code != 0; /* no branch: whether a text is quoted cannot be predicted */
        if (writes)
            *delimiter = '\0';
    }
    delimiters->count = (size_t)(other - delimiters->others);
}

/*
 * Ends the texts of a record that was just read with NULs. `offsets` are those of its texts (each an sdn_str) in the
 * record, `count` of them, in the order of their cells in the row; text that is empty, or not in the buffer, is left as
 * it is. The row comes after those of all records before, the bytes are writable, and there is room for `count`
 * delimiters more.
 */
static inline void sdn__delimiters_take(sdn_delimiters *delimiters, const void *record, const size_t *offsets,
                                        uint32_t count)
{
    sdn__delimiters_add(delimiters, record, offsets, count, true);
}

/* The delimiters of added text that begins at `start`. Of each block of memory the text comes in the order of addresses;
 * `len` is how much of the block there is from `start` on. They last as long as `d`; NULL when memory ran out. */
sdn_delimiters *sdn__delimiters_of_added(sdn_delimiters *d, const char *start, size_t len);

/* Moves those of added text to `d`, which has none, from those of a document that it replaces. */
void sdn__delimiters_keep_added(sdn_delimiters *d, sdn_delimiters *replaced);

/* ---- by several threads: first notes, later NULs ---- */

/* As sdn__delimiters_init, for what `part` of the text notes on its own: the rows from `start` on. */
void sdn__delimiters_init_part(sdn_delimiters *part, const sdn_delimiters *delimiters, const char *start);

/* As sdn__delimiters_take, but writes nothing into the text. */
static inline void sdn__delimiters_note(sdn_delimiters *delimiters, const void *record, const size_t *offsets,
                                        uint32_t count)
{
    sdn__delimiters_add(delimiters, record, offsets, count, false);
}

/* Adds what a part has noted; its rows come after those of all records before. Returns 0, or -1 when memory ran out. */
int sdn__delimiters_append(sdn_delimiters *delimiters, const sdn_delimiters *part);

/* Writes the NULs of a record that was noted. */
static inline void sdn__delimiters_write(const sdn_delimiters *delimiters, const void *record, const size_t *offsets,
                                         uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const sdn_str *text = (const sdn_str *)(const void *)((const char *)record + offsets[i]);
        if (text->len > 0 && (uintptr_t)text->ptr - (uintptr_t)delimiters->bytes < delimiters->len)
            ((char *)text->ptr)[text->len] = '\0';
    }
}

/* ---- the text as it was ---- */

/* Copies `len` bytes from `from` on, with the delimiters in place of the NULs. Bytes that are neither in the text nor in
 * added text are copied as they are. */
void sdn__delimiters_copy(const sdn_delimiters *delimiters, const char *from, size_t len, char *to);

/* The number of words for a bit per byte of the text. */
static inline size_t sdn__delimiters_bitmap_len(const sdn_delimiters *delimiters)
{
    return delimiters->len / 64 + 1;
}

/* Puts the delimiters back into the text itself, which is writable and at `bytes`, so that it can be read again; sets the
 * bit of each in `nuls` unless that is NULL. Other bits stay. */
void sdn__delimiters_restore(sdn_delimiters *delimiters, char *bytes, uint64_t *nuls);

/* Writes NULs where `nuls` has bits, into a restored text. There is room for them. */
void sdn__delimiters_take_again(sdn_delimiters *delimiters, char *bytes, const uint64_t *nuls);

#endif
