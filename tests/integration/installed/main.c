/* notes FILE TEXT: adds a note, and prints how many there are. */
#include "note.h"

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    if (argc != 3 || strcmp(sdn_version_string(), SDN_VERSION_STRING) != 0)
        return 2;
    sdn_error err;
    memset(&err, 0, sizeof err);
    note_store *notes = note_store_open(argv[1], NULL, &err);
    note values;
    note_init(&values);
    values.text = sdn_str_from(argv[2]);
    bool ok = notes != NULL && note_store_begin(notes, &err) == SDN_OK;
    ok = ok && note_store_insert(notes, &values, &err) != NULL && sdn_saved(note_store_commit(notes, &err));
    if (ok)
        printf("notes: %zu\n", note_store_count(notes));
    else
        fprintf(stderr, "%s\n", err.message);
    note_store_close(notes);
    return ok ? 0 : 1;
}
