#include "emit/cname_words.h"

/*
 * Word lists: each word has a blank on both sides. The lists of functions leave out names that end in _t (no such
 * name passes) and the float and long double forms of mathematical functions.
 */

static const char c_keywords[] =
    " auto break case char const continue default do double else enum extern float for goto if int long register"
    " return short signed sizeof static struct switch typedef union unsigned void volatile while"
    " inline restrict alignas alignof bool constexpr false nullptr static_assert thread_local true typeof"
    " typeof_unqual asm ";

static const char cpp_keywords[] =
    " and and_eq bitand bitor catch char8_t char16_t char32_t class co_await co_return co_yield compl concept"
    " const_cast consteval constinit decltype delete dynamic_cast explicit export friend mutable namespace new"
    " noexcept not not_eq operator or or_eq private protected public reinterpret_cast requires static_cast"
    " template this throw try typeid typename using virtual wchar_t xor xor_eq ";

static const char predefined_macros[] =
    " linux unix i386 m68k mips sparc sun vax hppa powerpc PPC pdp11 R3000 WIN32 WIN64 ";

/* Generated structs name these, so no member may be called so. */
static const char integer_types[] =
    " size_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t ";

/* Macros without parameters, or with parameters that a declaration would take for theirs. */
static const char header_macros[] =
    " NULL EOF I assert errno offsetof stdin stdout stderr complex imaginary noreturn math_errhandling"
    " va_arg va_copy va_end va_start setjmp TRUE FALSE"
    " h_errno h_addr d_fileno s6_addr s6_addr16 s6_addr32 sa_handler sa_sigaction sched_priority sigmask st_atime"
    " st_ctime st_mtime si_addr si_addr_lsb si_arch si_band si_call_addr si_fd si_int si_lower si_overrun si_pid"
    " si_pkey si_ptr si_status si_stime si_syscall si_timerid si_uid si_upper si_utime si_value"
    " sigev_notify_attributes sigev_notify_function ";

