#include "emit/cname_words.h"

/*
 * Word lists: in the order of their bytes, because they are searched by halves, each word with a blank on both sides.
 * The lists of functions leave out names that end in _t (no such name passes) and the float and long double forms of
 * mathematical functions.
 */

static const char c_keywords[] =
    " alignas alignof asm auto bool break case char const constexpr continue default do double else enum"
    " extern false float for goto if inline int long nullptr register restrict return short signed sizeof"
    " static static_assert struct switch thread_local true typedef typeof typeof_unqual union unsigned void"
    " volatile while ";

static const char cpp_keywords[] =
    " and and_eq bitand bitor catch char16_t char32_t char8_t class co_await co_return co_yield compl"
    " concept const_cast consteval constinit decltype delete dynamic_cast explicit export friend mutable"
    " namespace new noexcept not not_eq operator or or_eq private protected public reinterpret_cast requires"
    " static_cast template this throw try typeid typename using virtual wchar_t xor xor_eq ";

static const char predefined_macros[] =
    " PPC R3000 WIN32 WIN64 hppa i386 linux m68k mips pdp11 powerpc sparc sun unix vax ";

/* Generated structs name these, so no member may be called so. */
static const char integer_types[] =
    " int16_t int32_t int64_t int8_t size_t uint16_t uint32_t uint64_t uint8_t ";

/* Macros without parameters, or with parameters that a declaration would take for theirs. */
static const char header_macros[] =
    " EOF FALSE I NULL TRUE assert complex d_fileno errno h_addr h_errno imaginary math_errhandling noreturn"
    " offsetof s6_addr s6_addr16 s6_addr32 sa_handler sa_sigaction sched_priority setjmp si_addr si_addr_lsb"
    " si_arch si_band si_call_addr si_fd si_int si_lower si_overrun si_pid si_pkey si_ptr si_status si_stime"
    " si_syscall si_timerid si_uid si_upper si_utime si_value sigev_notify_attributes sigev_notify_function"
    " sigmask st_atime st_ctime st_mtime stderr stdin stdout va_arg va_copy va_end va_start ";

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

