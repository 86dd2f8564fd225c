/* What must hold of the formatter for every schema. */
#ifndef SDNC_FUZZ_FORMAT_H
#define SDNC_FUZZ_FORMAT_H

#include <stdbool.h>

#include <sdn/str.h>

/*
 * If the text is a schema without syntax mistakes: formats it, and aborts, saying why, unless the result
 * parses, means the same, has as many comments, and is left alone when it is formatted again. Returns whether
 * it is.
 */
bool fuzz_format(sdn_str text);

#endif