/* Macros of <limits.h>, <stdint.h>, ... of the form that an enum's constants have. */
static const char header_constants_to_l[] =
    " AIO_PRIO_DELTA_MAX BIG_ENDIAN BYTE_ORDER CHAR_BIT CHAR_MAX CHAR_MIN CLOCKS_PER_SEC CLOCK_MONOTONIC"
    " CLOCK_MONOTONIC_RAW CLOCK_PROCESS_CPUTIME_ID CLOCK_REALTIME CLOCK_REALTIME_ALARM"
    " CLOCK_THREAD_CPUTIME_ID COLL_WEIGHTS_MAX DBL_DECIMAL_DIG DBL_DIG DBL_EPSILON DBL_HAS_SUBNORM"
    " DBL_MANT_DIG DBL_MAX DBL_MAX_10_EXP DBL_MAX_EXP DBL_MIN DBL_MIN_10_EXP DBL_MIN_EXP DBL_TRUE_MIN"
    " DECIMAL_DIG DELAYTIMER_MAX EXIT_FAILURE EXIT_SUCCESS EXPR_NEST_MAX FD_CLR FD_ISSET FD_SET FD_SETSIZE"
    " FD_ZERO FE_ALL_EXCEPT FE_DFL_ENV FE_DIVBYZERO FE_DOWNWARD FE_INEXACT FE_INVALID FE_OVERFLOW"
    " FE_TONEAREST FE_TOWARDZERO FE_UNDERFLOW FE_UPWARD FILENAME_MAX FLT_DECIMAL_DIG FLT_DIG FLT_EPSILON"
    " FLT_EVAL_METHOD FLT_HAS_SUBNORM FLT_MANT_DIG FLT_MAX FLT_MAX_10_EXP FLT_MAX_EXP FLT_MIN FLT_MIN_10_EXP"
    " FLT_MIN_EXP FLT_RADIX FLT_ROUNDS FLT_TRUE_MIN FOPEN_MAX F_DUPFD F_DUPFD_CLOEXEC F_EXLCK F_GETFD"
    " F_GETFL F_GETLK F_GETLK64 F_GETOWN F_LOCK F_OK F_RDLCK F_SETFD F_SETFL F_SETLK F_SETLK64 F_SETLKW"
    " F_SETLKW64 F_SETOWN F_SHLCK F_TEST F_TLOCK F_ULOCK F_UNLCK F_WRLCK HOST_NAME_MAX HUGE_VAL HUGE_VALF"
    " HUGE_VALL INT16_C INT16_MAX INT16_MIN INT32_C INT32_MAX INT32_MIN INT64_C INT64_MAX INT64_MIN INT8_C"
    " INT8_MAX INT8_MIN INTMAX_C INTMAX_MAX INTMAX_MIN INTPTR_MAX INTPTR_MIN INT_FAST16_MAX INT_FAST16_MIN"
    " INT_FAST32_MAX INT_FAST32_MIN INT_FAST64_MAX INT_FAST64_MIN INT_FAST8_MAX INT_FAST8_MIN"
    " INT_LEAST16_MAX INT_LEAST16_MIN INT_LEAST32_MAX INT_LEAST32_MIN INT_LEAST64_MAX INT_LEAST64_MIN"
    " INT_LEAST8_MAX INT_LEAST8_MIN INT_MAX INT_MIN LC_ALL LC_COLLATE LC_CTYPE LC_GLOBAL_LOCALE LC_MESSAGES"
    " LC_MONETARY LC_NUMERIC LC_TIME LDBL_DECIMAL_DIG LDBL_DIG LDBL_EPSILON LDBL_HAS_SUBNORM LDBL_MANT_DIG"
    " LDBL_MAX LDBL_MAX_10_EXP LDBL_MAX_EXP LDBL_MIN LDBL_MIN_10_EXP LDBL_MIN_EXP LDBL_TRUE_MIN LINE_MAX"
    " LITTLE_ENDIAN LLONG_MAX LLONG_MIN LOCK_EX LOCK_NB LOCK_SH LOCK_UN LOGIN_NAME_MAX LOG_ALERT LOG_AUTH"
    " LOG_AUTHPRIV LOG_CONS LOG_CRIT LOG_CRON LOG_DAEMON LOG_DEBUG LOG_EMERG LOG_ERR LOG_FAC LOG_FACMASK"
    " LOG_FTP LOG_INFO LOG_KERN LOG_LOCAL0 LOG_LOCAL1 LOG_LOCAL2 LOG_LOCAL3 LOG_LOCAL4 LOG_LOCAL5 LOG_LOCAL6"
    " LOG_LOCAL7 LOG_LPR LOG_MAIL LOG_MAKEPRI LOG_MASK LOG_NDELAY LOG_NEWS LOG_NFACILITIES LOG_NOTICE"
    " LOG_NOWAIT LOG_ODELAY LOG_PERROR LOG_PID LOG_PRI LOG_PRIMASK LOG_SYSLOG LOG_UPTO LOG_USER LOG_UUCP"
    " LOG_WARNING LONG_MAX LONG_MIN"
    " ";