/* What else the headers of GNU declare, which C++ shows by default. */
static const char gnu_names_1[] =
    " accept4 addrinfo alphasort64 asctime_r asprintf basename bindresvport bindresvport6 c8rtomb"
    " canonicalize canonicalize_file_name clearerr_unlocked clock_adjtime clog10 clone close_range"
    " cmsghdr copy_file_range creat64 ctime_r cuserid dirent dirent64 drand48 drand48_data drand48_r drem"
    " dup3 eaccess ecvt ecvt_r endhostent endnetent endnetgrent endprotoent endrpcent endservent environ"
    " erand48 erand48_r euidaccess execveat execvpe exp10 f_owner_ex fallocate fallocate64 fcloseall"
    " fcntl64 fcvt fcvt_r fedisableexcept feenableexcept fegetexcept fegetmode feof_unlocked"
    " ferror_unlocked fesetexcept fesetmode fetestexceptflag fflush_unlocked fgetc_unlocked fgetpos64"
    " fgets_unlocked fgetwc_unlocked fgetws_unlocked file_handle fileno_unlocked flock flock64 fmaximum"
    " fmaximum_mag fmaximum_mag_num fmaximum_num fmaxmag fminimum fminimum_mag fminimum_mag_num"
    " fminimum_num fminmag fopen64 fopencookie fputc_unlocked fputs_unlocked fputwc_unlocked"
    " fputws_unlocked fread_unlocked freopen64 fromfp fromfpx fseeko64 fsetpos64 fstat64 fstatat64"
    " ftello64 ftruncate64 futimesat fwrite_unlocked gai_cancel gai_error gai_suspend gaicb gamma gcvt"
    " get_current_dir_name getaddrinfo_a getc_unlocked getchar_unlocked getcpu getdate getdate_err"
    " getdate_r getdents64 getdirentries64 gethostbyaddr gethostbyaddr_r gethostbyname gethostbyname2"
    " gethostbyname2_r gethostbyname_r gethostent gethostent_r getipv4sourcefilter getlogin_r"
    " getnetbyaddr getnetbyaddr_r getnetbyname getnetbyname_r getnetent getnetent_r getnetgrent"
    " getnetgrent_r getpayload getprotobyname getprotobyname_r getprotobynumber getprotobynumber_r"
    " getprotoent getprotoent_r getpt getresgid getresuid getrpcbyname getrpcbyname_r getrpcbynumber"
    " getrpcbynumber_r getrpcent getrpcent_r getservbyname getservbyname_r getservbyport getservbyport_r"
    " getservent getservent_r getsourcefilter gettid getumask getwc_unlocked getwchar_unlocked gmtime_r"
    " grantpt group_filter group_member group_req group_source_req hostent in6_addr in6_pktinfo"
    " in6addr_any in6addr_loopback in_addr in_pktinfo inet6_opt_append inet6_opt_find inet6_opt_finish"
    " inet6_opt_get_val inet6_opt_init inet6_opt_next inet6_opt_set_val inet6_option_alloc"
    " inet6_option_append inet6_option_find inet6_option_init inet6_option_next inet6_option_space"
    " inet6_rth_add inet6_rth_getaddr inet6_rth_init inet6_rth_reverse inet6_rth_segments inet6_rth_space"
    " initstate_r iovec ip6_mtuinfo ip_mreq ip_mreq_source ip_mreqn ip_msfilter ip_opts ipv6_mreq"
    " iruserok iruserok_af isalnum_l isalpha_l isascii isblank_l iscanonical iscntrl_l isctype isdigit_l"
    " iseqsig isgraph_l isgreater isgreaterequal isless islessequal islessgreater islower_l isprint_l"
    " ispunct_l issignaling isspace_l isunordered isupper_l iswalnum_l iswalpha_l iswblank_l iswcntrl_l"
    " iswctype_l iswdigit_l iswgraph_l iswlower_l iswprint_l iswpunct_l iswspace_l iswupper_l iswxdigit_l"
    " isxdigit_l iszero itimerspec itimerval jrand48 jrand48_r lcong48 lcong48_r lconv lgamma_r linger"
    " llogb localtime_r lockf64 lrand48 lrand48_r lseek64 lstat64 mbrtoc8 mbsnrtowcs memfd_create memfrob"
    " memmem mempcpy memrchr mkostemp mkostemp64 mkostemps mkostemps64 mkstemp64 mkstemps64 mlock2 mmap64"
    " mmsghdr mrand48 mrand48_r mremap msghdr mtx_plain mtx_recursive mtx_timed name_to_handle_at netent"
    " nextdown nextup nrand48 nrand48_r obstack_printf obstack_vprintf open64 open_by_handle_at"
    " open_wmemstream openat64 osockaddr pipe2 pkey_alloc pkey_free pkey_get pkey_mprotect pkey_set"
    " pollfd posix_fadvise64 posix_fallocate64 posix_openpt ppoll pread64 process_madvise"
    " process_mrelease program_invocation_name program_invocation_short_name protoent pthread_atfork"
    " pthread_attr_destroy pthread_attr_getaffinity_np pthread_attr_getdetachstate"
    " pthread_attr_getguardsize pthread_attr_getinheritsched pthread_attr_getschedparam"
    " pthread_attr_getschedpolicy pthread_attr_getscope pthread_attr_getsigmask_np pthread_attr_getstack"
    " pthread_attr_getstackaddr pthread_attr_getstacksize"
    " ";

