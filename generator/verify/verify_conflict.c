/*
 * Conflicts that git left, for people: which record it is about, which fields differ, and what each marked_part says.
 *
 *   <<<<<<< ours        the opener; its number of marks is that of all markers of this conflict
 *   rows of ours
 *   ||||||| base        only in the styles diff3 and zdiff3
 *   rows of the base
 *   =======
 *   rows of theirs
 *   >>>>>>> theirs
 *
 * If both sides have one row, of the same key, the fields that differ are named, and each marked_part is shown as these fields
 * have it. Else the lines of each marked_part are named.
 */
#include "verify/verify_private.h"

#include <string.h>

#include "base/alloc.h"
#include "record/value.h"

/* The lines between two markers. */
typedef struct marked_part {
    const char *start, *end;
    const data_table *table; /* of its first row */
    uint32_t slot;           /* of its first row */
    size_t row_count;
} marked_part;

typedef enum part { PART_OURS, PART_BASE, PART_THEIRS, PARTS } part;

/* How many equal marks a line starts with. */
static size_t count_equal_marks(sdn_line line)
{
    size_t count = 0;
    while (line.start + count < line.end && line.start[count] == line.start[0])
        count++;
    return count;
}

/* The part that a marker begins; 0: it begins none. */
static part part_after(char mark)
{
    return mark == '|' ? PART_BASE : mark == '=' ? PART_THEIRS : PART_OURS;
}

/* Cuts a conflict at its markers. Conflicts inside of it belong to the part that they are in. */
static void cut_parts(const sdn_git_conflict *conflict, marked_part parts[PARTS])
{
    sdn_line line = sdn__line_at(conflict->start, conflict->end);
    size_t marks = count_equal_marks(line), depth = 0;
    part at = PART_OURS;
    parts[at].start = parts[at].end = line.next;
    while (line.next < conflict->end) {
        line = sdn__line_at(line.next, conflict->end);
        bool is_marker =
            line.start < line.end && strchr("<|=>", *line.start) != NULL && count_equal_marks(line) == marks;
        char mark = is_marker ? *line.start : ' ';
        if (mark == '>' && depth == 0)
            return;
        depth += mark == '<' ? 1 : mark == '>' ? (size_t)-1 : 0;
        if (depth == 0 && part_after(mark) > at) {
            at = part_after(mark);
            parts[at].start = line.next;
        }
        parts[at].end = line.next;
    }
}

/* Finds the rows of a part among those of a table, which are all rows that cannot be read. */
static void find_table_rows(const verify_file *file, const data_table *table, marked_part *of)
{
    const sdn_slots *slots = &verify_loaded(table)->slots;
    uint32_t start = verify_span(file, of->start, 0).start, end = verify_span(file, of->end, 0).start;
    for (uint32_t slot = verify_first_slot(table, start); slot < slots->row_count && slots->rows[slot].start < end;
         slot++)
        if (of->row_count++ == 0) {
            of->table = table;
            of->slot = slot;
        }
}

static void find_side_rows(const verify_file *file, marked_part *of)
{
    for (size_t i = 0; of->start != NULL && i < file->data->table_count; i++)
        find_table_rows(file, &file->data->tables[i], of);
}

/* Whether both sides have one row, of one key that can be read. */
static bool is_one_record(const marked_part *ours, const marked_part *theirs, sdn_value *key)
{
    sdn_value other[SDN_INDEX_FIELDS_MAX];
    if (ours->row_count != 1 || theirs->row_count != 1 || ours->table != theirs->table ||
        ours->table->type->key.field_count == 0)
        return false;
    const sdn_slots *slots = &verify_loaded(ours->table)->slots;
    sdn__slots_key(slots, ours->slot, key);
    sdn__slots_key(slots, theirs->slot, other);
    return !sdn__key_is_empty(ours->table->type, key) && sdn__key_equal(ours->table->type, key, other);
}

static void add_cell_text(sdn_buffer *text, const char *between, sdn_str cell)
{
    text_printf(text, "%s%.*s", text->len > 0 ? between : "", DIAG_STR(cell));
}

/* The fields in which two rows differ, and the cells of each marked_part in them. */
typedef struct differing {
    sdn_buffer names, ours, theirs;
    size_t count;
} differing;

/* Adds a field whose cells differ. */
static void add_differing(const sdn_field *field, sdn_str ours, sdn_str theirs, differing *found)
{
    if (sdn_str_equal(ours, theirs))
        return;
    found->count++;
    text_printf(&found->names, "%s'%s'", found->names.len > 0 ? ", " : "", field->name);
    add_cell_text(&found->ours, ", ", ours);
    add_cell_text(&found->theirs, ", ", theirs);
}

