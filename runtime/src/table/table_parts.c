/*
 * Parts: several threads read the rows of one large table.
 *
 * The rest of the text is divided into parts, each of which starts after a line feed. The calling thread reads rows from
 * the front, as it would alone. The others take parts from the back, as long as there are parts that nobody has taken,
 * and read the plain rows of each (text/document_reader.h) into memory of its own. So nobody waits long for the others,
 * however fast each of them is.
 *
 * Whether a part starts where a row starts, or inside quotes, or after the end of the table, its reader cannot know. The
 * calling thread does, once it gets there: if a row, or a line between rows, starts exactly where the part does, then
 * what was read is what it would read itself, and it adopts these rows, up to the first that was not plain; from there on
 * it reads by itself again. If not, the part is thrown away. So the result never depends on where parts start, nor on
 * which thread was faster.
 *
 * The others have copies of all they read, because the calling thread writes to the table and the document with each row:
 * whoever reads a line of the cache that another thread writes waits for it, every time, even if not for that value.
 *
 * Invariants
 *   - Until the rows end, nobody writes to the text from the calling thread's place on: a part only notes the delimiters
 *     of its rows, and the calling thread waits for the reader of a part before it passes its start. NULs are written into
 *     the adopted parts at the end, by all threads.
 *   - parts [0, next) were passed by the calling thread, parts [claimed, count) are taken by the others; next <= claimed.
 *   - What is in a part belongs to the thread that reads it until is_read, which is guarded by the crew's lock, as are
 *     next, claimed, is_ended and written.
 */
#include "table/table_private.h"

#include "base/alloc.h"
#include "os/crew.h"

#include <assert.h>
#include <string.h>

/* Where a table ends shows only there. To divide the text after it for nothing took 0.2 ms, as long as it takes to read a
 * quarter of a megabyte: little after four. A large table loses no more than a millisecond by the others coming later. */
sdn_part_sizes sdn__part_sizes_in_use = {.least = 16 << 20, .first = 4 << 20, .part = 0};

/* Parts per thread: the more, the shorter the calling thread may have to wait at one. */
enum { PARTS_PER_THREAD = 4 };

/* How often the reader of a part looks whether it is still wanted, in rows. */
enum { ROWS_BETWEEN_LOOKS = 256 };

/* Records are written into pages that were fetched this many bytes at a time. */
enum { FETCHED_AT_ONCE = 256 << 10 };

struct sdn_table_parts {
    sdn_crew crew;
    sdn_delimiters *delimiters; /* of the document */
    sdn_table table;            /* this and the next four as they were at the start: see above */
    sdn_document document;
    sdn_table_text text;
    sdn_row_reader reader;
    sdn_pages pages;
    size_t row_bytes; /* of a row so far */
    sdn_table_part *items;
    size_t count;
    size_t next;
    size_t claimed;
    size_t written; /* parts before it have their NULs, or a thread that writes them */
    bool is_ended;
    bool is_failed;
};

/* ---- reading a part ---- */

static int prepare_part(const sdn_table_parts *split, sdn_table_part *part)
{
    size_t len = (size_t)(part->end - part->start), rows = len / split->row_bytes;
    size_t capacity = rows + rows / 8 + 2 * SDN_CHUNK_RECORDS, size = split->table.type->size;
    if (capacity > SIZE_MAX / 2 / size)
        return -1;
    part->capacity = capacity - SDN_CHUNK_RECORDS; /* room for another chunk after the last record */
    part->slab = (sdn_page_block){.start = sdn__alloc_pages(capacity * size), .size = capacity * size};
    part->rows = sdn__alloc_pages(capacity * sizeof *part->rows);
    part->numbers = sdn__alloc_pages(capacity * sizeof *part->numbers);
    sdn__delimiters_init_part(&part->delimiters, &split->document.delimiters, part->start);
    return part->slab.start != NULL && part->rows != NULL && part->numbers != NULL ? 0 : -1;
}

static void release_part(sdn_table_part *part)
{
    sdn__free(part->is_adopted ? NULL : part->slab.start);
    sdn__free(part->rows);
    sdn__free(part->numbers);
    sdn__delimiters_release(&part->delimiters);
    sdn_arena_release(&part->arena);
}

/* A record without a key is for the calling thread, which notes it as a problem. */
static bool has_whole_key(const sdn_table *table, const char *record, uint32_t *number)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    if (sdn__table_short_key(table, record, number))
        return true;
    *number = SDN_NO_SHORT_KEY;
    if (table->type->key.field_count == 0)
        return true;
    sdn__values_of(table->type, &table->type->key, record, key);
    return !sdn__key_is_empty(table->type, key);
}

