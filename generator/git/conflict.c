#include "git/conflict.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "diag/text.h"
#include "text/document_reader.h"

/* One reading of a file. */
typedef struct conflict_reader {
    conflict_file *file;
    const sdn_record_type *const *types;
    size_t type_count;
    size_t effort; /* see sdn__scan_row */
    sdn_error *err;
} conflict_reader;

/* The columns of a table that are its key. */
typedef struct key_columns {
    uint32_t columns[SDN_INDEX_FIELDS_MAX];
    uint32_t count; /* 0: it has no key, or lacks a column of it */
} key_columns;

/* ---- keys ---- */

static bool find_column_named(const sdn_table_text *table, sdn_str name, uint32_t *column)
{
    for (uint32_t i = 0; i < table->column_count; i++)
        if (sdn_str_equal(table->columns[i], name)) {
            *column = i;
            return true;
        }
    return false;
}

/* A column may have one of the older names of its field. */
static bool find_column_of(const sdn_table_text *table, const sdn_field *field, uint32_t *column)
{
    bool found = find_column_named(table, field->column, column);
    for (uint32_t i = 0; i < field->was_count && !found; i++)
        found = find_column_named(table, field->was[i], column);
    return found;
}

static key_columns key_columns_of(const conflict_reader *reader, const sdn_table_text *table)
{
    key_columns key = {.count = 0};
    for (size_t i = 0; i < reader->type_count; i++) {
        const sdn_record_type *type = reader->types[i];
        if (!sdn_str_equal(type->table, table->name))
            continue;
        for (uint32_t k = 0; k < type->key.field_count; k++)
            if (!find_column_of(table, &type->fields[type->key.fields[k]], &key.columns[key.count++]))
                return (key_columns){.count = 0};
        break;
    }
    return key;
}

static bool add_key_text(sdn_buffer *text, const sdn_cell *cells, uint32_t column, sdn_arena *arena)
{
    sdn_row_reader row = {.cells = cells, .columns = &column, .arena = arena};
    sdn_str part = SDN_STR("");
    if (text->len > 0)
        sdn__buffer_add_str(text, SDN_STR(", "));
    bool is_read = sdn_read_any_string(&row, 0, &part);
    sdn__buffer_add_str(text, part);
    return is_read;
}

/* The key as messages show it; ptr NULL when memory ran out. */
static sdn_str key_text(const sdn_cell *cells, const key_columns *key, sdn_arena *arena)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    bool is_read = true;
    for (uint32_t i = 0; i < key->count && is_read; i++)
        is_read = add_key_text(&text, cells, key->columns[i], arena);
    sdn_str shown = is_read ? text_copy(&text, arena) : (sdn_str){NULL, 0};
    sdn__buffer_release(&text);
    return shown;
}

/* Whether two keys are the same, blanks after commas left aside. */
static bool is_same_key(sdn_str a, sdn_str b)
{
    const char *at = a.ptr, *end = a.ptr + a.len, *other = b.ptr, *other_end = b.ptr + b.len;
    for (; at < end && other < other_end && *at == *other; at++, other++)
        if (*at == ',') {
            at += at + 1 < end && at[1] == ' ';
            other += other + 1 < other_end && other[1] == ' ';
        }
    return at == end && other == other_end;
}

/* The first key of a side that is `key`; to the byte, if it `is_exact`. ptr NULL: none. */
static sdn_str key_in_side(const conflict_lines *side, sdn_str key, bool is_exact)
{
    for (size_t k = 0; k < side->sorted_count; k++) {
        sdn_str found = side->sorted[k]->key;
        if (is_exact ? sdn_str_equal(found, key) : is_same_key(found, key))
            return found;
    }
    return (sdn_str){NULL, 0};
}

static sdn_str find_meant_key(const conflict_file *file, sdn_str key, bool is_exact)
{
    sdn_str found = {NULL, 0};
    for (size_t i = 0; i < file->count && found.ptr == NULL; i++)
        for (size_t side = 0; side < CONFLICT_SIDES && file->items[i].by_record && found.ptr == NULL; side++)
            found = key_in_side(&file->items[i].sides[side], key, is_exact);
    return found;
}

/* A single field may hold a comma, so `a,b` and `a, b` may be two records. */
sdn_str conflict_key_meant(const conflict_file *file, sdn_str key)
{
    sdn_str found = find_meant_key(file, key, true);
    return found.ptr != NULL ? found : find_meant_key(file, key, false);
}

static int compare_pieces(const void *a, const void *b)
{
    const conflict_piece *left = *(const conflict_piece *const *)a, *right = *(const conflict_piece *const *)b;
    int order = sdn_str_compare(left->key, right->key);
    return order != 0 ? order : (left > right) - (left < right);
}