/* Compares the rows of both sides cell by cell. Cells that a row does not have count as empty. */
static void compare_rows(const verify_file *file, const marked_part *ours, const marked_part *theirs, differing *found)
{
    const sdn_record_type *type = ours->table->type;
    const sdn_columns *columns = &verify_loaded(ours->table)->columns;
    const sdn_cell *cells;
    uint32_t our_count = verify_cells(file, ours->table, ours->slot, &cells);
    sdn_str *our_cells = sdn__alloc_zeroed((size_t)columns->count + 1, sizeof *our_cells);
    found->names.out_of_memory |= our_cells == NULL;
    for (uint32_t i = 0; our_cells != NULL && i < our_count; i++)
        our_cells[i] = sdn__cell_extent(&cells[i]);
    uint32_t their_count = verify_cells(file, theirs->table, theirs->slot, &cells);
    for (uint32_t i = 0; our_cells != NULL && i < type->field_count; i++) {
        uint32_t column = columns->of_field[i];
        if (column != SDN_NO_COLUMN)
            add_differing(&type->fields[i], column < our_count ? our_cells[column] : SDN_STR(""),
                          column < their_count ? sdn__cell_extent(&cells[column]) : SDN_STR(""), found);
    }
    sdn__free(our_cells);
}

static void note_row(const verify_file *file, const marked_part *of, const char *whose, const sdn_buffer *cells,
                     diag_list *diags, diag *to)
{
    diag_note(diags, to, verify_row_span(file, of->table, of->slot), "%s: %.*s", whose, DIAG_STR(text_view(cells)));
}

static diag *report_record(const verify_file *file, const marked_part parts[PARTS], const sdn_value *key,
                           source_span span, diag_list *diags)
{
    differing found = {SDN_BUFFER_INIT, SDN_BUFFER_INIT, SDN_BUFFER_INIT, 0};
    char shown[SDN_SHOWN_KEY_SIZE];
    sdn__key_show(parts[PART_OURS].table->type, key, shown);
    compare_rows(file, &parts[PART_OURS], &parts[PART_THEIRS], &found);
    const char *word = found.count == 0 ? "" : found.count == 1 ? ", field " : ", fields ";
    diag *made = diag_error(diags, span, "unresolved git conflict: record '%s'%s%.*s", shown, word,
                            DIAG_STR(text_view(&found.names)));
    if (found.count > 0) {
        note_row(file, &parts[PART_OURS], "ours", &found.ours, diags, made);
        note_row(file, &parts[PART_THEIRS], "theirs", &found.theirs, diags, made);
    }
    diags->out_of_memory |= found.names.out_of_memory || found.ours.out_of_memory || found.theirs.out_of_memory;
    sdn__buffer_release(&found.names);
    sdn__buffer_release(&found.ours);
    sdn__buffer_release(&found.theirs);
    return made;
}

static void note_part(const verify_file *file, const marked_part *of, const char *whose, diag_list *diags, diag *to)
{
    if (of->start == NULL)
        return;
    sdn_line first = sdn__line_at(of->start, of->end);
    source_span span = verify_span(file, first.start, (size_t)(first.end - first.start));
    if (of->start == of->end)
        diag_note(diags, to, verify_span(file, of->start, 0), "%s: nothing", whose);
    else
        diag_note(diags, to, span, "%s: %zu row%s, from here", whose, of->row_count, of->row_count == 1 ? "" : "s");
}

void verify_report_conflict(const verify_file *file, const sdn_git_conflict *conflict, diag_list *diags)
{
    marked_part parts[PARTS] = {{0}};
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn_line first = sdn__line_at(conflict->start, conflict->end);
    source_span span = verify_span(file, first.start, (size_t)(first.end - first.start));
    diag *made;
    cut_parts(conflict, parts);
    find_side_rows(file, &parts[PART_OURS]);
    find_side_rows(file, &parts[PART_THEIRS]);
    if (is_one_record(&parts[PART_OURS], &parts[PART_THEIRS], key))
        made = report_record(file, parts, key, span, diags);
    else {
        made = diag_error(diags, span, "unresolved git conflict");
        note_part(file, &parts[PART_OURS], "ours", diags, made);
        note_part(file, &parts[PART_THEIRS], "theirs", diags, made);
    }
    diag_help(diags, made, "keep what is right and remove the marker lines; or: sdnc resolve --ours|--theirs %.*s",
              DIAG_STR(file->source->path));
}
