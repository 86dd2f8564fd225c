#include "coarse_stamps.h"

#include "os/sys.h"

static sdn_sys_table real;

static int cut(int error, sdn_stat *stat)
{
    enum { NS_PER_S = 1000000000 };
    if (error == 0) {
        stat->mtime_ns -= stat->mtime_ns % NS_PER_S;
        stat->ctime_ns -= stat->ctime_ns % NS_PER_S;
    }
    return error;
}

static int coarse_stat_fd(int fd, sdn_stat *stat)
{
    return cut(real.stat_fd(fd, stat), stat);
}

static int coarse_stat_at(int directory, const char *name, sdn_stat *stat)
{
    return cut(real.stat_at(directory, name, stat), stat);
}

void coarse_stamps(void)
{
    real = sdn__sys;
    sdn__sys.stat_fd = coarse_stat_fd;
    sdn__sys.stat_at = coarse_stat_at;
}