/* A binary search. */
size_t conflict_find(const conflict_lines *side, size_t from, sdn_str key)
{
    size_t low = 0, high = side->sorted_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = sdn_str_compare(side->sorted[middle]->key, key);
        if (order > 0 || (order == 0 && side->sorted[middle] >= side->pieces + from))
            high = middle;
        else
            low = middle + 1;
    }
    bool found = low < side->sorted_count && sdn_str_equal(side->sorted[low]->key, key);
    return found ? (size_t)(side->sorted[low] - side->pieces) : side->piece_count;
}

/* ---- pieces ---- */

/* Reads the row at the start of `text`. *row gets its lines, its cells and its key; without cells it is none that can be
 * settled by its key. SDN_E_NOMEM. */
static sdn_code read_conflicting_row(conflict_reader *reader, const sdn_table_text *table, sdn_str text,
                                     const key_columns *key, conflict_piece *row)
{
    uint32_t columns = table->column_count;
    const char *end = text.ptr + text.len;
    *row = (conflict_piece){.cells = NULL};
    if (!sdn__document_is_row(table->indent, sdn__line_at(text.ptr, end)))
        return SDN_OK;
    sdn_cell *cells = sdn_arena_alloc(reader->file->arena, (columns + 1) * sizeof *cells);
    if (cells == NULL)
        return sdn__fail_memory(reader->err);
    sdn_row_scan scan = sdn__scan_row(text.ptr, end, cells, columns + 1, columns, &reader->effort);
    if (scan.problem != NULL || scan.count != columns)
        return SDN_OK;
    row->cells = cells;
    row->text = (sdn_str){text.ptr, (size_t)(scan.line.next - text.ptr)};
    row->line = sdn__document_line(&reader->file->document, text.ptr);
    row->key = key_text(cells, key, reader->file->arena);
    return row->key.ptr != NULL ? SDN_OK : sdn__fail_memory(reader->err);
}

/* The first line from `at` on that is neither blank nor a comment, or `end`. */
static const char *skip_comment_lines(const char *at, const char *end)
{
    while (at < end) {
        sdn_line line = sdn__line_at(at, end);
        const char *text = sdn__skip_blanks(line.start, line.end);
        if (text < line.end && *text != '#')
            return at;
        at = line.next;
    }
    return end;
}

static size_t line_count(sdn_str text)
{
    size_t count = 1;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '\n';
    return count;
}

/* Cuts a side into pieces. item->by_record becomes false if that is not possible. */
static sdn_code cut_side(conflict_reader *reader, conflict *item, conflict_lines *side, const key_columns *key)
{
    const char *end = side->text.ptr + side->text.len;
    side->pieces = sdn_arena_alloc(reader->file->arena, line_count(side->text) * sizeof *side->pieces);
    if (side->pieces == NULL)
        return sdn__fail_memory(reader->err);
    for (const char *start = side->text.ptr; start < end;) {
        conflict_piece *piece = &side->pieces[side->piece_count++];
        const char *row = skip_comment_lines(start, end);
        if (row == end) {
            uint32_t line = sdn__document_line(&reader->file->document, start);
            *piece = (conflict_piece){.text = {start, (size_t)(end - start)}, .line = line};
            break;
        }
        sdn_code code = read_conflicting_row(reader, item->table, (sdn_str){row, (size_t)(end - row)}, key, piece);
        item->by_record = piece->cells != NULL;
        if (code != SDN_OK || !item->by_record)
            return code;
        piece->text = (sdn_str){start, (size_t)(row - start) + piece->text.len};
        start += piece->text.len;
    }
    return SDN_OK;
}

static sdn_code sort_side(conflict_reader *reader, conflict_lines *side)
{
    side->sorted = sdn_arena_alloc(reader->file->arena, (side->piece_count + 1) * sizeof *side->sorted);
    if (side->sorted == NULL)
        return sdn__fail_memory(reader->err);
    for (size_t i = 0; i < side->piece_count; i++)
        if (side->pieces[i].key.ptr != NULL)
            side->sorted[side->sorted_count++] = &side->pieces[i];
    qsort(side->sorted, side->sorted_count, sizeof *side->sorted, compare_pieces);
    return SDN_OK;
}

/* The table that a conflict is among the rows of; NULL: none, or a header is in it. */
static const sdn_table_text *table_of_conflict(const sdn_document *document, const sdn_git_conflict *found)
{
    const sdn_table_text *table = NULL;
    for (size_t i = 0; i < document->table_count && document->tables[i].header.start < found->end; i++)
        table = &document->tables[i];
    if (table == NULL || table->header.start >= found->start || table->rows_end < found->start)
        return NULL;
    return table;
}