static const char gnu_names_2[] =
    " pthread_attr_init pthread_attr_setaffinity_np pthread_attr_setdetachstate pthread_attr_setguardsize"
    " pthread_attr_setinheritsched pthread_attr_setschedparam pthread_attr_setschedpolicy"
    " pthread_attr_setscope pthread_attr_setsigmask_np pthread_attr_setstack pthread_attr_setstackaddr"
    " pthread_attr_setstacksize pthread_barrier_destroy pthread_barrier_init pthread_barrier_wait"
    " pthread_barrierattr_destroy pthread_barrierattr_getpshared pthread_barrierattr_init"
    " pthread_barrierattr_setpshared pthread_cancel pthread_clockjoin_np pthread_cond_broadcast"
    " pthread_cond_clockwait pthread_cond_destroy pthread_cond_init pthread_cond_signal"
    " pthread_cond_timedwait pthread_cond_wait pthread_condattr_destroy pthread_condattr_getclock"
    " pthread_condattr_getpshared pthread_condattr_init pthread_condattr_setclock"
    " pthread_condattr_setpshared pthread_detach pthread_getaffinity_np pthread_getattr_default_np"
    " pthread_getattr_np pthread_getconcurrency pthread_getcpuclockid pthread_getname_np"
    " pthread_getschedparam pthread_getspecific pthread_key_create pthread_key_delete pthread_kill"
    " pthread_mutex_clocklock pthread_mutex_consistent pthread_mutex_consistent_np pthread_mutex_destroy"
    " pthread_mutex_getprioceiling pthread_mutex_init pthread_mutex_lock pthread_mutex_setprioceiling"
    " pthread_mutex_timedlock pthread_mutex_trylock pthread_mutex_unlock pthread_mutexattr_destroy"
    " pthread_mutexattr_getprioceiling pthread_mutexattr_getprotocol pthread_mutexattr_getpshared"
    " pthread_mutexattr_getrobust pthread_mutexattr_getrobust_np pthread_mutexattr_gettype"
    " pthread_mutexattr_init pthread_mutexattr_setprioceiling pthread_mutexattr_setprotocol"
    " pthread_mutexattr_setpshared pthread_mutexattr_setrobust pthread_mutexattr_setrobust_np"
    " pthread_mutexattr_settype pthread_once pthread_rwlock_clockrdlock pthread_rwlock_clockwrlock"
    " pthread_rwlock_destroy pthread_rwlock_init pthread_rwlock_rdlock pthread_rwlock_timedrdlock"
    " pthread_rwlock_timedwrlock pthread_rwlock_tryrdlock pthread_rwlock_trywrlock pthread_rwlock_unlock"
    " pthread_rwlock_wrlock pthread_rwlockattr_destroy pthread_rwlockattr_getkind_np"
    " pthread_rwlockattr_getpshared pthread_rwlockattr_init pthread_rwlockattr_setkind_np"
    " pthread_rwlockattr_setpshared pthread_self pthread_setaffinity_np pthread_setattr_default_np"
    " pthread_setcancelstate pthread_setcanceltype pthread_setconcurrency pthread_setname_np"
    " pthread_setschedparam pthread_setschedprio pthread_setspecific pthread_sigmask pthread_sigqueue"
    " pthread_spin_destroy pthread_spin_init pthread_spin_lock pthread_spin_trylock pthread_spin_unlock"
    " pthread_testcancel pthread_timedjoin_np pthread_tryjoin_np pthread_yield ptsname ptsname_r"
    " putc_unlocked putchar_unlocked putwc_unlocked putwchar_unlocked pwrite64 qecvt qecvt_r qfcvt"
    " qfcvt_r qgcvt qsort_r rand_r random_data random_r rawmemchr rcmd rcmd_af readahead readdir64"
    " readdir64_r readdir_r recvmmsg remap_file_pages renameat2 rexec rexec_af roundeven rpcent rpmatch"
    " rresvport rresvport_af ruserok ruserok_af scalb scandir64 scandirat scandirat64 sched_getaffinity"
    " sched_getcpu sched_param sched_setaffinity secure_getenv seed48 seed48_r sem_clockwait sendmmsg"
    " servent sethostent setipv4sourcefilter setnetent setnetgrent setns setpayload setpayloadsig"
    " setprotoent setresgid setresuid setrpcent setservent setsourcefilter setstate_r sigabbrev_np"
    " sigandset sigcontext sigdescr_np sigevent sighold sigignore sigisemptyset sigjmp_buf siglongjmp"
    " significand sigorset sigpause sigrelse sigset sigval sincos sockaddr sockaddr_in sockaddr_in6"
    " sockaddr_storage splice srand48 srand48_r srandom_r stat64 statx statx_timestamp std strcasecmp_l"
    " strcasestr strchrnul strcoll_l strerror_l strerror_r strerrordesc_np strerrorname_np strfromd"
    " strfromf strfromf128 strfromf32 strfromf32x strfromf64 strfromf64x strfroml strfry strftime_l"
    " strncasecmp_l strptime strptime_l strtod_l strtof128 strtof128_l strtof32 strtof32_l strtof32x"
    " strtof32x_l strtof64 strtof64_l strtof64x"
    " ";