static const char header_constants_from_m[] =
    " MAP_32BIT MAP_ANON MAP_ANONYMOUS MAP_DENYWRITE MAP_EXECUTABLE MAP_FAILED MAP_FILE MAP_FIXED"
    " MAP_FIXED_NOREPLACE MAP_GROWSDOWN MAP_HUGETLB MAP_HUGE_MASK MAP_HUGE_SHIFT MAP_LOCKED MAP_NONBLOCK"
    " MAP_NORESERVE MAP_POPULATE MAP_PRIVATE MAP_SHARED MAP_SHARED_VALIDATE MAP_STACK MAP_SYNC MAP_TYPE"
    " MATH_ERREXCEPT MATH_ERRNO MAX_CANON MAX_INPUT MB_CUR_MAX MB_LEN_MAX MQ_PRIO_MAX MSG_DONTROUTE"
    " MSG_DONTWAIT MSG_NOSIGNAL MSG_OOB MSG_PEEK MSG_PROXY MSG_TRUNC MSG_WAITALL MSG_WAITFORONE M_1_PI"
    " M_2_PI M_2_SQRTPI M_E M_LN10 M_LN2 M_LOG10E M_LOG2E M_PI M_PI_2 M_PI_4 M_SQRT1_2 M_SQRT2 NAME_MAX"
    " NGROUPS_MAX ONCE_FLAG_INIT O_ACCMODE O_APPEND O_ASYNC O_CLOEXEC O_CREAT O_DIRECTORY O_DSYNC O_EXCL"
    " O_FSYNC O_NDELAY O_NOCTTY O_NOFOLLOW O_NONBLOCK O_RDONLY O_RDWR O_RSYNC O_SYNC O_TRUNC O_WRONLY"
    " PATH_MAX PDP_ENDIAN PIPE_BUF POLL_ERR POLL_HUP POLL_IN POLL_MSG POLL_OUT POLL_PRI PROT_EXEC"
    " PROT_GROWSDOWN PROT_GROWSUP PROT_NONE PROT_READ PROT_WRITE PTRDIFF_MAX PTRDIFF_MIN RAND_MAX RE_DUP_MAX"
    " RTSIG_MAX SA_INTERRUPT SA_NOCLDSTOP SA_NOCLDWAIT SA_NODEFER SA_NOMASK SA_ONESHOT SA_ONSTACK"
    " SA_RESETHAND SA_RESTART SA_SIGINFO SA_STACK SCHAR_MAX SCHAR_MIN SCHED_FIFO SCHED_OTHER SCHED_RR"
    " SEEK_CUR SEEK_END SEEK_SET SEM_VALUE_MAX SHRT_MAX SHRT_MIN SHUT_RD SHUT_RDWR SHUT_WR SIGEV_NONE"
    " SIGEV_SIGNAL SIGEV_THREAD SIGEV_THREAD_ID SIG_ATOMIC_MAX SIG_ATOMIC_MIN SIG_BLOCK SIG_DFL SIG_ERR"
    " SIG_IGN SIG_SETMASK SIG_UNBLOCK SIZE_MAX SI_DETHREAD SI_KERNEL SI_MESGQ SI_QUEUE SI_SIGIO SI_TIMER"
    " SI_TKILL SI_USER SOCK_CLOEXEC SOCK_DCCP SOCK_DGRAM SOCK_NONBLOCK SOCK_PACKET SOCK_RAW SOCK_RDM"
    " SOCK_SEQPACKET SOCK_STREAM SSIZE_MAX SS_DISABLE SS_ONSTACK S_BLKSIZE S_IEXEC S_IFBLK S_IFCHR S_IFDIR"
    " S_IFIFO S_IFLNK S_IFMT S_IFREG S_IFSOCK S_IREAD S_IRGRP S_IROTH S_IRUSR S_IRWXG S_IRWXO S_IRWXU"
    " S_ISBLK S_ISCHR S_ISDIR S_ISFIFO S_ISGID S_ISLNK S_ISREG S_ISSOCK S_ISUID S_ISVTX S_IWGRP S_IWOTH"
    " S_IWRITE S_IWUSR S_IXGRP S_IXOTH S_IXUSR S_TYPEISMQ S_TYPEISSEM S_TYPEISSHM TIMER_ABSTIME TIME_UTC"
    " TMP_MAX TSS_DTOR_ITERATIONS UCHAR_MAX UINT16_C UINT16_MAX UINT32_C UINT32_MAX UINT64_C UINT64_MAX"
    " UINT8_C UINT8_MAX UINTMAX_C UINTMAX_MAX UINTPTR_MAX UINT_FAST16_MAX UINT_FAST32_MAX UINT_FAST64_MAX"
    " UINT_FAST8_MAX UINT_LEAST16_MAX UINT_LEAST32_MAX UINT_LEAST64_MAX UINT_LEAST8_MAX UINT_MAX ULLONG_MAX"
    " ULONG_MAX USHRT_MAX WAIT_ANY WAIT_MYPGRP WCHAR_MAX WCHAR_MIN WINT_MAX WINT_MIN"
    " ";

