/* Commands of power_cuts that make disks. Each takes its arguments without its name, and returns the exit
 * status. */
#ifndef SDNC_TEST_POWER_DISK_H
#define SDNC_TEST_POWER_DISK_H

/*
 * disk IMAGE LOG MOUNT_POINT
 *
 * Mounts a file system of two files. `disk` is IMAGE, which is changed: what is written to it and flushed is
 * noted in LOG. What is written to `mark` is noted there as a mark; after a mark that starts with "cut"
 * nothing is noted. Returns once it is mounted; a process keeps serving it until it is unmounted.
 */
int power_disk(char **arguments);

/*
 * image IMAGE LOG MOMENT SEED
 *
 * Makes IMAGE, a copy of the disk as it began, into one that a power cut may leave. MOMENT:
 *   received   at the mark "cut": all that the disk received
 *   flushed    at the mark "cut": no more than what was flushed
 *   some       at the mark "cut": what was flushed, and of the rest blocks drawn by SEED
 *   earlier    the same at a moment before, drawn by SEED
 * Prints the number of the last transaction that was acknowledged before.
 */
int power_image(char **arguments);

#endif
