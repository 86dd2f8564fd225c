/* Rows to be read by a verb: a file, or standard input, and what format it has. */
#ifndef SDNC_INFER_INPUT_FILE_H
#define SDNC_INFER_INPUT_FILE_H

#include "diag/source.h"
#include "formats/input_reader.h"

/* The names of the formats, for the option --format. */
#define INPUT_FORMAT_NAMES "csv|tsv|json|jsonl"

/* Reads all of a file, or of standard input if `path` is "-". As source_read_data; the message names the file, and what is no
 * regular file is SDN_E_IO. */
sdn_code input_file_read(const char *path, source_file *made, sdn_arena *arena, sdn_error *err);

/* The format that is named; or else that of the end of the file's name; or else what the text begins like: `[` is JSON,
 * `{` JSON lines, a first line with a tab TSV. CSV otherwise. */
input_format input_file_format(const char *named, const char *path, sdn_str text);

#endif
