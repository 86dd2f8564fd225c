/*
 * A fuzz target: the input is a data file, opened with record types of every kind.
 *
 * What must hold for any bytes: reading ends in a store or in an error of its list; every problem and every error
 * has a position inside the file; each record found by walking is found by its key and its indexes, and its text is text;
 * the bytes of the file can be rebuilt from what is in memory; a save without changes writes nothing; strict opening
 * refuses what has problems, and nothing else; a conflict of git starts at a marker, and none of its rows is a
 * record; the fast scanners agree with slow ones.
 */
#include "fuzz_target.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sdn/store.h>

#include "base/alloc.h"
#include "compared_rows.h"
#include "memory_disk.h"
#include "fuzzed_types.h"
#include "store/file.h"
#include "record/record.h"
#include "record/value.h"
#include "text/block.h"
#include "text/checksum.h"
#include "base/crc32.h"
#include "text/scan_wide.h"
#include "text/utf8.h"

#define PATH "x.sdn"

static sdn_str input;

static void demand(bool holds, const char *what, const char *more)
{
    if (holds)
        return;
    fprintf(stderr, "broken: %s: %s\n", what, more);
    abort();
}

/* ---- slow scanners ---- */

/* The length of the character at `at`, 0 if it is none, by what it decodes to. */
static size_t slow_character(const unsigned char *at, size_t left)
{
    static const uint32_t least[] = {0, 1, 0x80, 0x800, 0x10000};
    size_t length = at[0] < 0x80 ? 1 : at[0] < 0xC0 ? 0 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : at[0] < 0xF8 ? 4 : 0;
    uint32_t code = length == 1 ? at[0] : at[0] & (0x7Fu >> length);
    if (length == 0 || length > left)
        return 0;
    for (size_t i = 1; i < length; i++) {
        if (at[i] >> 6 != 2)
            return 0;
        code = code << 6 | (at[i] & 0x3Fu);
    }
    return code >= least[length] && code <= 0x10FFFF && code >> 11 != 0x1B ? length : 0;
}

static const char *slow_utf8_fault(const char *bytes, size_t len)
{
    for (size_t at = 0; at < len;) {
        size_t length = slow_character((const unsigned char *)bytes + at, len - at);
        if (length == 0)
            return bytes + at;
        at += length;
    }
    return NULL;
}