static const char gnu_names_3[] =
    " strtof64x_l strtof_l strtok_r strtol_l strtold_l strtoll_l strtoul_l strtoull_l strverscmp"
    " strxfrm_l swab sync_file_range syncfs sysv_signal tee tgkill thrd_busy thrd_error thrd_nomem"
    " thrd_success thrd_timedout timespec timespec_getres timeval timex tm tmpfile64 tmpnam_r toascii"
    " tolower_l totalorder totalordermag toupper_l towctrans_l towlower_l towupper_l truncate64 ttyname_r"
    " u_char u_int u_long u_short ucred ufromfp ufromfpx unlockpt unshare vasprintf versionsort"
    " versionsort64 vmsplice wcpcpy wcpncpy wcscasecmp wcscasecmp_l wcschrnul wcscoll_l wcsdup wcsftime_l"
    " wcsncasecmp wcsncasecmp_l wcsnlen wcsnrtombs wcstod_l wcstof128 wcstof128_l wcstof32 wcstof32_l"
    " wcstof32x wcstof32x_l wcstof64 wcstof64_l wcstof64x wcstof64x_l wcstof_l wcstol_l wcstold_l"
    " wcstoll_l wcstoq wcstoul_l wcstoull_l wcstouq wcswcs wcswidth wcsxfrm_l wctrans_l wctype_l wcwidth"
    " wmempcpy"
    " ";

static const char header_files[] =
    " aio alloca assert byteswap complex cpio ctype dirent dlfcn elf endian err errno error execinfo fcntl"
    " features fenv float fmtmsg fnmatch ftw getopt glob grp iconv inttypes iso646 langinfo libgen libintl"
    " limits link locale malloc math memory monetary mqueue ndbm netdb nl_types paths poll pthread pwd regex"
    " resolv sched search semaphore setjmp signal spawn stdalign stdarg stdatomic stdbit stdbool stdckdint"
    " stddef stdint stdio stdlib stdnoreturn string strings stropts sysexits syslog tar termios tgmath"
    " threads time trace uchar ulimit unistd utime utmp utmpx values wait wchar wctype wordexp ";

#define WORDS(list, reason) {list, sizeof(list) - 1, reason}

const cname_words cname_reserved_words[] = {
    WORDS(c_keywords, "a keyword of C"),
    WORDS(cpp_keywords, "a keyword of C++"),
    WORDS(integer_types, "a type of the C library"),
    WORDS(predefined_macros, "a macro that compilers predefine"),
    WORDS(header_macros, "a macro of the system's headers"),
    WORDS(header_constants_to_l, "a macro of the system's headers"),
    WORDS(header_constants_from_m, "a macro of the system's headers"),
    {NULL, 0, NULL},
};

const cname_words cname_global_words[] = {
    WORDS(standard_names, "a name of the C library"),
    WORDS(posix_names, "a name of the system's C library"),
    WORDS(gnu_names_1, "a name of the system's C library"),
    WORDS(gnu_names_2, "a name of the system's C library"),
    WORDS(gnu_names_3, "a name of the system's C library"),
    {NULL, 0, NULL},
};

const cname_words cname_file_words[] = {
    WORDS(header_files, "the name of a system header"),
    {NULL, 0, NULL},
};
