/* What must hold of the schema compiler for any bytes as input. */
#ifndef SDNC_FUZZ_SCHEMA_H
#define SDNC_FUZZ_SCHEMA_H

#include <stddef.h>
#include <stdint.h>

/*
 * Compiles the input from bytes to emitted text and formats it. Aborts, saying why, if an invariant is
 * broken.
 *
 * A line `//// file NAME` in the input starts a further file, which the first may import. Returns 0.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