static uint32_t slow_crc32(const char *bytes, size_t len)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < len; i++) {
        crc ^= (unsigned char)bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc % 2 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

/* The cells of a row do not overlap, are in order and trimmed, with nothing but blanks and a comma between. */
static void check_cells(const sdn_row_scan *scan, const sdn_cell *cells, uint32_t stored)
{
    const char *at = scan->line.start;
    for (uint32_t i = 0; i < stored; i++) {
        sdn_str extent = sdn__cell_extent(&cells[i]);
        demand(extent.ptr >= at && extent.ptr + extent.len <= scan->line.end, "cell", "outside of its row");
        at = sdn__skip_blanks(at, extent.ptr);
        demand(at == extent.ptr, "cell", "not all before it is blank");
        at = sdn__skip_blanks(at + extent.len, scan->line.end);
        bool last = i + 1 == scan->count;
        demand(last ? at == scan->line.end : *at == ',', "cell", "neither comma nor line end after it");
        at += last ? 0 : 1;
    }
}

/* What the wide scan takes is what the plain scan says; `text` has a NUL after it, as files in memory do. */
static void check_wide_rows(const char *text, size_t len)
{
    enum { MOST_CELLS = 64 };
    sdn_cell cells[MOST_CELLS + 1], taken[MOST_CELLS];
    sdn_wide_scan wide;
    const char *end = text + len;
    size_t effort = 8 * len;
    sdn__wide_scan_init(&wide, end);
    for (const char *at = text; at < end;) {
        sdn_row_scan found;
        bool is_text = false;
        sdn_row_scan scan = sdn__scan_row(at, end, cells, MOST_CELLS + 1, 1, &effort);
        uint32_t expected = scan.count < MOST_CELLS ? scan.count : MOST_CELLS;
        at = scan.line.next;
        if (!sdn__wide_scan_row(&wide, scan.line.start, taken, expected, &found, &is_text))
            continue;
        demand(scan.problem == NULL && scan.count == expected, "wide scan", "took what is no row");
        demand(found.line.start == scan.line.start && found.line.end == scan.line.end && found.line.next == at &&
                   found.count == expected && found.problem == NULL,
               "wide scan", "another row");
        for (uint32_t i = 0; i < expected; i++)
            demand(taken[i].ptr == cells[i].ptr && taken[i].len == cells[i].len && taken[i].form == cells[i].form,
                   "wide scan", "another cell");
        demand(!is_text || slow_utf8_fault(found.line.start, (size_t)(found.line.end - found.line.start)) == NULL,
               "wide scan", "is no text");
    }
}

static void check_blocks(const char *text, size_t len)
{
    for (size_t at = 0; at + SDN_BLOCK_SIZE <= len; at += 1 + at % 7) {
        sdn_block block = sdn__block_at(text + at), other = sdn__block_in_words(text + at);
        demand(block.commas == other.commas && block.quotes == other.quotes && block.newlines == other.newlines &&
                   block.spaces == other.spaces && block.rare == other.rare,
               "scanner", "blocks");
    }
}

static void check_rows(void)
{
    enum { MOST_CELLS = 64 };
    sdn_cell cells[MOST_CELLS];
    const char *end = input.ptr + input.len;
    size_t effort = 8 * input.len;
    for (const char *at = input.ptr; at < end;) {
        sdn_line line = sdn__line_at(at, end);
        sdn_row_scan scan = sdn__scan_row(at, end, cells, MOST_CELLS, (uint32_t)(line.end - line.start) % 5, &effort);
        demand(scan.line.start == at && scan.line.next > at && scan.line.next <= end, "row", "outside of the text");
        demand(scan.line.next >= line.next, "row", "less than its line");
        check_cells(&scan, cells, scan.count < MOST_CELLS ? scan.count : MOST_CELLS);
        at = scan.line.next;
    }
}

static void check_scanners(void)
{
    /* From any offset, so that every alignment comes up. */
    size_t skip = input.len > 0 ? (unsigned char)input.ptr[0] % 9 : 0;
    skip = skip < input.len ? skip : 0;
    const char *from = input.ptr + skip;
    size_t len = input.len - skip;
    demand(sdn__utf8_fault(from, len) == slow_utf8_fault(from, len), "scanner", "UTF-8");
    demand(sdn__crc32(0, from, len) == slow_crc32(from, len), "scanner", "CRC-32");
    check_rows();
    char *copy = malloc(len + 1);
    demand(copy != NULL, "scanner", "memory");
    memcpy(copy, from, len);
    copy[len] = '\0';
    check_wide_rows(copy, len);
    const char *difference = compare_rows(copy, len, len % 7 == 0 ? 20 : len + 1).difference;
    demand(difference == NULL, "rows read in two ways", difference);
    check_blocks(copy, len);
    free(copy);
}

/* ---- positions and messages ---- */

static void check_message(const char *message)
{
    size_t len = strlen(message);
    demand(len > 0 && memchr(message, '\n', len) == NULL, "message", message);
}

/* A byte order mark is no column. */
static void check_position(uint32_t line, uint32_t column, const char *message)
{
    const char *end = input.ptr + input.len;
    bool marked = input.len >= 3 && memcmp(input.ptr, "\xEF\xBB\xBF", 3) == 0;
    const char *at = input.ptr + (marked ? 3 : 0);
    for (uint32_t i = 1; i < line; i++) {
        at = memchr(at, '\n', (size_t)(end - at));
        demand(at != NULL, "a line after the end", message);
        at++;
    }
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    stop = stop != NULL ? stop : end;
    demand(line > 0 && column > 0 && column <= (size_t)(stop - at) + 1, "a column outside of its line", message);
    check_message(message);
}

static void check_error(sdn_code code, const sdn_error *err, bool strict, bool limited)
{
    demand(err->code == code, "error", "another code than returned");
    demand(code == SDN_E_SYNTAX || code == SDN_E_CHECKSUM || (strict && code == SDN_E_NOT_FOUND) ||
               (limited && code == SDN_E_LIMIT),
           "error", err->message);
    if (err->line > 0)
        check_position(err->line, err->column, err->message);
    else
        check_message(err->message);
}

static void check_problems(const sdn_problem *list, size_t count, bool in_file)
{
    for (size_t i = 0; i < count; i++) {
        if (in_file || list[i].line > 0)
            check_position(list[i].line, list[i].column, list[i].message);
        demand(i == 0 || !in_file || list[i - 1].line <= list[i].line, "problems", "not in line order");
    }
}

/* ---- records ---- */

static void check_text(sdn_str text)
{
    demand(text.ptr != NULL && text.ptr[text.len] == '\0', "text", "no NUL after it");
    demand(slow_utf8_fault(text.ptr, text.len) == NULL, "text", "not UTF-8");
}

static void check_field(const sdn_field *field, const void *record)
{
    const void *value = (const char *)record + field->offset;
    size_t text = sdn__field_text_offset(field);
    if (text != SDN_NO_OFFSET)
        check_text(*(const sdn_str *)(const void *)((const char *)record + text));
    if ((field->flags & SDN_FIELD_LIST) == 0 || field->type != SDN_TYPE_STRING)
        return;
    sdn_str_list list;
    memcpy(&list, value, sizeof list);
    for (size_t i = 0; i < list.count; i++)
        check_text(list.items[i]);
}

static void check_index(const sdn_store *store, uint32_t index, const void *record)
{
    sdn_value values[SDN_INDEX_FIELDS_MAX];
    const sdn_index_type *type = &store->type->indexes[index];
    if (!sdn__index_has(store->type, type, record))
        return;
    sdn__values_of(store->type, type, record, values);
    sdn_cursor cursor = sdn_store_by(store, index, values);
    for (const void *found; (found = sdn_cursor_next(&cursor)) != NULL;)
        if (found == record)
            return;
    demand(false, "a record is missing in an index", store->type->name);
}

/* How many records a walk shows, which are to be in the order of an index, or of the key, if that is given. */
static size_t count_shown(sdn_cursor cursor, const sdn_record_type *type, const sdn_index_type *index, bool descends)
{
    sdn_value before[SDN_INDEX_FIELDS_MAX], own[SDN_INDEX_FIELDS_MAX];
    size_t count = 0;
    for (const void *record; (record = sdn_cursor_next(&cursor)) != NULL; count++) {
        if (index == NULL)
            continue;
        sdn__values_of(type, index, record, own);
        int order = count == 0            ? 0
                    : index == &type->key ? sdn__key_compare(type, before, own)
                                          : sdn__values_compare(type, index, before, own);
        demand(descends ? order >= 0 : order <= 0, "order of a walk", type->name);
        memcpy(before, own, sizeof before);
    }
    return count;
}

/* That walks over all records, and over those up to one and from it on, show as many from both ends. */
static void check_walks(const sdn_store *store, uint32_t index, const void *middle)
{
    const sdn_record_type *type = store->type;
    const sdn_index_type *fields = index == SDN_KEY_INDEX ? &type->key : &type->indexes[index];
    sdn_value values[SDN_INDEX_FIELDS_MAX];
    sdn_cursor all = sdn_store_range(store, index, NULL, 0, NULL, 0);
    size_t count = count_shown(all, type, fields, false);
    demand(count_shown(sdn_cursor_reverse(all), type, fields, true) == count, "a walk backward", type->name);
    if (middle == NULL || !sdn__index_has(type, fields, middle))
        return;
    sdn__values_of(type, fields, middle, values);
    sdn_cursor low = sdn_store_range(store, index, NULL, 0, values, fields->field_count);
    sdn_cursor high = sdn_store_range(store, index, values, fields->field_count, NULL, 0);
    sdn_cursor equal = sdn_store_range(store, index, values, fields->field_count, values, fields->field_count);
    size_t shown = count_shown(low, type, fields, false) + count_shown(sdn_cursor_reverse(high), type, fields, true);
    demand(shown == count + count_shown(equal, type, fields, false), "two ranges", type->name);
    if (type->fields[fields->fields[fields->field_count - 1]].type == SDN_TYPE_STRING) {
        sdn_cursor starting = sdn_store_starting(store, index, values, fields->field_count);
        demand(count_shown(starting, type, fields, false) > 0, "the start of a text", type->name);
    }
}

static void check_all_walks(const sdn_store *store)
{
    const sdn_record_type *type = store->type;
    sdn_cursor rows = sdn_store_in_file_order(store), back = sdn_cursor_reverse(rows);
    const void *middle = NULL;
    for (size_t i = 0; i <= sdn_store_count(store) / 2; i++)
        middle = sdn_cursor_next(&back);
    demand(count_shown(rows, type, NULL, false) == sdn_store_count(store), "file order", type->name);
    if (type->key.field_count > 0)
        check_walks(store, SDN_KEY_INDEX, middle);
    for (uint32_t i = 0; i < type->index_count; i++)
        check_walks(store, i, middle);
}

static void check_record(const sdn_store *store, const void *record, bool thoroughly)
{
    const sdn_record_type *type = store->type;
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    for (uint32_t i = 0; i < type->field_count; i++)
        check_field(&type->fields[i], record);
    if (type->key.field_count > 0) {
        sdn__values_of(type, &type->key, record, key);
        demand(sdn_store_get(store, key) == record, "a record is not found by its key", type->name);
    }
    for (uint32_t i = 0; thoroughly && i < type->index_count; i++)
        check_index(store, i, record);
}

static void check_store(sdn_store *store)
{
    enum { THOROUGHLY = 8 };
    size_t count = 0, problems, violations;
    sdn_value before[SDN_INDEX_FIELDS_MAX], key[SDN_INDEX_FIELDS_MAX];
    const sdn_problem *list;
    const sdn_record_type *type = store->type;
    sdn_cursor cursor = sdn_store_all(store);
    for (const void *record; (record = sdn_cursor_next(&cursor)) != NULL; count++) {
        check_record(store, record, count < THOROUGHLY);
        sdn__values_of(type, &type->key, record, key);
        demand(count == 0 || type->key.field_count == 0 || sdn__key_compare(type, before, key) < 0, "order",
               type->name);
        memcpy(before, key, sizeof before);
    }
    demand(count == sdn_store_count(store), "count", type->name);
    check_all_walks(store);
    problems = sdn_store_problems(store, &list);
    check_problems(list, problems, true);
    demand(sdn_store_validate(store, &list, &violations, NULL) == SDN_OK, "validate", type->name);
    check_problems(list, violations, false);
}

/* ---- files ---- */

/* The bytes in memory without the NULs after text, in memory of the caller. */
static char *bytes_of_file(const sdn_image *image)
{
    char *bytes = malloc(image->buffer_len + 1);
    demand(bytes != NULL, "no memory", "");
    sdn__document_copy(&image->document, image->buffer, image->buffer_len, bytes);
    bytes[image->buffer_len] = '\0';
    return bytes;
}

/* Those bytes; and what a save without changes would write. */
static void check_rebuilt(sdn_image *image)
{
    char *bytes = bytes_of_file(image);
    demand(image->pieces.len == input.len && memcmp(bytes, input.ptr, input.len) == 0, "rebuilt", "the buffer");
    free(bytes);
    demand(sdn__pieces_equal(&image->pieces, input.ptr, input.len), "rebuilt", "the pieces");
}

/* ---- conflicts of git ---- */

static size_t count_of(const char *at, const char *end, char mark)
{
    size_t count = 0;
    while (at + count < end && at[count] == mark)
        count++;
    return count;
}

/* Whether a line starts with `exactly` marks, or seven or more if that is 0, followed by nothing or a blank. */
static bool is_marker(const char *at, const char *end, char mark, size_t exactly)
{
    size_t count = count_of(at, end, mark);
    const char *next = at + count;
    bool ends = next == end || *next == '\n' || (*next == '\r' && (next + 1 == end || next[1] == '\n'));
    return (exactly > 0 ? count == exactly : count >= 7) && (ends || *next == ' ');
}

static void check_conflict(const sdn_document *document, const sdn_git_conflict *conflict)
{
    const char *end = document->bytes + document->len, *last = conflict->end - 1;
    demand(conflict->start == document->bytes || conflict->start[-1] == '\n', "conflict", "not at a line's start");
    demand(is_marker(conflict->start, end, '<', 0), "conflict", "not at a marker");
    while (last > conflict->start && last[-1] != '\n')
        last--;
    demand(last == conflict->start || is_marker(last, end, '>', count_of(conflict->start, end, '<')), "conflict",
           "does not end at a marker");
}

static bool has_marker_line(const sdn_document *document)
{
    const char *at = document->bytes, *end = at + document->len;
    for (const char *line = at; line < end;) {
        if (is_marker(line, end, '<', 0))
            return true;
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        line = newline != NULL ? newline + 1 : end;
    }
    return false;
}

static bool is_in_a_conflict(const sdn_document *document, const char *at)
{
    for (size_t i = 0; i < document->conflict_count; i++)
        if (at >= document->conflicts[i].start && at < document->conflicts[i].end)
            return true;
    return false;
}

/* The document in a copy of its bytes, and what is in `conflicts` with it. */
static sdn_document document_in(char *bytes, const sdn_image *image, sdn_git_conflict *conflicts)
{
    sdn_document document = image->document;
    document.bytes = bytes + (document.bytes - image->buffer);
    for (size_t i = 0; i < document.conflict_count; i++) {
        conflicts[i] = document.conflicts[i];
        conflicts[i].start = bytes + (conflicts[i].start - image->buffer);
        conflicts[i].end = bytes + (conflicts[i].end - image->buffer);
    }
    document.conflicts = conflicts;
    return document;
}

static void check_conflicts(sdn_image *image)
{
    char *bytes = bytes_of_file(image);
    sdn_git_conflict *conflicts = calloc(image->document.conflict_count + 1, sizeof *conflicts);
    demand(conflicts != NULL, "no memory", "");
    const sdn_document copy = document_in(bytes, image, conflicts), *document = &copy;
    for (size_t i = 0; i < document->conflict_count; i++) {
        check_conflict(document, &document->conflicts[i]);
        demand(i == 0 || document->conflicts[i - 1].end <= document->conflicts[i].start, "conflicts", "meet");
    }
    demand(document->conflict_count == 0 || has_marker_line(document), "conflicts", "without a marker");
    for (size_t i = 0; i < image->table_count; i++)
        for (size_t slot = 0; slot < image->tables[i]->slots.row_count; slot++) {
            const sdn_row *row = &image->tables[i]->slots.rows[slot];
            demand((row->flags & SDN_ROW_UNREADABLE) != 0 || !is_in_a_conflict(document, document->bytes + row->start),
                   "conflict", "a record in it");
        }
    free(conflicts);
    free(bytes);
}

/* ---- opening ---- */

/* Opens the file with every type. Returns NULL if it was refused, which is checked. */
static sdn_file *open_all(const sdn_options *options, sdn_store *stores[RECORD_TYPES], bool limited)
{
    sdn_error err = {0};
    sdn_file *file = sdn_file_open(PATH, options, &err);
    if (file == NULL) {
        check_error(err.code, &err, options->strict, limited);
        return NULL;
    }
    for (size_t i = 0; i < RECORD_TYPES; i++) {
        stores[i] = sdn_file_store(file, record_types[i], &err);
        if (stores[i] != NULL)
            continue;
        check_error(err.code, &err, options->strict, limited);
        sdn_file_close(file);
        return NULL;
    }
    return file;
}

/* Strict opening of one table agrees with its problems. */
static void check_strict(const sdn_store *store, sdn_options options)
{
    const sdn_problem *list;
    sdn_error err = {0};
    bool clean = sdn_store_problems(store, &list) == 0;
    bool there = input.len == 0 || sdn__store_image(store)->tables[store->number]->columns.position != SDN_NO_TABLE;
    if (input.len > 0 && sdn__store_image(store)->document.len == 0)
        there = true; /* nothing but a byte order mark */
    options.strict = true;
    sdn_store *strict = sdn_store_open(store->type, PATH, &options, &err);
    demand((strict != NULL) == (clean && there), "strict", store->type->name);
    if (strict == NULL)
        check_error(err.code, &err, true, false);
    sdn_store_close(strict);
}

static void read_default(void)
{
    sdn_options options = sdn_options_default();
    sdn_store *stores[RECORD_TYPES];
    options.ignore_checksum = true;
    sdn_file *file = open_all(&options, stores, true);
    uint64_t version = memory_disk_version(PATH);
    if (file == NULL)
        return;
    for (size_t i = 0; i < RECORD_TYPES; i++)
        check_store(stores[i]);
    check_rebuilt(sdn__store_image(stores[0]));
    check_conflicts(sdn__store_image(stores[0]));
    sdn_error err = {0};
    sdn_code code = sdn_file_begin(file, &err);
    demand((code == SDN_E_SYNTAX) == (sdn__store_image(stores[0])->document.conflict_count > 0), "begin", err.message);
    sdn_file_rollback(file);
    check_strict(stores[input.len % RECORD_TYPES], options);
    demand(sdn_file_save(file, NULL) == SDN_OK && memory_disk_version(PATH) == version && memory_disk_count() == 1,
           "save", "wrote without a change");
    for (size_t i = 0; i < RECORD_TYPES; i++)
        check_store(stores[i]);
    sdn_file_close(file);
}

/* With the checksum, and limits that even small files pass. */
static void read_limited(void)
{
    sdn_options options = sdn_options_default();
    sdn_store *stores[RECORD_TYPES];
    options.max_cell_bytes = 12;
    options.max_columns = 6;
    options.max_rows = 4;
    options.max_file_bytes = 3000;
    sdn_file *file = open_all(&options, stores, true);
    if (file != NULL)
        for (size_t i = 0; i < RECORD_TYPES; i++)
            check_store(stores[i]);
    sdn_file_close(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input = (sdn_str){size > 0 ? (const char *)data : "", size};
    check_scanners();
    memory_disk_enter();
    memory_disk_put(PATH, input);
    memory_disk_pass(INT64_C(1000000000));
    read_default();
    read_limited();
    memory_disk_leave();
    return 0;
}
