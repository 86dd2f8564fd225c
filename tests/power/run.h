/* Commands of power_cuts that use stores. Each takes its arguments without its name, and returns the exit
 * status. */
#ifndef SDNC_TEST_POWER_RUN_H
#define SDNC_TEST_POWER_RUN_H

/*
 * prepare DIRECTORY VERSIONS
 *
 * Puts the stores that every run starts with into DIRECTORY, and every version that their transactions go
 * through into VERSIONS: files VERSIONS/SERIES/NUMBER, of which "new/0" is missing.
 */
int power_prepare(char **arguments);

/*
 * run DIRECTORY MARK SAFETY INDEX
 *
 * Does some transactions in DIRECTORY, writes to MARK each one that is done ("ack NUMBER"), and stops in the
 * middle of the next: before or after the system call that INDEX selects. Then writes "cut" to MARK. Prints the
 * series, and where it stopped. SAFETY: durable, atomic (SDN_ATOMIC), or SDN_DURABLE with syncs that do
 * nothing: no-sync (none of them works), no-file-sync, no-directory-sync.
 */
int power_run(char **arguments);

/*
 * check DIRECTORY VERSIONS SERIES ACKNOWLEDGED
 *
 * Looks at the stores of a file system that was mounted after a cut, and keeps using them. Prints one word
 * for the content, `whole`, `lost` (an acknowledged transaction is missing) or `torn` (no version there ever
 * was), and if it is `whole`: the lock file left (`no-lock`, `empty-lock`, `lock`), how many temporary files
 * were left, and how the next transaction went: `at-once`, or `late` where it had to wait for the age of a
 * lock file. The exit status is 1 if anything else is wrong.
 */
int power_check(char **arguments);

#endif
