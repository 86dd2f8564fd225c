/*
 * `bugs edit ID` with an editor: the fields of the bug are written to a file, a person changes them there, and what
 * was changed is saved.
 *
 * No lock is held while the person types, which may take a day. The save merges with what others have changed since:
 * other bugs and other fields are no conflict. If a field was changed by both, nothing is saved, the conflict is shown,
 * and the file with the person's text is kept.
 */
#ifndef BUGS_EDIT_H
#define BUGS_EDIT_H

#include "bug.h"

/* Edits a bug with $VISUAL, $EDITOR or vi. Says what went wrong; returns the exit status. */
int edit_with_editor(bug_store *bugs, const char *id);

#endif
