/* What every fuzz target is, to libFuzzer and to replay.c. */
#ifndef SDNC_FUZZ_TARGET_H
#define SDNC_FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>

/* Runs the target on one input. Aborts, saying why, if something that must hold does not. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