static sdn_code cut_conflict(conflict_reader *reader, conflict *item)
{
    key_columns key = item->table != NULL ? key_columns_of(reader, item->table) : (key_columns){.count = 0};
    sdn_code code = SDN_OK;
    item->by_record = key.count > 0;
    for (size_t side = 0; side < CONFLICT_SIDES && code == SDN_OK && item->by_record; side++)
        code = cut_side(reader, item, &item->sides[side], &key);
    for (size_t side = 0; side < CONFLICT_SIDES && code == SDN_OK && item->by_record; side++)
        code = sort_side(reader, &item->sides[side]);
    return code;
}

/* ---- markers ---- */

static sdn_code refuse_markers(conflict_reader *reader, const char *at, const char *what)
{
    sdn_document *document = &reader->file->document;
    return sdn__fail_at(reader->err, SDN_E_SYNTAX, document->path, sdn__document_line(document, at), 1, "%s", what);
}

/* Which marker a line is, of a conflict with `marks` marks: its position in conflict.markers; CONFLICT_SIDES + 1: none. */
static size_t marker_kind(sdn_line line, size_t marks)
{
    static const char kinds[] = "<|=>";
    if (sdn__document_marks(line) != marks)
        return CONFLICT_SIDES + 1;
    return (size_t)(strchr(kinds, *line.start) - kinds);
}

/* Sets markers and sides of a conflict. The lines between two markers are the side that the first of them begins. */
static sdn_code read_markers(conflict_reader *reader, const sdn_git_conflict *found, conflict *item)
{
    sdn_line line = sdn__line_at(found->start, found->end);
    size_t marks = sdn__document_marks(line), last = 0;
    item->markers[0] = (sdn_str){line.start, (size_t)(line.next - line.start)};
    item->sides[0].text.ptr = line.next;
    while (line.next < found->end) {
        line = sdn__line_at(line.next, found->end);
        size_t kind = marker_kind(line, marks);
        if (kind == 0 || (kind > CONFLICT_SIDES && sdn__document_marks(line) > 0 && *line.start == '<'))
            return refuse_markers(reader, line.start, "a conflict within a conflict; settle this one by hand");
        if (kind > CONFLICT_SIDES)
            continue;
        if (kind <= last || (kind == CONFLICT_SIDES && last < CONFLICT_THEIRS))
            return refuse_markers(reader, line.start, "this marker is out of order; settle this conflict by hand");
        item->sides[last].text.len = (size_t)(line.start - item->sides[last].text.ptr);
        item->markers[kind] = (sdn_str){line.start, (size_t)(line.next - line.start)};
        if (kind < CONFLICT_SIDES)
            item->sides[kind].text.ptr = line.next;
        last = kind;
    }
    return last == CONFLICT_SIDES
               ? SDN_OK
               : refuse_markers(reader, found->start, "this conflict lacks the marker of its end; settle it by hand");
}

static sdn_code read_conflict(conflict_reader *reader, const sdn_git_conflict *found, conflict *item)
{
    sdn_document *document = &reader->file->document;
    *item = (conflict){
        .text = {found->start, (size_t)(found->end - found->start)},
        .line = found->line,
        .last_line = sdn__document_line(document, found->end - 1),
        .table = table_of_conflict(document, found),
    };
    for (size_t side = 0; side < CONFLICT_SIDES; side++)
        item->sides[side].text = (sdn_str){found->start, 0};
    sdn_code code = read_markers(reader, found, item);
    return code == SDN_OK ? cut_conflict(reader, item) : code;
}

sdn_code conflict_file_read(conflict_file *file, const char *path, sdn_str bytes, const sdn_record_type *const *types,
                            size_t type_count, sdn_arena *arena, sdn_error *err)
{
    static const sdn_document_limits no_limits = {SIZE_MAX, UINT32_MAX - 1, UINT32_MAX};
    conflict_reader reader = {file, types, type_count, 8 * bytes.len, err};
    *file = (conflict_file){.arena = arena, .bytes = bytes};
    sdn_code code = sdn__document_read(&file->document, path, bytes.ptr, bytes.len, &no_limits, arena, err);
    if (code != SDN_OK)
        return code;
    file->items = sdn_arena_alloc(arena, (file->document.conflict_count + 1) * sizeof *file->items);
    if (file->items == NULL)
        return sdn__fail_memory(err);
    for (size_t i = 0; i < file->document.conflict_count && code == SDN_OK; i++)
        code = read_conflict(&reader, &file->document.conflicts[i], &file->items[file->count++]);
    return code;
}

void conflict_file_release(conflict_file *file)
{
    sdn__document_release(&file->document);
}