/* Reads one more row. False: the part ends before it. */
static bool read_row_of_part(const sdn_table_parts *split, sdn_table_part *part, sdn_pages *pages,
                             sdn_row_reader *reader, sdn_line line)
{
    const sdn_columns *columns = &split->table.columns;
    size_t size = split->table.type->size, used = part->count * size;
    if (used + size > part->slab.fetched) {
        size_t wanted = used + FETCHED_AT_ONCE;
        sdn__fetch_pages(pages, &part->slab, wanted < part->slab.size ? wanted : part->slab.size);
    }
    char *record = part->slab.start + used;
    if (!split->table.type->parse(record, reader) ||
        !has_whole_key(&split->table, record, &part->numbers[part->count]) ||
        sdn__delimiters_make_room(&part->delimiters, columns->text_count) != 0)
        return false;
    sdn__delimiters_note(&part->delimiters, record, columns->texts, columns->text_count);
    part->rows[part->count++] = sdn__table_row_at(&split->document, line);
    part->stop = part->rows_end = line.next;
    return true;
}

static bool is_wanted(sdn_table_parts *split, const sdn_table_part *part)
{
    sdn__crew_lock(&split->crew);
    bool wanted = !part->is_unwanted;
    sdn__crew_unlock(&split->crew);
    return wanted;
}

static void read_rows_of_part(sdn_table_parts *split, sdn_table_part *part, sdn_document_reader *reader)
{
    sdn_pages pages = split->pages;
    sdn_row_reader row_reader = split->reader;
    row_reader.arena = &part->arena;
    sdn_row_scan row;
    for (bool reads = true; reads && part->count < part->capacity;) {
        if (part->count % ROWS_BETWEEN_LOOKS == 0 && !is_wanted(split, part))
            return;
        reads = sdn__document_next_smooth_row(reader, &row.line) || sdn__document_next_plain_row(reader, &row);
        row_reader.cells = reader->cells;
        reads = reads && read_row_of_part(split, part, &pages, &row_reader, row.line);
    }
}

static void read_one_part(sdn_table_parts *split, sdn_table_part *part)
{
    sdn_document_reader reader;
    sdn_table_text text = split->text;
    part->stop = part->start;
    int failed = sdn__document_open_part(&reader, &split->document, &text, part->start, part->end);
    if (failed == 0 && prepare_part(split, part) == 0)
        read_rows_of_part(split, part, &reader);
    (void)sdn__document_close(&reader);
}

/* ---- the NULs of a part ---- */

static void write_nuls(const sdn_table_parts *split, const sdn_table_part *part)
{
    const sdn_columns *columns = &split->table.columns;
    const char *record = part->slab.start;
    for (size_t i = 0; i < part->count; i++, record += split->table.type->size)
        sdn__delimiters_write(split->delimiters, record, columns->texts, columns->text_count);
}

/* Writes those of all parts that no other thread writes. The lock is held before and after. */
static void write_all_nuls(sdn_table_parts *split)
{
    while (!split->is_failed && split->written < split->count) {
        const sdn_table_part *part = &split->items[split->written++];
        sdn__crew_unlock(&split->crew);
        if (part->is_adopted)
            write_nuls(split, part);
        sdn__crew_lock(&split->crew);
    }
}

/* ---- the other threads ---- */

static void *help_to_read(void *context)
{
    sdn_table_parts *split = context;
    sdn__crew_lock(&split->crew);
    while (split->claimed > split->next) {
        sdn_table_part *part = &split->items[--split->claimed];
        sdn__crew_unlock(&split->crew);
        read_one_part(split, part);
        sdn__crew_lock(&split->crew);
        part->is_read = true;
        sdn__crew_wake(&split->crew);
    }
    while (!split->is_ended)
        sdn__crew_wait(&split->crew);
    write_all_nuls(split);
    sdn__crew_unlock(&split->crew);
    return NULL;
}

/* ---- dividing ---- */

/* The start of the first line that starts at `at` or later. */
static const char *line_start_after(const char *at, const char *end)
{
    const char *newline = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
    return newline != NULL ? newline + 1 : end;
}

static size_t part_size(size_t left, unsigned threads)
{
    size_t size = sdn__part_sizes_in_use.part;
    return size > 0 ? size : left / threads / PARTS_PER_THREAD + 1;
}

