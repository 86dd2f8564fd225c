/* A file system whose time stamps keep no fraction of a second. */
#ifndef SDNC_TEST_COARSE_STAMPS_H
#define SDNC_TEST_COARSE_STAMPS_H

/* From now on, until the table of os/sys.h is put back, this process sees only such stamps. */
void coarse_stamps(void);

#endif
