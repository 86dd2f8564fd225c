#include "git/conflict.h"

#include "diag/diag.h"

/* What messages call the sides. */
static const char *const side_names[CONFLICT_SIDES] = {
    [CONFLICT_OURS] = "ours", [CONFLICT_BASE] = "base", [CONFLICT_THEIRS] = "theirs"};

/* A record in a conflict: its piece on each side, NULL where the side lacks it. */
typedef struct record_in_conflict {
    const conflict *item;
    const conflict_piece *pieces[CONFLICT_SIDES];
} record_in_conflict;

static record_in_conflict find_in_conflict(const conflict *item, sdn_str key)
{
    record_in_conflict record = {.item = item};
    for (size_t side = 0; side < CONFLICT_SIDES; side++) {
        const conflict_lines *lines = &item->sides[side];
        size_t found = conflict_find(lines, 0, key);
        record.pieces[side] = found < lines->piece_count ? &lines->pieces[found] : NULL;
    }
    return record;
}

static sdn_str cell_as_written(const conflict_piece *piece, uint32_t column)
{
    return sdn__cell_extent(&piece->cells[column]);
}

/* ---- one record ---- */

static void add_place(const conflict_file *file, uint32_t line, sdn_buffer *text)
{
    text_printf(text, "%s:%lu: ", file->document.path, (unsigned long)line);
}

/* Adds what each side has in a column. */
static void add_differing_field(const record_in_conflict *record, uint32_t column, sdn_buffer *text)
{
    static const conflict_side order[] = {CONFLICT_OURS, CONFLICT_THEIRS, CONFLICT_BASE};
    sdn__buffer_add_str(text, record->item->table->columns[column]);
    for (size_t i = 0; i < CONFLICT_SIDES; i++) {
        const conflict_piece *piece = record->pieces[order[i]];
        if (piece == NULL)
            continue;
        text_printf(text, "%s %s ", i > 0 ? "," : ":", side_names[order[i]]);
        sdn__buffer_add_str(text, cell_as_written(piece, column));
    }
}

static size_t add_differing_fields(const record_in_conflict *record, sdn_buffer *text)
{
    const conflict_piece *ours = record->pieces[CONFLICT_OURS], *theirs = record->pieces[CONFLICT_THEIRS];
    size_t count = 0;
    for (uint32_t column = 0; column < record->item->table->column_count; column++) {
        if (sdn_str_equal(cell_as_written(ours, column), cell_as_written(theirs, column)))
            continue;
        text_printf(text, count++ > 0 ? "; " : ": ");
        add_differing_field(record, column, text);
    }
    return count;
}

static void add_lacking(const record_in_conflict *record, sdn_buffer *text)
{
    bool was_there = record->pieces[CONFLICT_BASE] != NULL;
    conflict_side lacking = record->pieces[CONFLICT_OURS] == NULL ? CONFLICT_OURS : CONFLICT_THEIRS;
    bool both = record->pieces[CONFLICT_OURS] == NULL && record->pieces[CONFLICT_THEIRS] == NULL;
    if (both)
        text_printf(text, ": both deleted it");
    else
        text_printf(text, ": %s %s", side_names[lacking], was_there ? "deleted it" : "does not have it");
}

static void add_conflicting_record(const conflict_file *file, const record_in_conflict *record,
                                   const conflict_piece *piece, sdn_buffer *text)
{
    add_place(file, piece->line, text);
    text_printf(text, "record '%.*s'", DIAG_STR(piece->key));
    if (record->pieces[CONFLICT_OURS] == NULL || record->pieces[CONFLICT_THEIRS] == NULL)
        add_lacking(record, text);
    else if (add_differing_fields(record, text) == 0)
        text_printf(text, ": the text around it");
    text_printf(text, "\n");
}

/* ---- all records of a conflict ---- */

/* Whether both sides have the record, with the same text: it is no conflict. */
static bool is_agreed(const record_in_conflict *record)
{
    const conflict_piece *ours = record->pieces[CONFLICT_OURS], *theirs = record->pieces[CONFLICT_THEIRS];
    return ours != NULL && theirs != NULL && sdn_str_equal(ours->text, theirs->text);
}

/* Whether a piece is that of its record which is listed: the first, on the first side that has it. */
static bool is_listed(const record_in_conflict *record, const conflict_piece *piece)
{
    for (size_t side = 0; side < CONFLICT_SIDES; side++)
        if (record->pieces[side] != NULL)
            return record->pieces[side] == piece;
    return false;
}

static void add_whole(const conflict_file *file, const conflict *item, sdn_buffer *text)
{
    add_place(file, item->line, text);
    text_printf(text, "lines %lu-%lu", (unsigned long)item->line, (unsigned long)item->last_line);
}

static size_t list_records(const conflict_file *file, const conflict *item, sdn_buffer *text)
{
    size_t count = 0;
    for (size_t side = 0; side < CONFLICT_SIDES; side++)
        for (size_t i = 0; i < item->sides[side].piece_count; i++) {
            const conflict_piece *piece = &item->sides[side].pieces[i];
            if (piece->key.ptr == NULL)
                continue;
            record_in_conflict record = find_in_conflict(item, piece->key);
            if (is_agreed(&record) || !is_listed(&record, piece))
                continue;
            add_conflicting_record(file, &record, piece, text);
            count++;
        }
    return count;
}

void conflict_list(const conflict_file *file, sdn_buffer *text)
{
    for (size_t i = 0; i < file->count; i++) {
        const conflict *item = &file->items[i];
        if (item->by_record && list_records(file, item, text) > 0)
            continue;
        add_whole(file, item, text);
        text_printf(text, item->by_record ? ": comments, or the order of rows\n" : ": only as a whole, without KEY\n");
    }
}

/* ---- after a choice ---- */

void conflict_list_settled(const conflict_file *file, const conflict_choice *choice, sdn_buffer *text)
{
    for (size_t i = 0; i < choice->key_count; i++)
        text_printf(text, "%s: record '%.*s': %s\n", file->document.path, DIAG_STR(choice->keys[i]),
                    side_names[choice->side]);
    for (size_t i = 0; i < file->count && choice->key_count == 0; i++) {
        add_whole(file, &file->items[i], text);
        text_printf(text, ": %s\n", side_names[choice->side]);
    }
}