static const char standard_names[] =
    " abort abs acos acosh aligned_alloc asctime asin asinh at_quick_exit atan atan2 atanh atexit atof atoi"
    " atol atomic_init atomic_load atomic_store bsearch btowc c16rtomb c32rtomb cabs cacos cacosh call_once"
    " calloc carg casin casinh catan catanh cbrt ccos ccosh ceil cexp cimag clearerr clock clog"
    " cnd_broadcast cnd_destroy cnd_init cnd_signal cnd_timedwait cnd_wait conj copysign cos cosh cpow cproj"
    " creal csin csinh csqrt ctan ctanh ctime difftime div erf erfc exit exp exp2 expm1 fabs fclose fdim"
    " feclearexcept fegetenv fegetexceptflag fegetround feholdexcept feof feraiseexcept ferror fesetenv"
    " fesetexceptflag fesetround fetestexcept feupdateenv fflush fgetc fgetpos fgets fgetwc fgetws floor fma"
    " fmax fmin fmod fopen fpclassify fprintf fputc fputs fputwc fputws fread free freopen frexp fscanf"
    " fseek fsetpos ftell fwide fwprintf fwrite fwscanf getc getchar getenv getwc getwchar gmtime hypot"
    " ilogb imaxabs imaxdiv isalnum isalpha isblank iscntrl isdigit isfinite isgraph isinf islower isnan"
    " isnormal isprint ispunct isspace isupper iswalnum iswalpha iswblank iswcntrl iswctype iswdigit"
    " iswgraph iswlower iswprint iswpunct iswspace iswupper iswxdigit isxdigit jmp_buf labs ldexp ldiv"
    " lgamma llabs lldiv llrint llround localeconv localtime log log10 log1p log2 logb longjmp lrint lround"
    " malloc mblen mbrlen mbrtoc16 mbrtoc32 mbrtowc mbsinit mbsrtowcs mbstowcs mbtowc memchr memcmp memcpy"
    " memmove memory_order memset mktime modf mtx_destroy mtx_init mtx_lock mtx_timedlock mtx_trylock"
    " mtx_unlock nan nearbyint nextafter nexttoward once_flag perror pow printf putc putchar puts putwc"
    " putwchar qsort quick_exit raise rand realloc remainder remove remquo rename rewind rint round scalbln"
    " scalbn scanf setbuf setjmp setlocale setvbuf signal signbit sin sinh snprintf sprintf sqrt srand"
    " sscanf strcat strchr strcmp strcoll strcpy strcspn strerror strftime strlen strncat strncmp strncpy"
    " strpbrk strrchr strspn strstr strtod strtof strtoimax strtok strtol strtold strtoll strtoul strtoull"
    " strtoumax strxfrm swprintf swscanf system tan tanh tgamma thrd_create thrd_current thrd_detach"
    " thrd_equal thrd_exit thrd_join thrd_sleep thrd_yield time timespec_get tmpfile tmpnam tolower toupper"
    " towctrans towlower towupper trunc tss_create tss_delete tss_get tss_set ungetc ungetwc va_arg va_copy"
    " va_end va_list va_start vfprintf vfscanf vfwprintf vfwscanf vprintf vscanf vsnprintf vsprintf vsscanf"
    " vswprintf vswscanf vwprintf vwscanf wcrtomb wcscat wcschr wcscmp wcscoll wcscpy wcscspn wcsftime"
    " wcslen wcsncat wcsncmp wcsncpy wcspbrk wcsrchr wcsrtombs wcsspn wcsstr wcstod wcstof wcstoimax wcstok"
    " wcstol wcstold wcstombs wcstoul wcstoumax wcsxfrm wctob wctomb wctrans wctype wmemchr wmemcmp wmemcpy"
    " wmemmove wmemset wprintf wscanf"
    " ";