static void divide_text(sdn_table_parts *split, const char *at, const char *end, size_t size)
{
    for (const char *start = at; start < end;) {
        const char *stop =
            line_start_after(start + (size < (size_t)(end - start) ? size - 1 : (size_t)(end - start)), end);
        split->items[split->count++] = (sdn_table_part){.start = start, .end = stop};
        start = stop;
    }
}

static sdn_table_parts *make_parts(const sdn_table *table, const sdn_document_reader *reader, unsigned threads)
{
    size_t left = (size_t)(reader->end - reader->at), size = part_size(left, threads);
    sdn_table_parts *split = sdn__alloc_zeroed(1, sizeof *split);
    if (split == NULL)
        return NULL;
    split->items = sdn__alloc_zeroed(left / size + 1, sizeof *split->items);
    if (split->items == NULL) {
        sdn__free(split);
        return NULL;
    }
    split->delimiters = &reader->document->delimiters;
    split->table = *table;
    split->document = *reader->document;
    split->table.document = &split->document;
    split->text = *reader->rows;
    split->reader = table->columns.reader;
    split->pages = table->slots.pages != NULL ? *table->slots.pages : (sdn_pages){.huge_are_slow = true};
    size_t rows = table->slots.row_count, done = (size_t)(reader->at - reader->rows->bars_end);
    split->row_bytes = rows > 0 && done / rows > 0 ? done / rows : 1;
    divide_text(split, reader->at, reader->end, size);
    split->claimed = split->count;
    return split;
}

static void free_parts(sdn_table_parts *split)
{
    for (size_t i = 0; i < split->count; i++)
        release_part(&split->items[i]);
    sdn__free(split->items);
    sdn__free(split);
}

/* ---- for the calling thread ---- */

const char *sdn__table_parts_begin(const sdn_table *table, const sdn_document_reader *reader)
{
    const char *rows = reader->rows->header.next; /* a row on the header line is not the start of a line */
    size_t first = sdn__part_sizes_in_use.first, left = (size_t)(reader->end - rows);
    bool is_large = reader->document->len > sdn__part_sizes_in_use.least;
    return table->threads > 1 && is_large && left > first ? rows + first : reader->end + 1;
}

sdn_table_parts *sdn__table_parts_start(const sdn_table *table, const sdn_document_reader *reader)
{
    unsigned threads = table->threads < SDN_MOST_THREADS ? table->threads : SDN_MOST_THREADS;
    sdn_table_parts *split = make_parts(table, reader, threads);
    if (split == NULL)
        return NULL;
    int others = sdn__crew_start(&split->crew, threads - 1, help_to_read, split);
    if (others < 0) {
        free_parts(split);
        return NULL;
    }
    sdn__crew_lock(&split->crew);
    while (sdn__part_sizes_in_use.others_first && others > 0 && split->claimed > 0)
        sdn__crew_wait(&split->crew);
    sdn__crew_unlock(&split->crew);
    return split;
}

/* Whether another thread has read the next part; if none has begun to, the part is the caller's. */
static bool is_read_by_other(sdn_table_parts *split, bool unwanted)
{
    sdn_table_part *part = &split->items[split->next];
    sdn__crew_lock(&split->crew);
    bool taken = split->next >= split->claimed;
    part->is_unwanted = unwanted;
    while (taken && !part->is_read)
        sdn__crew_wait(&split->crew);
    split->next++;
    sdn__crew_unlock(&split->crew);
    return taken;
}

void sdn__table_parts_leave(sdn_table_parts *split, const char *at)
{
    while (split->next < split->count && split->items[split->next].start < at)
        (void)is_read_by_other(split, true);
}

sdn_table_part *sdn__table_parts_at(sdn_table_parts *split, const char *at)
{
    sdn__table_parts_leave(split, at);
    if (split->next == split->count || split->items[split->next].start != at || !is_read_by_other(split, false))
        return NULL;
    return &split->items[split->next - 1];
}

const char *sdn__table_parts_boundary(const sdn_table_parts *split)
{
    return split->next < split->count ? split->items[split->next].start
                                      : split->document.bytes + split->document.len + 1;
}

void sdn__table_parts_end(sdn_table_parts *split, bool failed)
{
    while (split->next < split->count)
        (void)is_read_by_other(split, true);
    sdn__crew_lock(&split->crew);
    split->is_ended = true;
    split->is_failed = failed;
    sdn__crew_wake(&split->crew);
    write_all_nuls(split);
    sdn__crew_unlock(&split->crew);
    sdn__crew_join(&split->crew);
    free_parts(split);
}
