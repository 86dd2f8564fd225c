/* Saves made step by step, to see whether they patch the loaded tables or read the file again. */
#ifndef SDNC_TEST_PATCHED_SAVES_H
#define SDNC_TEST_PATCHED_SAVES_H

#include <sdn/store.h>

/* Saves a store with edits, and asserts that the image holds `expected` then. Whether the save patched the tables. */
bool save_patches(sdn_store *store, const char *expected);

#endif
