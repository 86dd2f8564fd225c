/*
 * One input file in memory, a schema or a data file, and positions in it.
 *
 * Positions are kept as byte offsets; lines and columns are computed only when a message needs them. The text is
 * followed by a NUL byte that is not part of it: there the lexer stops. A byte order mark at the start is left out.
 */
#ifndef SDNC_DIAG_SOURCE_H
#define SDNC_DIAG_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include <sdn/arena.h>
#include <sdn/error.h>
#include <sdn/str.h>

enum { SOURCE_SIZE_MAX = 64 << 20 };

typedef struct source_file {
    sdn_str path; /* as in messages */
    sdn_str text;
    sdn_str bytes; /* of the file: its byte order mark, if it has one, and the text */
    const uint32_t *line_starts;
    uint32_t line_count;
    uint32_t order;  /* of its messages, among those of other sources */
    uint64_t device; /* the identity of the file, the same for all paths to it; 0 and 0 if the text is from memory */
    uint64_t inode;
} source_file;

/* A part of a source; len 0: the file as a whole. */
typedef struct source_span {
    const source_file *source;
    uint32_t start;
    uint32_t len;
} source_span;

typedef struct source_position {
    uint32_t line;   /* from 1 */
    uint32_t column; /* bytes from the start of the line, plus 1 */
} source_position;

/* A source over bytes in memory, which are copied into the arena. SDN_E_LIMIT (too large), SDN_E_NOMEM. */
sdn_code source_init(source_file *made, sdn_str path, sdn_str bytes, sdn_arena *arena, sdn_error *err);

/* Reads the file at `path`. SDN_E_IO (err->os_error says why), SDN_E_INVALID (not a regular file),
 * SDN_E_LIMIT, SDN_E_NOMEM; then *made has a path and a device, but no text. */
sdn_code source_read(source_file *made, sdn_str path, sdn_arena *arena, sdn_error *err);

/* The same for data files, which may have almost 4 GiB. The bytes given to source_init_data are not copied, and outlive
 * the source. */
sdn_code source_init_data(source_file *made, sdn_str path, sdn_str bytes, sdn_arena *arena, sdn_error *err);
sdn_code source_read_data(source_file *made, sdn_str path, sdn_arena *arena, sdn_error *err);

/* Which file is at `path`, without reading it: sets path, device and inode of *made, which has no text. Errors as those
 * of source_read. */
sdn_code source_find(source_file *made, sdn_str path, sdn_error *err);

/* Reads standard input to its end, as a source called "<stdin>". As source_read, and as source_read_data. */
sdn_code source_read_standard_input(source_file *made, sdn_arena *arena, sdn_error *err);
sdn_code source_read_standard_data(source_file *made, sdn_arena *arena, sdn_error *err);

source_position source_locate(const source_file *source, uint32_t offset);

/* Just after the last byte of a span, but not beyond the line in which it starts; the start of one that is empty. */
source_position source_span_end(source_span span);

/* The offset of a position; that of the end of the text if there is no such line. */
uint32_t source_offset(const source_file *source, uint32_t line, uint32_t column);

/* The line with this number, without its line end. */
sdn_str source_line(const source_file *source, uint32_t line);

/* From the start of one span to the end of another in the same source. */
source_span source_join(source_span first, source_span last);

/* The text of a span. */
sdn_str source_text(source_span span);

/* The file as a whole. */
source_span source_whole(const source_file *source);

#endif