static const char posix_names[] =
    " a64l accept access acct adjtime alarm alloca alphasort arc4random arc4random_buf arc4random_uniform"
    " bcmp bcopy bind brk bzero cfgetispeed cfgetospeed cfmakeraw cfsetispeed cfsetospeed cfsetspeed chdir"
    " chmod chown chroot clearenv clock_getcpuclockid clock_getres clock_gettime clock_nanosleep"
    " clock_settime close closedir closefrom closelog confstr connect creat crypt ctermid daemon daylight"
    " dirfd dprintf dup dup2 duplocale dysize endusershell execl execle execlp execv execve execvp"
    " explicit_bzero faccessat fchdir fchmod fchmodat fchown fchownat fcntl fd_mask fd_set fdatasync fdopen"
    " fdopendir fexecve ffs ffsl fileno finite flockfile fmemopen fork fpathconf freeaddrinfo freelocale"
    " fseeko fstat fstatat fsync ftello ftruncate ftrylockfile funlockfile futimens futimes gai_strerror"
    " getaddrinfo getcwd getdelim getdirentries getdomainname getdtablesize getegid getentropy geteuid"
    " getgid getgroups gethostid gethostname getitimer getline getloadavg getlogin getnameinfo getopt"
    " getpagesize getpass getpeername getpgid getpgrp getpid getppid getsid getsockname getsockopt getsubopt"
    " gettimeofday getuid getusershell getw getwd glob globfree gsignal hcreate hdestroy herror hsearch"
    " hstrerror htonl htons index initstate innetgr insque isatty isfdtype j0 j1 jn kill killpg l64a lchmod"
    " lchown lfind link linkat listen lockf lsearch lseek lstat lutimes madvise memccpy mincore mkdir"
    " mkdirat mkdtemp mkfifo mkfifoat mknod mknodat mkstemp mkstemps mktemp mlock mlockall mmap mprotect"
    " msync munlock munlockall munmap nanosleep newlocale nice ntohl ntohs on_exit open open_memstream"
    " openat opendir openlog optarg opterr optind optopt pathconf pause pclose pipe poll popen posix_fadvise"
    " posix_fallocate posix_madvise posix_memalign pread profil pselect psiginfo psignal pthread_create"
    " pthread_equal pthread_exit pthread_join putenv putw pwrite random read readdir readlink readlinkat"
    " reallocarray realpath recv recvfrom recvmsg regcomp regerror regexec regfree remque renameat revoke"
    " rewinddir rindex rmdir sbrk scandir sched_get_priority_max sched_get_priority_min sched_getparam"
    " sched_getscheduler sched_rr_get_interval sched_setparam sched_setscheduler sched_yield seekdir select"
    " sem_close sem_destroy sem_getvalue sem_init sem_open sem_post sem_timedwait sem_trywait sem_unlink"
    " sem_wait send sendmsg sendto setbuffer setdomainname setegid setenv seteuid setgid sethostid"
    " sethostname setitimer setlinebuf setlogin setlogmask setpgid setpgrp setregid setreuid setsid"
    " setsockopt setstate settimeofday setuid setusershell shm_open shm_unlink shutdown sigaction sigaddset"
    " sigaltstack sigblock sigdelset sigemptyset sigfillset siggetmask siginterrupt sigismember signgam"
    " sigpending sigprocmask sigqueue sigreturn sigsetmask sigstack sigsuspend sigtimedwait sigwait"
    " sigwaitinfo sleep sockatmark socket socketpair srandom ssignal stat stpcpy stpncpy strcasecmp strdup"
    " strncasecmp strndup strnlen strsep strsignal strtoq strtouq symlink symlinkat sync syscall sysconf"
    " syslog tcdrain tcflow tcflush tcgetattr tcgetpgrp tcgetsid tcsendbreak tcsetattr tcsetpgrp tdelete"
    " telldir tempnam tfind timegm timelocal timer_create timer_delete timer_getoverrun timer_gettime"
    " timer_settime timezone truncate tsearch ttyname ttyslot twalk tzname tzset ualarm uint ulong umask"
    " unlink unlinkat unsetenv uselocale ushort usleep utimensat utimes valloc vdprintf vfork vhangup"
    " vsyslog wait wait3 wait4 waitid waitpid write y0 y1 yn"
    " ";

static const char header_files[] =
    " assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg"
    " stdatomic stdbit stdbool stdckdint stddef stdint stdio stdlib stdnoreturn string tgmath threads time uchar"
    " wchar wctype"
    " aio cpio dirent dlfcn endian fcntl fmtmsg fnmatch ftw getopt glob grp iconv langinfo libgen libintl malloc"
    " memory monetary mqueue ndbm netdb nl_types poll pthread pwd regex sched search semaphore spawn strings"
    " stropts syslog tar termios trace ulimit unistd utime utmp utmpx values wait wordexp error features alloca"
    " byteswap elf err execinfo link paths resolv sysexits ";

const cname_words cname_reserved_words[] = {
    {c_keywords, "a keyword of C"},
    {cpp_keywords, "a keyword of C++"},
    {integer_types, "a type of the C library"},
    {predefined_macros, "a macro that compilers predefine"},
    {header_macros, "a macro of the system's headers"},
    {header_constants_to_l, "a macro of the system's headers"},
    {header_constants_from_m, "a macro of the system's headers"},
    {NULL, NULL},
};

const cname_words cname_global_words[] = {
    {standard_names, "a name of the C library"},
    {posix_names, "a name of the system's C library"},
    {NULL, NULL},
};

const cname_words cname_file_words[] = {
    {header_files, "the name of a system header"},
    {NULL, NULL},
};
