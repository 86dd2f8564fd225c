/* Systems that lack something. Each function changes the table of os/sys.h for this process until it is restored,
 * which tempdir_leave does. They can be combined. */
#ifndef SDNC_TEST_POOR_SYSTEM_H
#define SDNC_TEST_POOR_SYSTEM_H

void without_unnamed_files(void);    /* O_TMPFILE */
void without_proc(void);             /* an unnamed file gets no name, which needs /proc */
void without_exclusive_rename(void); /* renameat2 with RENAME_NOREPLACE */
void without_exchange(void);         /* renameat2 with RENAME_EXCHANGE */
void without_links(void);            /* as on FAT */
void without_watches(void);          /* inotify */
void without_leases(void);           /* nobody can tell who writes to a file */
void without_random_numbers(void);
void without_new_files(int os_error); /* each attempt to create one fails with this errno */
void on_a_network(void);              /* the file system is shared with other machines */

#endif
