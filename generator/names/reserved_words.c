#include "names/reserved_words.h"

/*
 * Word lists: sorted by their bytes, because they are searched by bisection, each word with a blank on both sides.
 * Names that end in _t are left out, because all of them are refused.
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

/* Names that every program defines, or the linker. */
static const char program_names[] = " main wmain ";
static const char linker_names[] = " edata etext ";
static const char namespaces[] = " abi std ";

/* Generated structs use these types, so no member may have such a name. */
static const char integer_types[] = " int16_t int32_t int64_t int8_t size_t uint16_t uint32_t uint64_t uint8_t ";

/* Macros of all headers of Linux and its C library: those without parameters, and those with parameters that would be
 * expanded in a declaration. A macro that is only another name breaks a member too, if its header is included after
 * ours. */
static const char header_macros[] =
    " EOF FALSE I NULL TRUE arp_hln arp_hrd arp_op arp_pln arp_pro arpt_counters arpt_counters_info"
    " arpt_entry_target arpt_error_target arpt_standard_target assert autofs_ptype_expire"
    " autofs_ptype_expire_direct autofs_ptype_expire_indirect autofs_ptype_expire_multi"
    " autofs_ptype_missing autofs_ptype_missing_direct autofs_ptype_missing_indirect b64_ntop b64_pton"
    " basename cdev_t complex d_fileno direct dn_count_labels dq_bhardlimit dq_bsoftlimit dq_btime"
    " dq_curinodes dq_curspace dq_ihardlimit dq_isoftlimit dq_itime dq_valid errno fp_nquery fp_query"
    " fp_resstat fscrypt_policy guth_number_of_chunks h_addr h_errno hostalias i_device_code"
    " icmp6_addrconf_managed icmp6_addrconf_other icmp6_data16 icmp6_data32 icmp6_data8 icmp6_datagram_len"
    " icmp6_hop_limit icmp6_id icmp6_identifier icmp6_maxdelay icmp6_mtu icmp6_ndiscreserved"
    " icmp6_override icmp6_pointer icmp6_pptr icmp6_router icmp6_router_pref icmp6_rt_lifetime icmp6_seq"
    " icmp6_sequence icmp6_solicited icmp6_unused icmp_data icmp_gwaddr icmp_id icmp_ip icmp_lifetime"
    " icmp_mask icmp_nextmtu icmp_num_addrs icmp_otime icmp_pmvoid icmp_pptr icmp_radv icmp_rtime icmp_seq"
    " icmp_ttime icmp_void icmp_wpa ifa_broadaddr ifa_dstaddr ifc_buf ifc_req ifr_addr ifr_bandwidth"
    " ifr_broadaddr ifr_data ifr_dstaddr ifr_flags ifr_hwaddr ifr_ifindex ifr_map ifr_metric ifr_mtu"
    " ifr_name ifr_netmask ifr_newname ifr_qlen ifr_settings ifr_slave imaginary input_event_sec"
    " input_event_usec ip6_flow ip6_hlim ip6_hops ip6_nxt ip6_plen ip6_vfc ip6t_counters"
    " ip6t_counters_info ip6t_entry_match ip6t_entry_target ip6t_error_target ip6t_get_revision ip6t_match"
    " ip6t_standard_target ip6t_table ip6t_target ip6t_tcp ip6t_udp ipt_counters ipt_counters_info"
    " ipt_ecn_info ipt_entry_match ipt_entry_target ipt_error_target ipt_get_revision ipt_match"
    " ipt_standard_target ipt_table ipt_target ipt_tcp ipt_udp ipv6_destopt_hdr ipv6_hopopt_hdr"
    " ipv6mr_acaddr lirc_t loc_aton loc_ntoa math_errhandling mld_cksum mld_code mld_maxdelay mld_reserved"
    " mld_type msg_cbytes nd_na_cksum nd_na_code nd_na_flags_reserved nd_na_type nd_ns_cksum nd_ns_code"
    " nd_ns_reserved nd_ns_type nd_ra_cksum nd_ra_code nd_ra_curhoplimit nd_ra_flags_reserved"
    " nd_ra_router_lifetime nd_ra_type nd_rd_cksum nd_rd_code nd_rd_reserved nd_rd_type nd_rs_cksum"
    " nd_rs_code nd_rs_reserved nd_rs_type nl80211_wowlan_pattern_support no_argument noreturn nsaddr"
    " nvme_admin_cmd offsetof optional_argument p_cdname p_cdnname p_class p_fqname p_fqnname p_option"
    " p_query p_rcode p_time p_type pn_data pn_e_data pn_e_orig_msg_id pn_e_res_id pn_e_status"
    " pn_e_submsg_id pn_orig_msg_id pn_status pn_submsg_id putlong putshort required_argument res_close"
    " res_hostalias res_init res_isourserver res_nameinquery res_nclose res_ninit res_queriesmatch"
    " res_randomid rip_nets rip_tracefile rpl_segaddr rpl_segdata rr_cksum rr_code rr_seqnum rr_type"
    " rt0_type rt2_type rt_mss s6_addr s6_addr16 s6_addr32 sa_handler sa_sigaction sax25_uid"
    " sched_priority sctp_setprim setjmp shmac_number_of_idents si_addr si_addr_lsb si_arch si_band"
    " si_call_addr si_fd si_int si_lower si_overrun si_perf_data si_perf_flags si_perf_type si_pid si_pkey"
    " si_ptr si_status si_stime si_sys_private si_syscall si_tid si_timerid si_trapno si_uid si_upper"
    " si_utime si_value sigcontext_ia32 sigev_notify_attributes sigev_notify_function"
    " sigev_notify_thread_id sigmask sin_zero sipx_action sipx_special ss_name ss_speed st_atime st_ctime"
    " st_mtime stats_ptr stderr stdin stdout sym_ntop sym_ntos sym_ston tc_gen tc_pedit tcm_block_index"
    " th_block th_code th_data th_msg th_stuff tipc_name tipc_name_seq tipc_portid tsp_hopcnt tsp_time"
    " ut_addr ut_name ut_time ut_xtime v4l2_subdev_edid va_arg va_copy va_end va_start"
    " vmmdev_hgcm_function_parameter xt_osf_attr_type xt_osf_finger xt_osf_info xt_osf_msg_types"
    " xt_osf_nlmsg xt_osf_opt xt_osf_user_finger xt_osf_wc xt_osf_window_size_options xt_synproxy_info ";

/* The same, in Clang's <stdatomic.h>. */
static const char clang_macros[] =
    " atomic_compare_exchange_strong_explicit atomic_compare_exchange_weak_explicit atomic_exchange_explicit"
    " atomic_fetch_add_explicit atomic_fetch_and_explicit atomic_fetch_or_explicit atomic_fetch_sub_explicit"
    " atomic_fetch_xor_explicit atomic_init atomic_load_explicit atomic_store_explicit ";

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
    " abort abs aligned_alloc asctime at_quick_exit atexit atof atoi atol atomic_init atomic_load"
    " atomic_store bsearch btowc c16rtomb c32rtomb call_once calloc clearerr clock cnd_broadcast cnd_destroy"
    " cnd_init cnd_signal cnd_timedwait cnd_wait ctime difftime div exit fclose feclearexcept fegetenv"
    " fegetexceptflag fegetround feholdexcept feof feraiseexcept ferror fesetenv fesetexceptflag fesetround"
    " fetestexcept feupdateenv fflush fgetc fgetpos fgets fgetwc fgetws fopen fpclassify fprintf fputc fputs"
    " fputwc fputws fread free freopen fscanf fseek fsetpos ftell fwide fwprintf fwrite fwscanf getc getchar"
    " getenv getwc getwchar gmtime imaxabs imaxdiv isalnum isalpha isblank iscntrl isdigit isfinite isgraph"
    " islower isnormal isprint ispunct isspace isupper iswalnum iswalpha iswblank iswcntrl iswctype iswdigit"
    " iswgraph iswlower iswprint iswpunct iswspace iswupper iswxdigit isxdigit jmp_buf labs ldiv llabs lldiv"
    " localeconv localtime longjmp malloc mblen mbrlen mbrtoc16 mbrtoc32 mbrtowc mbsinit mbsrtowcs mbstowcs"
    " mbtowc memchr memcmp memcpy memmove memory_order memset mktime mtx_destroy mtx_init mtx_lock"
    " mtx_timedlock mtx_trylock mtx_unlock once_flag perror printf putc putchar puts putwc putwchar qsort"
    " quick_exit raise rand realloc remove rename rewind scanf setbuf setjmp setlocale setvbuf signal"
    " signbit snprintf sprintf srand sscanf strcat strchr strcmp strcoll strcpy strcspn strerror strftime"
    " strlen strncat strncmp strncpy strpbrk strrchr strspn strstr strtod strtof strtoimax strtok strtol"
    " strtold strtoll strtoul strtoull strtoumax strxfrm swprintf swscanf system thrd_create thrd_current"
    " thrd_detach thrd_equal thrd_exit thrd_join thrd_sleep thrd_yield time timespec_get tmpfile tmpnam"
    " tolower toupper towctrans towlower towupper tss_create tss_delete tss_get tss_set ungetc ungetwc"
    " va_arg va_copy va_end va_list va_start vfprintf vfscanf vfwprintf vfwscanf vprintf vscanf vsnprintf"
    " vsprintf vsscanf vswprintf vswscanf vwprintf vwscanf wcrtomb wcscat wcschr wcscmp wcscoll wcscpy"
    " wcscspn wcsftime wcslen wcsncat wcsncmp wcsncpy wcspbrk wcsrchr wcsrtombs wcsspn wcsstr wcstod wcstof"
    " wcstoimax wcstok wcstol wcstold wcstombs wcstoul wcstoumax wcsxfrm wctob wctomb wctrans wctype wmemchr"
    " wmemcmp wmemcpy wmemmove wmemset wprintf wscanf ";

static const char posix_names[] =
    " a64l accept access acct adjtime alarm alloca alphasort arc4random arc4random_buf arc4random_uniform"
    " bcmp bcopy bind brk bzero cfgetispeed cfgetospeed cfmakeraw cfsetispeed cfsetospeed cfsetspeed chdir"
    " chmod chown chroot clearenv clock_getcpuclockid clock_getres clock_gettime clock_nanosleep"
    " clock_settime close closedir closefrom closelog confstr connect cpu_set_t creat crypt ctermid daemon daylight"
    " dirfd dprintf dup dup2 duplocale dysize endusershell execl execle execlp execv execve execvp"
    " explicit_bzero faccessat fchdir fchmod fchmodat fchown fchownat fcntl fd_mask fd_set fdatasync fdopen"
    " fdopendir fexecve ffs ffsl fileno flockfile fmemopen fork fpathconf freeaddrinfo freelocale fseeko"
    " fstat fstatat fsync ftello ftruncate ftrylockfile funlockfile futimens futimes gai_strerror"
    " getaddrinfo getcwd getdelim getdirentries getdomainname getdtablesize getegid getentropy geteuid"
    " getgid getgroups gethostid gethostname getitimer getline getloadavg getlogin getnameinfo getopt"
    " getpagesize getpass getpeername getpgid getpgrp getpid getppid getsid getsockname getsockopt getsubopt"
    " gettimeofday getuid getusershell getw getwd glob globfree gsignal hcreate hdestroy herror hsearch"
    " hstrerror htonl htons index initstate innetgr insque isatty isfdtype kill killpg l64a lchmod lchown"
    " lfind link linkat listen lockf lsearch lseek lstat lutimes madvise memccpy mincore mkdir mkdirat"
    " mkdtemp mkfifo mkfifoat mknod mknodat mkstemp mkstemps mktemp mlock mlockall mmap mprotect msync"
    " munlock munlockall munmap nanosleep newlocale nice ntohl ntohs on_exit open open_memstream openat"
    " opendir openlog optarg opterr optind optopt pathconf pause pclose pipe poll popen posix_fadvise"
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
    " vsyslog wait wait3 wait4 waitid waitpid write ";

/* What else the headers of GNU declare; in C++ they do so by default. */
static const char gnu_names_1[] =
    " accept4 addrinfo alphasort64 asctime_r asprintf basename bindresvport bindresvport6 c8rtomb"
    " canonicalize_file_name clearerr_unlocked clock_adjtime clone close_range cmsghdr copy_file_range"
    " creat64 ctime_r cuserid dirent dirent64 drand48 drand48_data drand48_r dup3 eaccess ecvt ecvt_r"
    " endhostent endnetent endnetgrent endprotoent endrpcent endservent environ erand48 erand48_r euidaccess"
    " execveat execvpe f_owner_ex fallocate fallocate64 fcloseall fcntl64 fcvt fcvt_r fedisableexcept"
    " feenableexcept fegetexcept fegetmode feof_unlocked ferror_unlocked fesetexcept fesetmode"
    " fetestexceptflag fflush_unlocked fgetc_unlocked fgetpos64 fgets_unlocked fgetwc_unlocked"
    " fgetws_unlocked file_handle fileno_unlocked flock flock64 fopen64 fopencookie fputc_unlocked"
    " fputs_unlocked fputwc_unlocked fputws_unlocked fread_unlocked freopen64 fseeko64 fsetpos64 fstat64"
    " fstatat64 ftello64 ftruncate64 futimesat fwrite_unlocked gai_cancel gai_error gai_suspend gaicb gcvt"
    " get_current_dir_name getaddrinfo_a getc_unlocked getchar_unlocked getcpu getdate getdate_err getdate_r"
    " getdents64 getdirentries64 gethostbyaddr gethostbyaddr_r gethostbyname gethostbyname2 gethostbyname2_r"
    " gethostbyname_r gethostent gethostent_r getipv4sourcefilter getlogin_r getnetbyaddr getnetbyaddr_r"
    " getnetbyname getnetbyname_r getnetent getnetent_r getnetgrent getnetgrent_r getprotobyname"
    " getprotobyname_r getprotobynumber getprotobynumber_r getprotoent getprotoent_r getpt getresgid"
    " getresuid getrpcbyname getrpcbyname_r getrpcbynumber getrpcbynumber_r getrpcent getrpcent_r"
    " getservbyname getservbyname_r getservbyport getservbyport_r getservent getservent_r getsourcefilter"
    " gettid getumask getwc_unlocked getwchar_unlocked gmtime_r grantpt group_filter group_member group_req"
    " group_source_req hostent in6_addr in6_pktinfo in6addr_any in6addr_loopback in_addr in_pktinfo"
    " inet6_opt_append inet6_opt_find inet6_opt_finish inet6_opt_get_val inet6_opt_init inet6_opt_next"
    " inet6_opt_set_val inet6_option_alloc inet6_option_append inet6_option_find inet6_option_init"
    " inet6_option_next inet6_option_space inet6_rth_add inet6_rth_getaddr inet6_rth_init inet6_rth_reverse"
    " inet6_rth_segments inet6_rth_space initstate_r iovec ip6_mtuinfo ip_mreq ip_mreq_source ip_mreqn"
    " ip_msfilter ip_opts ipv6_mreq iruserok iruserok_af isalnum_l isalpha_l isascii isblank_l iscanonical"
    " iscntrl_l isctype isdigit_l iseqsig isgraph_l isgreater isgreaterequal isless islessequal"
    " islessgreater islower_l isprint_l ispunct_l issignaling isspace_l isunordered isupper_l iswalnum_l"
    " iswalpha_l iswblank_l iswcntrl_l iswctype_l iswdigit_l iswgraph_l iswlower_l iswprint_l iswpunct_l"
    " iswspace_l iswupper_l iswxdigit_l isxdigit_l iszero itimerspec itimerval jrand48 jrand48_r lcong48"
    " lcong48_r lconv lgamma_r linger localtime_r lockf64 lrand48 lrand48_r lseek64 lstat64 mbrtoc8"
    " mbsnrtowcs memfd_create memfrob memmem mempcpy memrchr mkostemp mkostemp64 mkostemps mkostemps64"
    " mkstemp64 mkstemps64 mlock2 mmap64 mmsghdr mrand48 mrand48_r mremap msghdr mtx_plain mtx_recursive"
    " mtx_timed name_to_handle_at netent nrand48 nrand48_r obstack_printf obstack_vprintf open64"
    " open_by_handle_at open_wmemstream openat64 osockaddr pipe2 pkey_alloc pkey_free pkey_get pkey_mprotect"
    " pkey_set pollfd posix_fadvise64 posix_fallocate64 posix_openpt ppoll pread64 process_madvise"
    " process_mrelease program_invocation_name program_invocation_short_name protoent pthread_atfork"
    " pthread_attr_destroy pthread_attr_getaffinity_np pthread_attr_getdetachstate pthread_attr_getguardsize"
    " pthread_attr_getinheritsched pthread_attr_getschedparam pthread_attr_getschedpolicy"
    " pthread_attr_getscope pthread_attr_getsigmask_np pthread_attr_getstack pthread_attr_getstackaddr"
    " pthread_attr_getstacksize ";

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
    " putc_unlocked putchar_unlocked putwc_unlocked putwchar_unlocked pwrite64 qecvt qecvt_r qfcvt qfcvt_r"
    " qgcvt qsort_r rand_r random_data random_r rawmemchr rcmd rcmd_af readahead readdir64 readdir64_r"
    " readdir_r recvmmsg remap_file_pages renameat2 rexec rexec_af rpcent rpmatch rresvport rresvport_af"
    " ruserok ruserok_af scandir64 scandirat scandirat64 sched_getaffinity sched_getcpu sched_param"
    " sched_setaffinity secure_getenv seed48 seed48_r sem_clockwait sendmmsg servent sethostent"
    " setipv4sourcefilter setnetent setnetgrent setns setprotoent setresgid setresuid setrpcent setservent"
    " setsourcefilter setstate_r sigabbrev_np sigandset sigcontext sigdescr_np sigevent sighold sigignore"
    " sigisemptyset sigjmp_buf siglongjmp sigorset sigpause sigrelse sigset sigval sockaddr sockaddr_in"
    " sockaddr_in6 sockaddr_storage splice srand48 srand48_r srandom_r stat64 statx statx_timestamp"
    " strcasecmp_l strcasestr strchrnul strcoll_l strerror_l strerror_r strerrordesc_np strerrorname_np"
    " strfromd strfromf strfromf128 strfromf32 strfromf32x strfromf64 strfromf64x strfroml strfry strftime_l"
    " strncasecmp_l strptime strptime_l strtod_l strtof128 strtof128_l strtof32 strtof32_l strtof32x"
    " strtof32x_l strtof64 strtof64_l strtof64x ";

static const char gnu_names_3[] =
    " strtof64x_l strtof_l strtok_r strtol_l strtold_l strtoll_l strtoul_l strtoull_l strverscmp strxfrm_l"
    " swab sync_file_range syncfs sysv_signal tee tgkill thrd_busy thrd_error thrd_nomem thrd_success"
    " thrd_timedout timespec timespec_getres timeval timex tm tmpfile64 tmpnam_r toascii tolower_l toupper_l"
    " towctrans_l towlower_l towupper_l truncate64 ttyname_r u_char u_int u_long u_short ucred unlockpt"
    " unshare vasprintf versionsort versionsort64 vmsplice wcpcpy wcpncpy wcscasecmp wcscasecmp_l wcschrnul"
    " wcscoll_l wcsdup wcsftime_l wcsncasecmp wcsncasecmp_l wcsnlen wcsnrtombs wcstod_l wcstof128"
    " wcstof128_l wcstof32 wcstof32_l wcstof32x wcstof32x_l wcstof64 wcstof64_l wcstof64x wcstof64x_l"
    " wcstof_l wcstol_l wcstold_l wcstoll_l wcstoq wcstoul_l wcstoull_l wcstouq wcswcs wcswidth wcsxfrm_l"
    " wctrans_l wctype_l wcwidth wmempcpy ";

/* What the headers of C23, POSIX and Linux declare beyond that; without err, error and option, plain words that only
 * headers of GNU and BSD use. */
static const char more_names_1[] =
    " addmntent addseverity aio_cancel aio_cancel64 aio_error aio_error64 aio_fsync aio_fsync64 aio_init"
    " aio_read aio_read64 aio_return aio_return64 aio_suspend aio_suspend64 aio_write aio_write64 aiocb"
    " aiocb64 aioinit assert_perror atoll atomic_bool atomic_char atomic_compare_exchange_strong"
    " atomic_compare_exchange_strong_explicit atomic_compare_exchange_weak"
    " atomic_compare_exchange_weak_explicit atomic_exchange atomic_exchange_explicit atomic_fetch_add"
    " atomic_fetch_add_explicit atomic_fetch_and atomic_fetch_and_explicit atomic_fetch_or"
    " atomic_fetch_or_explicit atomic_fetch_sub atomic_fetch_sub_explicit atomic_fetch_xor"
    " atomic_fetch_xor_explicit atomic_flag atomic_flag_clear atomic_flag_clear_explicit"
    " atomic_flag_test_and_set atomic_flag_test_and_set_explicit atomic_int atomic_is_lock_free atomic_llong"
    " atomic_load_explicit atomic_long atomic_schar atomic_short atomic_signal_fence atomic_store_explicit"
    " atomic_thread_fence atomic_uchar atomic_uint atomic_ullong atomic_ulong atomic_ushort backtrace"
    " backtrace_symbols backtrace_symbols_fd be16toh be32toh be64toh bind_textdomain_codeset bindtextdomain"
    " bswap_16 bswap_32 bswap_64 catclose catgets catopen ckd_add ckd_mul ckd_sub clrbit dadd daddl"
    " dbm_clearerr dbm_close dbm_delete dbm_error dbm_fetch dbm_firstkey dbm_nextkey dbm_open dbm_store"
    " dcgettext dcngettext ddiv ddivl dfma dfmal dgettext dirname dl_find_object dladdr dladdr1 dlclose"
    " dlerror dlinfo dlmopen dlopen dlsym dlvsym dmul dmull dngettext dsqrt dsqrtl dsub dsubl endgrent"
    " endmntent endorder endpwent endspent endutent endutxent epoll_create epoll_create1 epoll_ctl"
    " epoll_data epoll_event epoll_pwait epoll_pwait2 epoll_wait error_at_line error_message_count"
    " error_one_per_line errx ether_addr ether_header ethhdr eventfd eventfd_read eventfd_write exit_status"
    " f32add f32addf128 f32addf32x f32addf64 f32addf64x f32div f32divf128 f32divf32x f32divf64 f32divf64x"
    " f32fma f32fmaf128 f32fmaf32x f32fmaf64 f32fmaf64x f32mul f32mulf128 f32mulf32x f32mulf64 f32mulf64x"
    " f32sqrt f32sqrtf128 f32sqrtf32x f32sqrtf64 f32sqrtf64x f32sub f32subf128 f32subf32x f32subf64"
    " f32subf64x f32xadd f32xaddf128 f32xaddf64 f32xaddf64x f32xdiv f32xdivf128 f32xdivf64 f32xdivf64x"
    " f32xfma f32xfmaf128 f32xfmaf64 f32xfmaf64x f32xmul f32xmulf128 f32xmulf64 f32xmulf64x f32xsqrt"
    " f32xsqrtf128 f32xsqrtf64 f32xsqrtf64x f32xsub f32xsubf128 f32xsubf64 f32xsubf64x f64add f64addf128"
    " f64addf64x f64div f64divf128 f64divf64x f64fma f64fmaf128 f64fmaf64x f64mul f64mulf128 f64mulf64x"
    " f64sqrt f64sqrtf128 f64sqrtf64x f64sub f64subf128 f64subf64x f64xadd f64xaddf128 f64xdiv f64xdivf128"
    " f64xfma f64xfmaf128 f64xmul f64xmulf128 f64xsqrt f64xsqrtf128 f64xsub f64xsubf128 fadd faddl"
    " fanotify_event_info_error fanotify_event_info_fid fanotify_event_info_header fanotify_event_info_pidfd"
    " fanotify_event_metadata fanotify_init fanotify_mark fanotify_response fattach fdetach fdiv fdivl ffma"
    " ffmal ffsll fgetgrent fgetgrent_r fgetpwent fgetpwent_r fgetspent fgetspent_r fgetxattr flistxattr"
    " fmtmsg fmul fmull fnmatch forkpty free_aligned_sized free_sized freeifaddrs fremovexattr fsconfig"
    " fsconfig_command fsetxattr fsmount fsopen fspick fsqrt fsqrtl fstatfs fstatfs64 fstatvfs fstatvfs64"
    " fsub fsubl ftok ftw ftw64 get_avphys_pages get_nprocs get_nprocs_conf get_phys_pages getgrent"
    " getgrent_r getgrgid getgrgid_r getgrnam getgrnam_r getgrouplist getifaddrs getlocalename_l getmntent"
    " getmntent_r getmsg getopt_long getopt_long_only getpmsg getpriority getpw getpwent getpwent_r getpwnam"
    " getpwnam_r getpwuid getpwuid_r getrandom getrlimit getrlimit64 getrusage getspent getspent_r getspnam"
    " getspnam_r gettext getutent ";

static const char more_names_2[] =
    " getutent_r getutid getutid_r getutline getutline_r getutmp getutmpx getutxent getutxid getutxline"
    " getxattr glob64 glob_pattern_p globfree64 gnu_dev_major gnu_dev_makedev gnu_dev_minor group hasmntopt"
    " hcreate_r hdestroy_r howmany hsearch_data hsearch_r htobe16 htobe32 htobe64 htole16 htole32 htole64"
    " iconv iconv_close iconv_open if_freenameindex if_indextoname if_nameindex if_nametoindex ifa_broadaddr"
    " ifa_dstaddr ifaddr ifaddrs ifc_buf ifc_req ifconf ifmap ifr_addr ifr_bandwidth ifr_broadaddr ifr_data"
    " ifr_dstaddr ifr_flags ifr_hwaddr ifr_ifindex ifr_map ifr_metric ifr_mtu ifr_name ifr_netmask"
    " ifr_newname ifr_qlen ifr_slave ifreq inet_addr inet_aton inet_lnaof inet_makeaddr inet_net_ntop"
    " inet_net_pton inet_neta inet_netof inet_network inet_nsap_addr inet_nsap_ntoa inet_ntoa inet_ntop"
    " inet_pton initgroups inotify_add_watch inotify_event inotify_init inotify_init1 inotify_rm_watch ioctl"
    " ipc_perm isascii_l isastream isclr isset issubnormal kill_dependency lastlog lckpwdf le16toh le32toh"
    " le64toh leaf lgammaf128_r lgammaf32_r lgammaf32x_r lgammaf64_r lgammaf64x_r lgammaf_r lgammal_r"
    " lgetxattr lio_listio lio_listio64 listxattr llistxattr login login_tty logout logwtmp lremovexattr"
    " lsetxattr major makedev mallinfo mallinfo2 malloc_info malloc_stats malloc_trim malloc_usable_size"
    " mallopt memalign memalignment memory_order_acq_rel memory_order_acquire memory_order_consume"
    " memory_order_relaxed memory_order_release memory_order_seq_cst memset_explicit minor mntent mount"
    " mount_attr mount_setattr move_mount mq_attr mq_close mq_getattr mq_notify mq_open mq_receive mq_send"
    " mq_setattr mq_timedreceive mq_timedsend mq_unlink msg_cbytes msgbuf msgctl msgget msginfo msgrcv"
    " msgsnd msqid_ds nftw nftw64 ngettext nl_catd nl_item nl_langinfo nl_langinfo_l no_argument obstack"
    " open_tree openpty optional_argument passwd posix_close posix_getdents posix_spawn"
    " posix_spawn_file_actions_addchdir_np posix_spawn_file_actions_addclose"
    " posix_spawn_file_actions_addclosefrom_np posix_spawn_file_actions_adddup2"
    " posix_spawn_file_actions_addfchdir_np posix_spawn_file_actions_addopen"
    " posix_spawn_file_actions_addtcsetpgrp_np posix_spawn_file_actions_destroy"
    " posix_spawn_file_actions_init posix_spawnattr_destroy posix_spawnattr_getflags"
    " posix_spawnattr_getpgroup posix_spawnattr_getschedparam posix_spawnattr_getschedpolicy"
    " posix_spawnattr_getsigdefault posix_spawnattr_getsigmask posix_spawnattr_init posix_spawnattr_setflags"
    " posix_spawnattr_setpgroup posix_spawnattr_setschedparam posix_spawnattr_setschedpolicy"
    " posix_spawnattr_setsigdefault posix_spawnattr_setsigmask posix_spawnp postorder powerof2 prctl"
    " prctl_mm_map preadv preadv2 preadv64 preadv64v2 preorder prlimit prlimit64 process_vm_readv"
    " process_vm_writev pthread_cleanup_pop pthread_cleanup_pop_restore_np pthread_cleanup_push"
    " pthread_cleanup_push_defer_np putgrent putmsg putpmsg putpwent putspent pututline pututxline pvalloc"
    " pwritev pwritev2 pwritev64 pwritev64v2 qelem re_compile_fastmap re_compile_pattern re_match re_match_2"
    " re_pattern_buffer re_registers re_search re_search_2 re_set_registers re_set_syntax re_syntax_options"
    " readv removexattr required_argument rlimit rlimit64 roundup rusage sembuf semctl semget semid_ds"
    " seminfo semop semtimedop sendfile sendfile64 setbit setfsgid setfsuid setgrent setgroups setmntent"
    " setpriority setpwent setrlimit setrlimit64 setspent setutent setutxent setxattr sgetspent sgetspent_r"
    " shm_info shmat shmctl shmdt shmget shmid_ds shminfo sig2str signalfd signalfd_siginfo sigsetjmp"
    " sockaddr_un spwd statfs statfs64 statvfs statvfs64 stdc_bit_ceil stdc_bit_ceil_uc stdc_bit_ceil_ui ";

static const char more_names_3[] =
    " stdc_bit_ceil_ul stdc_bit_ceil_ull stdc_bit_ceil_us stdc_bit_floor stdc_bit_floor_uc stdc_bit_floor_ui"
    " stdc_bit_floor_ul stdc_bit_floor_ull stdc_bit_floor_us stdc_bit_width stdc_bit_width_uc"
    " stdc_bit_width_ui stdc_bit_width_ul stdc_bit_width_ull stdc_bit_width_us stdc_count_ones"
    " stdc_count_ones_uc stdc_count_ones_ui stdc_count_ones_ul stdc_count_ones_ull stdc_count_ones_us"
    " stdc_count_zeros stdc_count_zeros_uc stdc_count_zeros_ui stdc_count_zeros_ul stdc_count_zeros_ull"
    " stdc_count_zeros_us stdc_first_leading_one stdc_first_leading_one_uc stdc_first_leading_one_ui"
    " stdc_first_leading_one_ul stdc_first_leading_one_ull stdc_first_leading_one_us stdc_first_leading_zero"
    " stdc_first_leading_zero_uc stdc_first_leading_zero_ui stdc_first_leading_zero_ul"
    " stdc_first_leading_zero_ull stdc_first_leading_zero_us stdc_first_trailing_one"
    " stdc_first_trailing_one_uc stdc_first_trailing_one_ui stdc_first_trailing_one_ul"
    " stdc_first_trailing_one_ull stdc_first_trailing_one_us stdc_first_trailing_zero"
    " stdc_first_trailing_zero_uc stdc_first_trailing_zero_ui stdc_first_trailing_zero_ul"
    " stdc_first_trailing_zero_ull stdc_first_trailing_zero_us stdc_has_single_bit stdc_has_single_bit_uc"
    " stdc_has_single_bit_ui stdc_has_single_bit_ul stdc_has_single_bit_ull stdc_has_single_bit_us"
    " stdc_leading_ones stdc_leading_ones_uc stdc_leading_ones_ui stdc_leading_ones_ul stdc_leading_ones_ull"
    " stdc_leading_ones_us stdc_leading_zeros stdc_leading_zeros_uc stdc_leading_zeros_ui"
    " stdc_leading_zeros_ul stdc_leading_zeros_ull stdc_leading_zeros_us stdc_trailing_ones"
    " stdc_trailing_ones_uc stdc_trailing_ones_ui stdc_trailing_ones_ul stdc_trailing_ones_ull"
    " stdc_trailing_ones_us stdc_trailing_zeros stdc_trailing_zeros_uc stdc_trailing_zeros_ui"
    " stdc_trailing_zeros_ul stdc_trailing_zeros_ull stdc_trailing_zeros_us str2sig strdupa strfmon"
    " strfmon_l strlcat strlcpy strndupa swapoff swapon sysinfo tcp_ca_state tcp_cookie_transactions"
    " tcp_info tcp_md5sig tcp_repair_opt tcp_repair_window tcp_seq tcp_zerocopy_receive tcphdr tdestroy"
    " termio termios textdomain timeradd timerclear timercmp timerfd_create timerfd_gettime timerfd_settime"
    " timerisset timersub times tms toascii_l twalk_r ulckpwdf ulimit umount umount2 uname unreachable"
    " updwtmp updwtmpx ut_addr ut_name ut_time ut_xtime utimbuf utime utmp utmpname utmpx utmpxname utsname"
    " verr verrx vwarn vwarnx warn warnx wcslcat wcslcpy wcstoll wcstoull winsize wordexp wordfree writev ";

/* Each has forms for other types, such as sinf, sinl and sinf64. */
static const char math_functions[] =
    " acos acosh asin asinh atan atan2 atanh cabs cacos cacosh canonicalize carg casin casinh catan catanh"
    " cbrt ccos ccosh ceil cexp cimag clog clog10 conj copysign cos cosh cpow cproj creal csin csinh csqrt"
    " ctan ctanh drem erf erfc exp exp10 exp2 expm1 fabs fdim finite floor fma fmax fmaximum fmaximum_mag"
    " fmaximum_mag_num fmaximum_num fmaxmag fmin fminimum fminimum_mag fminimum_mag_num fminimum_num fminmag"
    " fmod frexp fromfp fromfpx gamma getpayload hypot ilogb isinf isnan j0 j1 jn ldexp lgamma llogb llrint"
    " llround log log10 log1p log2 logb lrint lround modf nan nearbyint nextafter nextdown nexttoward nextup"
    " pow remainder remquo rint round roundeven scalb scalbln scalbn setpayload setpayloadsig significand"
    " sin sincos sinh sqrt tan tanh tgamma totalorder totalordermag trunc ufromfp ufromfpx y0 y1 yn ";

/*
 * Constants that the headers of C, POSIX and Linux have beyond those above, by header: macros and enumerators of the
 * form that an enum's constants have. tests/names/free_names.sh finds what is missing.
 */

static const char aio_names[] =
    " AIO_ALLDONE AIO_CANCELED AIO_NOTCANCELED LIO_NOP LIO_NOWAIT LIO_READ LIO_WAIT LIO_WRITE ";

static const char arpa_inet_names[] =
    " IPPORT_BIFFUDP IPPORT_CMDSERVER IPPORT_DAYTIME IPPORT_DISCARD IPPORT_ECHO IPPORT_EFSSERVER"
    " IPPORT_EXECSERVER IPPORT_FINGER IPPORT_FTP IPPORT_LOGINSERVER IPPORT_MTP IPPORT_NAMESERVER"
    " IPPORT_NETSTAT IPPORT_RESERVED IPPORT_RJE IPPORT_ROUTESERVER IPPORT_SMTP IPPORT_SUPDUP IPPORT_SYSTAT"
    " IPPORT_TELNET IPPORT_TFTP IPPORT_TIMESERVER IPPORT_TTYLINK IPPORT_USERRESERVED IPPORT_WHOIS"
    " IPPORT_WHOSERVER IPPROTO_MAX ";

static const char cpio_names[] =
    " C_IRGRP C_IROTH C_IRUSR C_ISBLK C_ISCHR C_ISCTG C_ISDIR C_ISFIFO C_ISGID C_ISLNK C_ISREG C_ISSOCK"
    " C_ISUID C_ISVTX C_IWGRP C_IWOTH C_IWUSR C_IXGRP C_IXOTH C_IXUSR ";

static const char dirent_names[] = " DT_BLK DT_CHR DT_DIR DT_FIFO DT_LNK DT_REG DT_SOCK DT_UNKNOWN DT_WHT ";

static const char dlfcn_names[] =
    " DLFO_EH_SEGMENT_TYPE DLFO_STRUCT_HAS_EH_COUNT DLFO_STRUCT_HAS_EH_DBASE DL_CALL_FCT LM_ID_BASE"
    " LM_ID_NEWLM RTLD_BINDING_MASK RTLD_DEEPBIND RTLD_DEFAULT RTLD_DI_CONFIGADDR RTLD_DI_LINKMAP"
    " RTLD_DI_LMID RTLD_DI_MAX RTLD_DI_ORIGIN RTLD_DI_PHDR RTLD_DI_PROFILENAME RTLD_DI_PROFILEOUT"
    " RTLD_DI_SERINFO RTLD_DI_SERINFOSIZE RTLD_DI_TLS_DATA RTLD_DI_TLS_MODID RTLD_DL_LINKMAP RTLD_DL_SYMENT"
    " RTLD_GLOBAL RTLD_LAZY RTLD_LOCAL RTLD_NEXT RTLD_NODELETE RTLD_NOLOAD RTLD_NOW ";

static const char fcntl_names[] =
    " AT_EACCESS AT_EMPTY_PATH AT_FDCWD AT_NO_AUTOMOUNT AT_RECURSIVE AT_REMOVEDIR AT_STATX_DONT_SYNC"
    " AT_STATX_FORCE_SYNC AT_STATX_SYNC_AS_STAT AT_STATX_SYNC_TYPE AT_SYMLINK_FOLLOW AT_SYMLINK_NOFOLLOW"
    " DN_ACCESS DN_ATTRIB DN_CREATE DN_DELETE DN_MODIFY DN_MULTISHOT DN_RENAME FALLOC_FL_COLLAPSE_RANGE"
    " FALLOC_FL_INSERT_RANGE FALLOC_FL_KEEP_SIZE FALLOC_FL_NO_HIDE_STALE FALLOC_FL_PUNCH_HOLE"
    " FALLOC_FL_UNSHARE_RANGE FALLOC_FL_ZERO_RANGE FD_CLOEXEC F_ADD_SEALS F_GETLEASE F_GETOWN_EX"
    " F_GETPIPE_SZ F_GETSIG F_GET_FILE_RW_HINT F_GET_RW_HINT F_GET_SEALS F_NOTIFY F_OFD_GETLK F_OFD_SETLK"
    " F_OFD_SETLKW F_OWNER_GID F_OWNER_PGRP F_OWNER_PID F_OWNER_TID F_SEAL_FUTURE_WRITE F_SEAL_GROW"
    " F_SEAL_SEAL F_SEAL_SHRINK F_SEAL_WRITE F_SETLEASE F_SETOWN_EX F_SETPIPE_SZ F_SETSIG F_SET_FILE_RW_HINT"
    " F_SET_RW_HINT LOCK_MAND LOCK_READ LOCK_RW LOCK_WRITE MAX_HANDLE_SZ O_DIRECT O_LARGEFILE O_NOATIME"
    " O_PATH O_TMPFILE POSIX_FADV_DONTNEED POSIX_FADV_NOREUSE POSIX_FADV_NORMAL POSIX_FADV_RANDOM"
    " POSIX_FADV_SEQUENTIAL POSIX_FADV_WILLNEED RWF_WRITE_LIFE_NOT_SET RWH_WRITE_LIFE_EXTREME"
    " RWH_WRITE_LIFE_LONG RWH_WRITE_LIFE_MEDIUM RWH_WRITE_LIFE_NONE RWH_WRITE_LIFE_NOT_SET"
    " RWH_WRITE_LIFE_SHORT SPLICE_F_GIFT SPLICE_F_MORE SPLICE_F_MOVE SPLICE_F_NONBLOCK"
    " SYNC_FILE_RANGE_WAIT_AFTER SYNC_FILE_RANGE_WAIT_BEFORE SYNC_FILE_RANGE_WRITE"
    " SYNC_FILE_RANGE_WRITE_AND_WAIT UTIME_NOW UTIME_OMIT ";

static const char fmtmsg_names[] =
    " MM_APPL MM_CONSOLE MM_ERROR MM_FIRM MM_HALT MM_HARD MM_INFO MM_NOCON MM_NOMSG MM_NOSEV MM_NOTOK"
    " MM_NRECOV MM_NULLACT MM_NULLLBL MM_NULLMC MM_NULLSEV MM_NULLTAG MM_NULLTXT MM_OK MM_OPSYS MM_PRINT"
    " MM_RECOVER MM_SOFT MM_UTIL MM_WARNING ";

static const char fnmatch_names[] =
    " FNM_CASEFOLD FNM_EXTMATCH FNM_FILE_NAME FNM_LEADING_DIR FNM_NOESCAPE FNM_NOMATCH FNM_NOSYS FNM_PATHNAME"
    " FNM_PERIOD ";

static const char ftw_names[] =
    " FTW_ACTIONRETVAL FTW_CHDIR FTW_CONTINUE FTW_D FTW_DEPTH FTW_DNR FTW_DP FTW_F FTW_MOUNT FTW_NS FTW_PHYS"
    " FTW_SKIP_SIBLINGS FTW_SKIP_SUBTREE FTW_SL FTW_SLN FTW_STOP ";

static const char glob_names[] =
    " GLOB_ABEND GLOB_ABORTED GLOB_ALTDIRFUNC GLOB_APPEND GLOB_BRACE GLOB_DOOFFS GLOB_ERR GLOB_MAGCHAR"
    " GLOB_MARK GLOB_NOCHECK GLOB_NOESCAPE GLOB_NOMAGIC GLOB_NOMATCH GLOB_NOSORT GLOB_NOSPACE GLOB_NOSYS"
    " GLOB_ONLYDIR GLOB_PERIOD GLOB_TILDE GLOB_TILDE_CHECK ";

static const char langinfo_names[] =
    " ABDAY_1 ABDAY_2 ABDAY_3 ABDAY_4 ABDAY_5 ABDAY_6 ABDAY_7 ABMON_1 ABMON_10 ABMON_11 ABMON_12 ABMON_2"
    " ABMON_3 ABMON_4 ABMON_5 ABMON_6 ABMON_7 ABMON_8 ABMON_9 ALTMON_1 ALTMON_10 ALTMON_11 ALTMON_12"
    " ALTMON_2 ALTMON_3 ALTMON_4 ALTMON_5 ALTMON_6 ALTMON_7 ALTMON_8 ALTMON_9 ALT_DIGITS AM_STR"
    " CURRENCY_SYMBOL DAY_1 DAY_2 DAY_3 DAY_4 DAY_5 DAY_6 DAY_7 DECIMAL_POINT D_FMT D_T_FMT ERA_D_FMT"
    " ERA_D_T_FMT ERA_T_FMT ERA_YEAR FRAC_DIGITS INT_CURR_SYMBOL INT_FRAC_DIGITS INT_N_CS_PRECEDES"
    " INT_N_SEP_BY_SPACE INT_N_SIGN_POSN INT_P_CS_PRECEDES INT_P_SEP_BY_SPACE INT_P_SIGN_POSN MON_1 MON_10"
    " MON_11 MON_12 MON_2 MON_3 MON_4 MON_5 MON_6 MON_7 MON_8 MON_9 MON_DECIMAL_POINT MON_GROUPING"
    " MON_THOUSANDS_SEP NEGATIVE_SIGN NL_LOCALE_NAME N_CS_PRECEDES N_SEP_BY_SPACE N_SIGN_POSN PM_STR"
    " POSITIVE_SIGN P_CS_PRECEDES P_SEP_BY_SPACE P_SIGN_POSN THOUSANDS_SEP T_FMT T_FMT_AMPM ";

static const char limits_names[] =
    " BC_BASE_MAX BC_DIM_MAX BC_SCALE_MAX BC_STRING_MAX BOOL_MAX BOOL_WIDTH CHARCLASS_NAME_MAX CHAR_WIDTH"
    " INT_WIDTH IOV_MAX LLONG_WIDTH LONG_BIT LONG_LONG_MAX LONG_LONG_MIN LONG_WIDTH NL_ARGMAX NL_LANGMAX"
    " NL_MSGMAX NL_NMAX NL_SETMAX NL_TEXTMAX PTHREAD_DESTRUCTOR_ITERATIONS PTHREAD_KEYS_MAX"
    " PTHREAD_STACK_MIN SCHAR_WIDTH SHRT_WIDTH TTY_NAME_MAX UCHAR_WIDTH UINT_WIDTH ULLONG_WIDTH"
    " ULONG_LONG_MAX ULONG_WIDTH USHRT_WIDTH WORD_BIT XATTR_LIST_MAX XATTR_NAME_MAX XATTR_SIZE_MAX ";

static const char locale_names[] =
    " LC_ADDRESS LC_ADDRESS_MASK LC_ALL_MASK LC_COLLATE_MASK LC_CTYPE_MASK LC_IDENTIFICATION"
    " LC_IDENTIFICATION_MASK LC_MEASUREMENT LC_MEASUREMENT_MASK LC_MESSAGES_MASK LC_MONETARY_MASK LC_NAME"
    " LC_NAME_MASK LC_NUMERIC_MASK LC_PAPER LC_PAPER_MASK LC_TELEPHONE LC_TELEPHONE_MASK LC_TIME_MASK ";

static const char malloc_names[] =
    " M_ARENA_MAX M_ARENA_TEST M_CHECK_ACTION M_GRAIN M_KEEP M_MMAP_MAX M_MMAP_THRESHOLD M_MXFAST M_NLBLKS"
    " M_PERTURB M_TOP_PAD M_TRIM_THRESHOLD ";

static const char math_names[] =
    " FP_ILOGB0 FP_ILOGBNAN FP_INFINITE FP_INT_DOWNWARD FP_INT_TONEAREST FP_INT_TONEARESTFROMZERO"
    " FP_INT_TOWARDZERO FP_INT_UPWARD FP_LLOGB0 FP_LLOGBNAN FP_NAN FP_NORMAL FP_SUBNORMAL FP_ZERO"
    " HUGE_VAL_F128 HUGE_VAL_F32 HUGE_VAL_F32X HUGE_VAL_F64 HUGE_VAL_F64X ";

static const char mntent_names[] =
    " MNTOPT_DEFAULTS MNTOPT_NOAUTO MNTOPT_NOSUID MNTOPT_RO MNTOPT_RW MNTOPT_SUID MNTTYPE_IGNORE MNTTYPE_NFS"
    " MNTTYPE_SWAP ";

static const char net_ethernet_names[] =
    " ETHERTYPE_AARP ETHERTYPE_ARP ETHERTYPE_AT ETHERTYPE_IP ETHERTYPE_IPV6 ETHERTYPE_IPX ETHERTYPE_LOOPBACK"
    " ETHERTYPE_NTRAILER ETHERTYPE_PUP ETHERTYPE_REVARP ETHERTYPE_SPRITE ETHERTYPE_TRAIL ETHERTYPE_VLAN"
    " ETHER_ADDR_LEN ETHER_CRC_LEN ETHER_HDR_LEN ETHER_MAX_LEN ETHER_MIN_LEN ETHER_TYPE_LEN ETH_ALEN"
    " ETH_DATA_LEN ETH_FCS_LEN ETH_FRAME_LEN ETH_HLEN ETH_MAX_MTU ETH_MIN_MTU ETH_P_1588 ETH_P_8021AD"
    " ETH_P_8021AH ETH_P_8021Q ETH_P_80221 ETH_P_802_2 ETH_P_802_3 ETH_P_802_3_MIN ETH_P_802_EX1 ETH_P_AARP"
    " ETH_P_AF_IUCV ETH_P_ALL ETH_P_AOE ETH_P_ARCNET ETH_P_ARP ETH_P_ATALK ETH_P_ATMFATE ETH_P_ATMMPOA"
    " ETH_P_AX25 ETH_P_BATMAN ETH_P_BPQ ETH_P_CAIF ETH_P_CAN ETH_P_CANFD ETH_P_CANXL ETH_P_CFM ETH_P_CONTROL"
    " ETH_P_CUST ETH_P_DDCMP ETH_P_DEC ETH_P_DIAG ETH_P_DNA_DL ETH_P_DNA_RC ETH_P_DNA_RT ETH_P_DSA"
    " ETH_P_DSA_8021Q ETH_P_DSA_A5PSW ETH_P_ECONET ETH_P_EDSA ETH_P_ERSPAN ETH_P_ERSPAN2 ETH_P_ETHERCAT"
    " ETH_P_FCOE ETH_P_FIP ETH_P_HDLC ETH_P_HSR ETH_P_IBOE ETH_P_IEEE802154 ETH_P_IEEEPUP ETH_P_IEEEPUPAT"
    " ETH_P_IFE ETH_P_IP ETH_P_IPV6 ETH_P_IPX ETH_P_IRDA ETH_P_LAT ETH_P_LINK_CTL ETH_P_LLDP ETH_P_LOCALTALK"
    " ETH_P_LOOP ETH_P_LOOPBACK ETH_P_MACSEC ETH_P_MAP ETH_P_MCTP ETH_P_MOBITEX ETH_P_MPLS_MC ETH_P_MPLS_UC"
    " ETH_P_MRP ETH_P_MVRP ETH_P_NCSI ETH_P_NSH ETH_P_PAE ETH_P_PAUSE ETH_P_PHONET ETH_P_PPPTALK"
    " ETH_P_PPP_DISC ETH_P_PPP_MP ETH_P_PPP_SES ETH_P_PREAUTH ETH_P_PROFINET ETH_P_PRP ETH_P_PUP ETH_P_PUPAT"
    " ETH_P_QINQ1 ETH_P_QINQ2 ETH_P_QINQ3 ETH_P_RARP ETH_P_REALTEK ETH_P_SCA ETH_P_SLOW ETH_P_SNAP"
    " ETH_P_TDLS ETH_P_TEB ETH_P_TIPC ETH_P_TRAILER ETH_P_TR_802_2 ETH_P_TSN ETH_P_WAN_PPP ETH_P_WCCP"
    " ETH_P_X25 ETH_P_XDSA ETH_TLEN ETH_ZLEN ";

static const char net_if_names[] =
    " IFF_ALLMULTI IFF_AUTOMEDIA IFF_BROADCAST IFF_DEBUG IFF_DYNAMIC IFF_LOOPBACK IFF_MASTER IFF_MULTICAST"
    " IFF_NOARP IFF_NOTRAILERS IFF_POINTOPOINT IFF_PORTSEL IFF_PROMISC IFF_RUNNING IFF_SLAVE IFF_UP"
    " IF_NAMESIZE ";

static const char netdb_names[] =
    " AI_ADDRCONFIG AI_ALL AI_CANONIDN AI_CANONNAME AI_IDN AI_IDN_ALLOW_UNASSIGNED"
    " AI_IDN_USE_STD3_ASCII_RULES AI_NUMERICHOST AI_NUMERICSERV AI_PASSIVE AI_V4MAPPED EAI_ADDRFAMILY"
    " EAI_AGAIN EAI_ALLDONE EAI_BADFLAGS EAI_CANCELED EAI_FAIL EAI_FAMILY EAI_IDN_ENCODE EAI_INPROGRESS"
    " EAI_INTR EAI_MEMORY EAI_NODATA EAI_NONAME EAI_NOTCANCELED EAI_OVERFLOW EAI_SERVICE EAI_SOCKTYPE"
    " EAI_SYSTEM GAI_NOWAIT GAI_WAIT HOST_NOT_FOUND NETDB_INTERNAL NETDB_SUCCESS NI_DGRAM NI_IDN"
    " NI_IDN_ALLOW_UNASSIGNED NI_IDN_USE_STD3_ASCII_RULES NI_MAXHOST NI_MAXSERV NI_NAMEREQD NI_NOFQDN"
    " NI_NUMERICHOST NI_NUMERICSERV NO_ADDRESS NO_DATA NO_RECOVERY SCOPE_DELIMITER TRY_AGAIN ";

static const char netinet_in_names[] =
    " GROUP_FILTER_SIZE IN6ADDR_ANY_INIT IN6ADDR_LOOPBACK_INIT IN6_ARE_ADDR_EQUAL IN6_IS_ADDR_LINKLOCAL"
    " IN6_IS_ADDR_LOOPBACK IN6_IS_ADDR_MC_GLOBAL IN6_IS_ADDR_MC_LINKLOCAL IN6_IS_ADDR_MC_NODELOCAL"
    " IN6_IS_ADDR_MC_ORGLOCAL IN6_IS_ADDR_MC_SITELOCAL IN6_IS_ADDR_MULTICAST IN6_IS_ADDR_SITELOCAL"
    " IN6_IS_ADDR_UNSPECIFIED IN6_IS_ADDR_V4COMPAT IN6_IS_ADDR_V4MAPPED INADDR_ALLHOSTS_GROUP"
    " INADDR_ALLRTRS_GROUP INADDR_ALLSNOOPERS_GROUP INADDR_ANY INADDR_BROADCAST INADDR_DUMMY INADDR_LOOPBACK"
    " INADDR_MAX_LOCAL_GROUP INADDR_NONE INADDR_UNSPEC_GROUP INET6_ADDRSTRLEN INET_ADDRSTRLEN IN_BADCLASS"
    " IN_CLASSA IN_CLASSA_HOST IN_CLASSA_MAX IN_CLASSA_NET IN_CLASSA_NSHIFT IN_CLASSB IN_CLASSB_HOST"
    " IN_CLASSB_MAX IN_CLASSB_NET IN_CLASSB_NSHIFT IN_CLASSC IN_CLASSC_HOST IN_CLASSC_NET IN_CLASSC_NSHIFT"
    " IN_CLASSD IN_EXPERIMENTAL IN_LOOPBACKNET IN_MULTICAST IPPROTO_AH IPPROTO_BEETPH IPPROTO_COMP"
    " IPPROTO_DCCP IPPROTO_DSTOPTS IPPROTO_EGP IPPROTO_ENCAP IPPROTO_ESP IPPROTO_ETHERNET IPPROTO_FRAGMENT"
    " IPPROTO_GRE IPPROTO_HOPOPTS IPPROTO_ICMP IPPROTO_ICMPV6 IPPROTO_IDP IPPROTO_IGMP IPPROTO_IP"
    " IPPROTO_IPIP IPPROTO_IPV6 IPPROTO_MH IPPROTO_MPLS IPPROTO_MPTCP IPPROTO_MTP IPPROTO_NONE IPPROTO_PIM"
    " IPPROTO_PUP IPPROTO_RAW IPPROTO_ROUTING IPPROTO_RSVP IPPROTO_SCTP IPPROTO_TCP IPPROTO_TP IPPROTO_UDP"
    " IPPROTO_UDPLITE IPV6_2292DSTOPTS IPV6_2292HOPLIMIT IPV6_2292HOPOPTS IPV6_2292PKTINFO"
    " IPV6_2292PKTOPTIONS IPV6_2292RTHDR IPV6_ADDRFORM IPV6_ADDR_PREFERENCES IPV6_ADD_MEMBERSHIP"
    " IPV6_AUTHHDR IPV6_AUTOFLOWLABEL IPV6_CHECKSUM IPV6_DONTFRAG IPV6_DROP_MEMBERSHIP IPV6_DSTOPTS"
    " IPV6_FREEBIND IPV6_HDRINCL IPV6_HOPLIMIT IPV6_HOPOPTS IPV6_IPSEC_POLICY IPV6_JOIN_ANYCAST"
    " IPV6_JOIN_GROUP IPV6_LEAVE_ANYCAST IPV6_LEAVE_GROUP IPV6_MINHOPCOUNT IPV6_MTU IPV6_MTU_DISCOVER"
    " IPV6_MULTICAST_ALL IPV6_MULTICAST_HOPS IPV6_MULTICAST_IF IPV6_MULTICAST_LOOP IPV6_NEXTHOP"
    " IPV6_ORIGDSTADDR IPV6_PATHMTU IPV6_PKTINFO IPV6_PMTUDISC_DO IPV6_PMTUDISC_DONT IPV6_PMTUDISC_INTERFACE"
    " IPV6_PMTUDISC_OMIT IPV6_PMTUDISC_PROBE IPV6_PMTUDISC_WANT IPV6_RECVDSTOPTS IPV6_RECVERR"
    " IPV6_RECVERR_RFC4884 IPV6_RECVFRAGSIZE IPV6_RECVHOPLIMIT IPV6_RECVHOPOPTS IPV6_RECVORIGDSTADDR"
    " IPV6_RECVPATHMTU IPV6_RECVPKTINFO IPV6_RECVRTHDR IPV6_RECVTCLASS IPV6_ROUTER_ALERT"
    " IPV6_ROUTER_ALERT_ISOLATE IPV6_RTHDR IPV6_RTHDRDSTOPTS IPV6_RTHDR_LOOSE IPV6_RTHDR_STRICT"
    " IPV6_RTHDR_TYPE_0 IPV6_RXDSTOPTS IPV6_RXHOPOPTS IPV6_TCLASS IPV6_TRANSPARENT IPV6_UNICAST_HOPS"
    " IPV6_UNICAST_IF IPV6_V6ONLY IPV6_XFRM_POLICY IP_ADD_MEMBERSHIP IP_ADD_SOURCE_MEMBERSHIP"
    " IP_BIND_ADDRESS_NO_PORT IP_BLOCK_SOURCE IP_CHECKSUM IP_DEFAULT_MULTICAST_LOOP IP_DEFAULT_MULTICAST_TTL"
    " IP_DROP_MEMBERSHIP IP_DROP_SOURCE_MEMBERSHIP IP_FREEBIND IP_HDRINCL IP_IPSEC_POLICY IP_MAX_MEMBERSHIPS"
    " IP_MINTTL IP_MSFILTER IP_MSFILTER_SIZE IP_MTU IP_MTU_DISCOVER IP_MULTICAST_ALL IP_MULTICAST_IF"
    " IP_MULTICAST_LOOP IP_MULTICAST_TTL IP_NODEFRAG IP_OPTIONS IP_ORIGDSTADDR IP_PASSSEC IP_PKTINFO"
    " IP_PKTOPTIONS IP_PMTUDISC IP_PMTUDISC_DO IP_PMTUDISC_DONT IP_PMTUDISC_INTERFACE IP_PMTUDISC_OMIT"
    " IP_PMTUDISC_PROBE IP_PMTUDISC_WANT IP_RECVERR IP_RECVERR_RFC4884 IP_RECVFRAGSIZE IP_RECVOPTS"
    " IP_RECVORIGDSTADDR IP_RECVRETOPTS IP_RECVTOS IP_RECVTTL IP_RETOPTS IP_ROUTER_ALERT IP_TOS"
    " IP_TRANSPARENT IP_TTL IP_UNBLOCK_SOURCE IP_UNICAST_IF IP_XFRM_POLICY MCAST_BLOCK_SOURCE MCAST_EXCLUDE"
    " MCAST_INCLUDE MCAST_JOIN_GROUP MCAST_JOIN_SOURCE_GROUP MCAST_LEAVE_GROUP MCAST_LEAVE_SOURCE_GROUP"
    " MCAST_MSFILTER MCAST_UNBLOCK_SOURCE SCM_SRCRT SOL_ICMPV6 SOL_IP SOL_IPV6 ";

static const char netinet_tcp_names[] =
    " SOL_TCP TCPI_OPT_ECN TCPI_OPT_ECN_SEEN TCPI_OPT_SACK TCPI_OPT_SYN_DATA TCPI_OPT_TIMESTAMPS"
    " TCPI_OPT_WSCALE TCPOLEN_MAXSEG TCPOLEN_SACK_PERMITTED TCPOLEN_TIMESTAMP TCPOLEN_TSTAMP_APPA"
    " TCPOLEN_WINDOW TCPOPT_EOL TCPOPT_MAXSEG TCPOPT_NOP TCPOPT_SACK TCPOPT_SACK_PERMITTED TCPOPT_TIMESTAMP"
    " TCPOPT_TSTAMP_HDR TCPOPT_WINDOW TCP_CA_CWR TCP_CC_INFO TCP_CLOSE TCP_CLOSE_WAIT TCP_CLOSING TCP_CM_INQ"
    " TCP_CONGESTION TCP_COOKIE_IN_ALWAYS TCP_COOKIE_MAX TCP_COOKIE_MIN TCP_COOKIE_OUT_NEVER"
    " TCP_COOKIE_PAIR_SIZE TCP_COOKIE_TRANSACTIONS TCP_CORK TCP_DEFER_ACCEPT TCP_ESTABLISHED TCP_FASTOPEN"
    " TCP_FASTOPEN_CONNECT TCP_FASTOPEN_KEY TCP_FASTOPEN_NO_COOKIE TCP_FIN_WAIT1 TCP_FIN_WAIT2 TCP_INFO"
    " TCP_INQ TCP_KEEPCNT TCP_KEEPIDLE TCP_KEEPINTVL TCP_LAST_ACK TCP_LINGER2 TCP_LISTEN TCP_MAXSEG"
    " TCP_MAXWIN TCP_MAX_WINSHIFT TCP_MD5SIG TCP_MD5SIG_EXT TCP_MD5SIG_FLAG_PREFIX TCP_MD5SIG_MAXKEYLEN"
    " TCP_MSS TCP_MSS_DEFAULT TCP_MSS_DESIRED TCP_NODELAY TCP_NOTSENT_LOWAT TCP_NO_QUEUE TCP_QUEUES_NR"
    " TCP_QUEUE_SEQ TCP_QUICKACK TCP_RECV_QUEUE TCP_REPAIR TCP_REPAIR_OFF TCP_REPAIR_OFF_NO_WP TCP_REPAIR_ON"
    " TCP_REPAIR_OPTIONS TCP_REPAIR_QUEUE TCP_REPAIR_WINDOW TCP_SAVED_SYN TCP_SAVE_SYN TCP_SEND_QUEUE"
    " TCP_SYNCNT TCP_SYN_RECV TCP_SYN_SENT TCP_S_DATA_IN TCP_S_DATA_OUT TCP_THIN_DUPACK"
    " TCP_THIN_LINEAR_TIMEOUTS TCP_TIMESTAMP TCP_TIME_WAIT TCP_TX_DELAY TCP_ULP TCP_USER_TIMEOUT"
    " TCP_WINDOW_CLAMP TCP_ZEROCOPY_RECEIVE TH_ACK TH_FIN TH_PUSH TH_RST TH_SYN TH_URG ";

static const char pthread_names[] =
    " PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP PTHREAD_ATTR_NO_SIGMASK_NP PTHREAD_BARRIER_SERIAL_THREAD"
    " PTHREAD_CANCELED PTHREAD_CANCEL_ASYNCHRONOUS PTHREAD_CANCEL_DEFERRED PTHREAD_CANCEL_DISABLE"
    " PTHREAD_CANCEL_ENABLE PTHREAD_COND_INITIALIZER PTHREAD_CREATE_DETACHED PTHREAD_CREATE_JOINABLE"
    " PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP PTHREAD_EXPLICIT_SCHED PTHREAD_INHERIT_SCHED"
    " PTHREAD_MUTEX_ADAPTIVE_NP PTHREAD_MUTEX_DEFAULT PTHREAD_MUTEX_ERRORCHECK PTHREAD_MUTEX_ERRORCHECK_NP"
    " PTHREAD_MUTEX_FAST_NP PTHREAD_MUTEX_INITIALIZER PTHREAD_MUTEX_NORMAL PTHREAD_MUTEX_RECURSIVE"
    " PTHREAD_MUTEX_RECURSIVE_NP PTHREAD_MUTEX_ROBUST PTHREAD_MUTEX_ROBUST_NP PTHREAD_MUTEX_STALLED"
    " PTHREAD_MUTEX_STALLED_NP PTHREAD_MUTEX_TIMED_NP PTHREAD_ONCE_INIT PTHREAD_PRIO_INHERIT"
    " PTHREAD_PRIO_NONE PTHREAD_PRIO_PROTECT PTHREAD_PROCESS_PRIVATE PTHREAD_PROCESS_SHARED"
    " PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP PTHREAD_RWLOCK_DEFAULT_NP PTHREAD_RWLOCK_INITIALIZER"
    " PTHREAD_RWLOCK_PREFER_READER_NP PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP"
    " PTHREAD_RWLOCK_PREFER_WRITER_NP PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP"
    " PTHREAD_SCOPE_PROCESS PTHREAD_SCOPE_SYSTEM ";

static const char regex_names[] =
    " REGS_FIXED REGS_REALLOCATE REGS_UNALLOCATED REG_BADBR REG_BADPAT REG_BADRPT REG_EBRACE REG_EBRACK"
    " REG_ECOLLATE REG_ECTYPE REG_EEND REG_EESCAPE REG_ENOSYS REG_EPAREN REG_ERANGE REG_ERPAREN REG_ESIZE"
    " REG_ESPACE REG_ESUBREG REG_EXTENDED REG_ICASE REG_NEWLINE REG_NOERROR REG_NOMATCH REG_NOSUB REG_NOTBOL"
    " REG_NOTEOL REG_STARTEND RE_BACKSLASH_ESCAPE_IN_LISTS RE_BK_PLUS_QM RE_CARET_ANCHORS_HERE"
    " RE_CHAR_CLASSES RE_CONTEXT_INDEP_ANCHORS RE_CONTEXT_INDEP_OPS RE_CONTEXT_INVALID_DUP"
    " RE_CONTEXT_INVALID_OPS RE_DEBUG RE_DOT_NEWLINE RE_DOT_NOT_NULL RE_HAT_LISTS_NOT_NEWLINE RE_ICASE"
    " RE_INTERVALS RE_INVALID_INTERVAL_ORD RE_LIMITED_OPS RE_NEWLINE_ALT RE_NO_BK_BRACES RE_NO_BK_PARENS"
    " RE_NO_BK_REFS RE_NO_BK_VBAR RE_NO_EMPTY_RANGES RE_NO_GNU_OPS RE_NO_POSIX_BACKTRACKING RE_NO_SUB"
    " RE_NREGS RE_SYNTAX_AWK RE_SYNTAX_ED RE_SYNTAX_EGREP RE_SYNTAX_EMACS RE_SYNTAX_GNU_AWK RE_SYNTAX_GREP"
    " RE_SYNTAX_POSIX_AWK RE_SYNTAX_POSIX_BASIC RE_SYNTAX_POSIX_EGREP RE_SYNTAX_POSIX_EXTENDED"
    " RE_SYNTAX_POSIX_MINIMAL_BASIC RE_SYNTAX_POSIX_MINIMAL_EXTENDED RE_SYNTAX_SED RE_TRANSLATE_TYPE"
    " RE_UNMATCHED_RIGHT_PAREN_ORD ";

static const char sched_names[] =
    " CLONE_CHILD_CLEARTID CLONE_CHILD_SETTID CLONE_DETACHED CLONE_FILES CLONE_FS CLONE_IO CLONE_NEWCGROUP"
    " CLONE_NEWIPC CLONE_NEWNET CLONE_NEWNS CLONE_NEWPID CLONE_NEWTIME CLONE_NEWUSER CLONE_NEWUTS"
    " CLONE_PARENT CLONE_PARENT_SETTID CLONE_PIDFD CLONE_PTRACE CLONE_SETTLS CLONE_SIGHAND CLONE_SYSVSEM"
    " CLONE_THREAD CLONE_UNTRACED CLONE_VFORK CLONE_VM CPU_ALLOC CPU_ALLOC_SIZE CPU_AND CPU_AND_S CPU_CLR"
    " CPU_CLR_S CPU_COUNT CPU_COUNT_S CPU_EQUAL CPU_EQUAL_S CPU_FREE CPU_ISSET CPU_ISSET_S CPU_OR CPU_OR_S"
    " CPU_SET CPU_SETSIZE CPU_SET_S CPU_XOR CPU_XOR_S CPU_ZERO CPU_ZERO_S SCHED_BATCH SCHED_DEADLINE"
    " SCHED_IDLE SCHED_ISO SCHED_RESET_ON_FORK ";

static const char signal_names[] =
    " BUS_ADRALN BUS_ADRERR BUS_MCEERR_AO BUS_MCEERR_AR BUS_OBJERR CLD_CONTINUED CLD_DUMPED CLD_EXITED"
    " CLD_KILLED CLD_STOPPED CLD_TRAPPED FPE_CONDTRAP FPE_FLTDIV FPE_FLTINV FPE_FLTOVF FPE_FLTRES FPE_FLTSUB"
    " FPE_FLTUND FPE_FLTUNK FPE_INTDIV FPE_INTOVF FP_XSTATE_MAGIC1 FP_XSTATE_MAGIC2 FP_XSTATE_MAGIC2_SIZE"
    " ILL_BADIADDR ILL_BADSTK ILL_COPROC ILL_ILLADR ILL_ILLOPC ILL_ILLOPN ILL_ILLTRP ILL_PRVOPC ILL_PRVREG"
    " SEGV_ACCADI SEGV_ACCERR SEGV_ADIDERR SEGV_ADIPERR SEGV_BNDERR SEGV_MAPERR SEGV_MTEAERR SEGV_MTESERR"
    " SEGV_PKUERR SIG_HOLD SI_ASYNCIO SI_ASYNCNL TRAP_BRANCH TRAP_BRKPT TRAP_HWBKPT TRAP_TRACE TRAP_UNK ";

static const char spawn_names[] =
    " POSIX_SPAWN_RESETIDS POSIX_SPAWN_SETPGROUP POSIX_SPAWN_SETSCHEDPARAM POSIX_SPAWN_SETSCHEDULER"
    " POSIX_SPAWN_SETSID POSIX_SPAWN_SETSIGDEF POSIX_SPAWN_SETSIGMASK POSIX_SPAWN_USEVFORK ";

static const char stdatomic_names[] =
    " ATOMIC_BOOL_LOCK_FREE ATOMIC_CHAR16_T_LOCK_FREE ATOMIC_CHAR32_T_LOCK_FREE ATOMIC_CHAR_LOCK_FREE"
    " ATOMIC_FLAG_INIT ATOMIC_INT_LOCK_FREE ATOMIC_LLONG_LOCK_FREE ATOMIC_LONG_LOCK_FREE"
    " ATOMIC_POINTER_LOCK_FREE ATOMIC_SHORT_LOCK_FREE ATOMIC_VAR_INIT ATOMIC_WCHAR_T_LOCK_FREE ";

static const char stdint_names[] =
    " INT16_WIDTH INT32_WIDTH INT64_WIDTH INT8_WIDTH INTMAX_WIDTH INTPTR_WIDTH INT_FAST16_WIDTH"
    " INT_FAST32_WIDTH INT_FAST64_WIDTH INT_FAST8_WIDTH INT_LEAST16_WIDTH INT_LEAST32_WIDTH"
    " INT_LEAST64_WIDTH INT_LEAST8_WIDTH PTRDIFF_WIDTH SIG_ATOMIC_WIDTH SIZE_WIDTH UINT16_WIDTH UINT32_WIDTH"
    " UINT64_WIDTH UINT8_WIDTH UINTMAX_WIDTH UINTPTR_WIDTH UINT_FAST16_WIDTH UINT_FAST32_WIDTH"
    " UINT_FAST64_WIDTH UINT_FAST8_WIDTH UINT_LEAST16_WIDTH UINT_LEAST32_WIDTH UINT_LEAST64_WIDTH"
    " UINT_LEAST8_WIDTH WCHAR_WIDTH WINT_WIDTH ";

static const char stropts_names[] =
    " I_ATMARK I_CANPUT I_CKBAND I_FDINSERT I_FIND I_FLUSH I_FLUSHBAND I_GETBAND I_GETCLTIME I_GETSIG"
    " I_GRDOPT I_GWROPT I_LINK I_LIST I_LOOK I_NREAD I_PEEK I_PLINK I_POP I_PUNLINK I_PUSH I_RECVFD I_SENDFD"
    " I_SETCLTIME I_SETSIG I_SRDOPT I_STR I_SWROPT I_UNLINK MSG_ANY MSG_BAND MSG_HIPRI MUXID_ALL RS_HIPRI"
    " S_BANDURG S_ERROR S_HANGUP S_HIPRI S_INPUT S_MSG S_OUTPUT S_RDBAND S_RDNORM S_WRBAND S_WRNORM ";

static const char sys_fanotify_names[] =
    " FANOTIFY_METADATA_VERSION FAN_ACCESS FAN_ACCESS_PERM FAN_ALLOW FAN_ALL_CLASS_BITS FAN_ALL_EVENTS"
    " FAN_ALL_INIT_FLAGS FAN_ALL_MARK_FLAGS FAN_ALL_OUTGOING_EVENTS FAN_ALL_PERM_EVENTS FAN_ATTRIB FAN_AUDIT"
    " FAN_CLASS_CONTENT FAN_CLASS_NOTIF FAN_CLASS_PRE_CONTENT FAN_CLOEXEC FAN_CLOSE FAN_CLOSE_NOWRITE"
    " FAN_CLOSE_WRITE FAN_CREATE FAN_DELETE FAN_DELETE_SELF FAN_DENY FAN_ENABLE_AUDIT FAN_EPIDFD"
    " FAN_EVENT_INFO_TYPE_DFID FAN_EVENT_INFO_TYPE_DFID_NAME FAN_EVENT_INFO_TYPE_ERROR"
    " FAN_EVENT_INFO_TYPE_FID FAN_EVENT_INFO_TYPE_NEW_DFID_NAME FAN_EVENT_INFO_TYPE_OLD_DFID_NAME"
    " FAN_EVENT_INFO_TYPE_PIDFD FAN_EVENT_METADATA_LEN FAN_EVENT_ON_CHILD FAN_FS_ERROR FAN_MARK_ADD"
    " FAN_MARK_DONT_FOLLOW FAN_MARK_EVICTABLE FAN_MARK_FILESYSTEM FAN_MARK_FLUSH FAN_MARK_IGNORE"
    " FAN_MARK_IGNORED_MASK FAN_MARK_IGNORED_SURV_MODIFY FAN_MARK_IGNORE_SURV FAN_MARK_INODE FAN_MARK_MOUNT"
    " FAN_MARK_ONLYDIR FAN_MARK_REMOVE FAN_MODIFY FAN_MOVE FAN_MOVED_FROM FAN_MOVED_TO FAN_MOVE_SELF"
    " FAN_NOFD FAN_NONBLOCK FAN_NOPIDFD FAN_ONDIR FAN_OPEN FAN_OPEN_EXEC FAN_OPEN_EXEC_PERM FAN_OPEN_PERM"
    " FAN_Q_OVERFLOW FAN_RENAME FAN_REPORT_DFID_NAME FAN_REPORT_DFID_NAME_TARGET FAN_REPORT_DIR_FID"
    " FAN_REPORT_FID FAN_REPORT_NAME FAN_REPORT_PIDFD FAN_REPORT_TARGET_FID FAN_REPORT_TID"
    " FAN_UNLIMITED_MARKS FAN_UNLIMITED_QUEUE ";

static const char sys_inotify_names[] =
    " IN_ACCESS IN_ALL_EVENTS IN_ATTRIB IN_CLOEXEC IN_CLOSE IN_CLOSE_NOWRITE IN_CLOSE_WRITE IN_CREATE"
    " IN_DELETE IN_DELETE_SELF IN_DONT_FOLLOW IN_EXCL_UNLINK IN_IGNORED IN_ISDIR IN_MASK_ADD IN_MASK_CREATE"
    " IN_MODIFY IN_MOVE IN_MOVED_FROM IN_MOVED_TO IN_MOVE_SELF IN_NONBLOCK IN_ONESHOT IN_ONLYDIR IN_OPEN"
    " IN_Q_OVERFLOW IN_UNMOUNT ";

static const char sys_ioctl_names[] =
    " IOCSIZE_MASK IOCSIZE_SHIFT IOC_IN IOC_INOUT IOC_OUT N_6PACK N_AX25 N_HCI N_HDLC N_IRDA N_MASC N_MOUSE"
    " N_PPP N_PROFIBUS_FDL N_R3964 N_SLIP N_SMSBLOCK N_STRIP N_SYNC_PPP N_TTY N_X25 TIOCM_CAR TIOCM_CD"
    " TIOCM_CTS TIOCM_DSR TIOCM_DTR TIOCM_LE TIOCM_RI TIOCM_RNG TIOCM_RTS TIOCM_SR TIOCM_ST TIOCPKT_DATA"
    " TIOCPKT_DOSTOP TIOCPKT_FLUSHREAD TIOCPKT_FLUSHWRITE TIOCPKT_IOCTL TIOCPKT_NOSTOP TIOCPKT_START"
    " TIOCPKT_STOP ";

static const char sys_ipc_names[] = " IPC_CREAT IPC_EXCL IPC_INFO IPC_NOWAIT IPC_PRIVATE IPC_RMID IPC_SET IPC_STAT ";

static const char sys_mman_names[] =
    " MADV_COLD MADV_DODUMP MADV_DOFORK MADV_DONTDUMP MADV_DONTFORK MADV_DONTNEED MADV_DONTNEED_LOCKED"
    " MADV_FREE MADV_HUGEPAGE MADV_HWPOISON MADV_KEEPONFORK MADV_MERGEABLE MADV_NOHUGEPAGE MADV_NORMAL"
    " MADV_PAGEOUT MADV_POPULATE_READ MADV_POPULATE_WRITE MADV_RANDOM MADV_REMOVE MADV_SEQUENTIAL"
    " MADV_UNMERGEABLE MADV_WILLNEED MADV_WIPEONFORK MCL_CURRENT MCL_FUTURE MCL_ONFAULT MFD_ALLOW_SEALING"
    " MFD_CLOEXEC MFD_HUGETLB MLOCK_ONFAULT MREMAP_DONTUNMAP MREMAP_FIXED MREMAP_MAYMOVE MS_ASYNC"
    " MS_INVALIDATE MS_SYNC PKEY_DISABLE_ACCESS PKEY_DISABLE_WRITE POSIX_MADV_DONTNEED POSIX_MADV_NORMAL"
    " POSIX_MADV_RANDOM POSIX_MADV_SEQUENTIAL POSIX_MADV_WILLNEED ";

static const char sys_mount_names[] =
    " BLOCK_SIZE BLOCK_SIZE_BITS FSCONFIG_CMD_CREATE FSCONFIG_CMD_RECONFIGURE FSCONFIG_SET_BINARY"
    " FSCONFIG_SET_FD FSCONFIG_SET_FLAG FSCONFIG_SET_PATH FSCONFIG_SET_PATH_EMPTY FSCONFIG_SET_STRING"
    " FSMOUNT_CLOEXEC FSOPEN_CLOEXEC FSPICK_CLOEXEC FSPICK_EMPTY_PATH FSPICK_NO_AUTOMOUNT"
    " FSPICK_SYMLINK_NOFOLLOW MNT_DETACH MNT_EXPIRE MNT_FORCE MOUNT_ATTR_IDMAP MOUNT_ATTR_NOATIME"
    " MOUNT_ATTR_NODEV MOUNT_ATTR_NODIRATIME MOUNT_ATTR_NOEXEC MOUNT_ATTR_NOSUID MOUNT_ATTR_NOSYMFOLLOW"
    " MOUNT_ATTR_RDONLY MOUNT_ATTR_RELATIME MOUNT_ATTR_SIZE_VER0 MOUNT_ATTR_STRICTATIME"
    " MOVE_MOUNT_F_AUTOMOUNTS MOVE_MOUNT_F_EMPTY_PATH MOVE_MOUNT_F_SYMLINKS MOVE_MOUNT_SET_GROUP"
    " MOVE_MOUNT_T_AUTOMOUNTS MOVE_MOUNT_T_EMPTY_PATH MOVE_MOUNT_T_SYMLINKS MS_ACTIVE MS_BIND MS_BORN"
    " MS_DIRSYNC MS_I_VERSION MS_KERNMOUNT MS_LAZYTIME MS_MANDLOCK MS_MGC_MSK MS_MGC_VAL MS_MOVE MS_NOATIME"
    " MS_NODEV MS_NODIRATIME MS_NOEXEC MS_NOREMOTELOCK MS_NOSEC MS_NOSUID MS_NOSYMFOLLOW MS_NOUSER"
    " MS_POSIXACL MS_PRIVATE MS_RDONLY MS_REC MS_RELATIME MS_REMOUNT MS_RMT_MASK MS_SHARED MS_SILENT"
    " MS_SLAVE MS_STRICTATIME MS_SUBMOUNT MS_SYNCHRONOUS MS_UNBINDABLE MS_VERBOSE OPEN_TREE_CLOEXEC"
    " OPEN_TREE_CLONE UMOUNT_NOFOLLOW ";

static const char sys_prctl_names[] =
    " PR_CAPBSET_DROP PR_CAPBSET_READ PR_CAP_AMBIENT PR_CAP_AMBIENT_CLEAR_ALL PR_CAP_AMBIENT_IS_SET"
    " PR_CAP_AMBIENT_LOWER PR_CAP_AMBIENT_RAISE PR_ENDIAN_BIG PR_ENDIAN_LITTLE PR_ENDIAN_PPC_LITTLE"
    " PR_FPEMU_NOPRINT PR_FPEMU_SIGFPE PR_FP_EXC_ASYNC PR_FP_EXC_DISABLED PR_FP_EXC_DIV PR_FP_EXC_INV"
    " PR_FP_EXC_NONRECOV PR_FP_EXC_OVF PR_FP_EXC_PRECISE PR_FP_EXC_RES PR_FP_EXC_SW_ENABLE PR_FP_EXC_UND"
    " PR_FP_MODE_FR PR_FP_MODE_FRE PR_GET_CHILD_SUBREAPER PR_GET_DUMPABLE PR_GET_ENDIAN PR_GET_FPEMU"
    " PR_GET_FPEXC PR_GET_FP_MODE PR_GET_IO_FLUSHER PR_GET_KEEPCAPS PR_GET_NAME PR_GET_NO_NEW_PRIVS"
    " PR_GET_PDEATHSIG PR_GET_SECCOMP PR_GET_SECUREBITS PR_GET_SPECULATION_CTRL PR_GET_TAGGED_ADDR_CTRL"
    " PR_GET_THP_DISABLE PR_GET_TID_ADDRESS PR_GET_TIMERSLACK PR_GET_TIMING PR_GET_TSC PR_GET_UNALIGN"
    " PR_MCE_KILL PR_MCE_KILL_CLEAR PR_MCE_KILL_DEFAULT PR_MCE_KILL_EARLY PR_MCE_KILL_GET PR_MCE_KILL_LATE"
    " PR_MCE_KILL_SET PR_MPX_DISABLE_MANAGEMENT PR_MPX_ENABLE_MANAGEMENT PR_MTE_TAG_MASK PR_MTE_TAG_SHIFT"
    " PR_MTE_TCF_ASYNC PR_MTE_TCF_MASK PR_MTE_TCF_NONE PR_MTE_TCF_SHIFT PR_MTE_TCF_SYNC PR_PAC_APDAKEY"
    " PR_PAC_APDBKEY PR_PAC_APGAKEY PR_PAC_APIAKEY PR_PAC_APIBKEY PR_PAC_GET_ENABLED_KEYS PR_PAC_RESET_KEYS"
    " PR_PAC_SET_ENABLED_KEYS PR_SCHED_CORE PR_SCHED_CORE_CREATE PR_SCHED_CORE_GET PR_SCHED_CORE_MAX"
    " PR_SCHED_CORE_SCOPE_PROCESS_GROUP PR_SCHED_CORE_SCOPE_THREAD PR_SCHED_CORE_SCOPE_THREAD_GROUP"
    " PR_SCHED_CORE_SHARE_FROM PR_SCHED_CORE_SHARE_TO PR_SET_CHILD_SUBREAPER PR_SET_DUMPABLE PR_SET_ENDIAN"
    " PR_SET_FPEMU PR_SET_FPEXC PR_SET_FP_MODE PR_SET_IO_FLUSHER PR_SET_KEEPCAPS PR_SET_MM PR_SET_MM_ARG_END"
    " PR_SET_MM_ARG_START PR_SET_MM_AUXV PR_SET_MM_BRK PR_SET_MM_END_CODE PR_SET_MM_END_DATA"
    " PR_SET_MM_ENV_END PR_SET_MM_ENV_START PR_SET_MM_EXE_FILE PR_SET_MM_MAP PR_SET_MM_MAP_SIZE"
    " PR_SET_MM_START_BRK PR_SET_MM_START_CODE PR_SET_MM_START_DATA PR_SET_MM_START_STACK PR_SET_NAME"
    " PR_SET_NO_NEW_PRIVS PR_SET_PDEATHSIG PR_SET_PTRACER PR_SET_PTRACER_ANY PR_SET_SECCOMP"
    " PR_SET_SECUREBITS PR_SET_SPECULATION_CTRL PR_SET_SYSCALL_USER_DISPATCH PR_SET_TAGGED_ADDR_CTRL"
    " PR_SET_THP_DISABLE PR_SET_TIMERSLACK PR_SET_TIMING PR_SET_TSC PR_SET_UNALIGN PR_SET_VMA"
    " PR_SET_VMA_ANON_NAME PR_SME_GET_VL PR_SME_SET_VL PR_SME_SET_VL_ONEXEC PR_SME_VL_INHERIT"
    " PR_SME_VL_LEN_MASK PR_SPEC_DISABLE PR_SPEC_DISABLE_NOEXEC PR_SPEC_ENABLE PR_SPEC_FORCE_DISABLE"
    " PR_SPEC_INDIRECT_BRANCH PR_SPEC_L1D_FLUSH PR_SPEC_NOT_AFFECTED PR_SPEC_PRCTL PR_SPEC_STORE_BYPASS"
    " PR_SVE_GET_VL PR_SVE_SET_VL PR_SVE_SET_VL_ONEXEC PR_SVE_VL_INHERIT PR_SVE_VL_LEN_MASK"
    " PR_SYS_DISPATCH_OFF PR_SYS_DISPATCH_ON PR_TAGGED_ADDR_ENABLE PR_TASK_PERF_EVENTS_DISABLE"
    " PR_TASK_PERF_EVENTS_ENABLE PR_TIMING_STATISTICAL PR_TIMING_TIMESTAMP PR_TSC_ENABLE PR_TSC_SIGSEGV"
    " PR_UNALIGN_NOPRINT PR_UNALIGN_SIGBUS SYSCALL_DISPATCH_FILTER_ALLOW SYSCALL_DISPATCH_FILTER_BLOCK ";

static const char sys_resource_names[] =
    " PRIO_MAX PRIO_MIN PRIO_PGRP PRIO_PROCESS PRIO_USER RLIM64_INFINITY RLIMIT_AS RLIMIT_CORE RLIMIT_CPU"
    " RLIMIT_DATA RLIMIT_FSIZE RLIMIT_LOCKS RLIMIT_MEMLOCK RLIMIT_MSGQUEUE RLIMIT_NICE RLIMIT_NLIMITS"
    " RLIMIT_NOFILE RLIMIT_NPROC RLIMIT_OFILE RLIMIT_RSS RLIMIT_RTPRIO RLIMIT_RTTIME RLIMIT_SIGPENDING"
    " RLIMIT_STACK RLIM_INFINITY RLIM_NLIMITS RLIM_SAVED_CUR RLIM_SAVED_MAX RUSAGE_CHILDREN RUSAGE_LWP"
    " RUSAGE_SELF RUSAGE_THREAD ";

static const char sys_shm_names[] =
    " SHM_DEST SHM_EXEC SHM_HUGETLB SHM_INFO SHM_LOCK SHM_LOCKED SHM_NORESERVE SHM_R SHM_RDONLY SHM_REMAP"
    " SHM_RND SHM_STAT SHM_STAT_ANY SHM_UNLOCK SHM_W ";

static const char sys_socket_names[] =
    " AF_ALG AF_APPLETALK AF_ASH AF_ATMPVC AF_ATMSVC AF_AX25 AF_BLUETOOTH AF_BRIDGE AF_CAIF AF_CAN AF_ECONET"
    " AF_FILE AF_IB AF_IEEE802154 AF_INET AF_INET6 AF_IPX AF_IRDA AF_ISDN AF_IUCV AF_KCM AF_KEY AF_LLC"
    " AF_LOCAL AF_MAX AF_MCTP AF_MPLS AF_NETBEUI AF_NETLINK AF_NETROM AF_NFC AF_PACKET AF_PHONET AF_PPPOX"
    " AF_QIPCRTR AF_RDS AF_ROSE AF_ROUTE AF_RXRPC AF_SECURITY AF_SMC AF_SNA AF_TIPC AF_UNIX AF_UNSPEC"
    " AF_VSOCK AF_WANPIPE AF_X25 AF_XDP CMSG_ALIGN CMSG_DATA CMSG_FIRSTHDR CMSG_LEN CMSG_NXTHDR CMSG_SPACE"
    " MSG_BATCH MSG_CMSG_CLOEXEC MSG_CONFIRM MSG_CTRUNC MSG_EOR MSG_ERRQUEUE MSG_FASTOPEN MSG_FIN MSG_MORE"
    " MSG_RST MSG_SYN MSG_TRYHARD MSG_ZEROCOPY PF_ALG PF_APPLETALK PF_ASH PF_ATMPVC PF_ATMSVC PF_AX25"
    " PF_BLUETOOTH PF_BRIDGE PF_CAIF PF_CAN PF_ECONET PF_FILE PF_IB PF_IEEE802154 PF_INET PF_INET6 PF_IPX"
    " PF_IRDA PF_ISDN PF_IUCV PF_KCM PF_KEY PF_LLC PF_LOCAL PF_MAX PF_MCTP PF_MPLS PF_NETBEUI PF_NETLINK"
    " PF_NETROM PF_NFC PF_PACKET PF_PHONET PF_PPPOX PF_QIPCRTR PF_RDS PF_ROSE PF_ROUTE PF_RXRPC PF_SECURITY"
    " PF_SMC PF_SNA PF_TIPC PF_UNIX PF_UNSPEC PF_VSOCK PF_WANPIPE PF_X25 PF_XDP SCM_CREDENTIALS SCM_RIGHTS"
    " SCM_TIMESTAMP SCM_TIMESTAMPING SCM_TIMESTAMPING_OPT_STATS SCM_TIMESTAMPING_PKTINFO SCM_TIMESTAMPNS"
    " SCM_TXTIME SCM_WIFI_STATUS SIOCGSTAMPNS_OLD SIOCGSTAMP_OLD SOL_AAL SOL_ALG SOL_ATM SOL_BLUETOOTH"
    " SOL_CAIF SOL_DCCP SOL_DECNET SOL_IRDA SOL_IUCV SOL_KCM SOL_LLC SOL_MCTP SOL_MPTCP SOL_NETBEUI"
    " SOL_NETLINK SOL_NFC SOL_PACKET SOL_PNPIPE SOL_PPPOL2TP SOL_RAW SOL_RDS SOL_RXRPC SOL_SMC SOL_SOCKET"
    " SOL_TIPC SOL_TLS SOL_X25 SOL_XDP SO_ACCEPTCONN SO_ATTACH_BPF SO_ATTACH_FILTER SO_ATTACH_REUSEPORT_CBPF"
    " SO_ATTACH_REUSEPORT_EBPF SO_BINDTODEVICE SO_BINDTOIFINDEX SO_BPF_EXTENSIONS SO_BROADCAST SO_BSDCOMPAT"
    " SO_BUF_LOCK SO_BUSY_POLL SO_BUSY_POLL_BUDGET SO_CNX_ADVICE SO_COOKIE SO_DEBUG SO_DETACH_BPF"
    " SO_DETACH_FILTER SO_DETACH_REUSEPORT_BPF SO_DOMAIN SO_DONTROUTE SO_ERROR SO_GET_FILTER SO_INCOMING_CPU"
    " SO_INCOMING_NAPI_ID SO_KEEPALIVE SO_LINGER SO_LOCK_FILTER SO_MARK SO_MAX_PACING_RATE SO_MEMINFO"
    " SO_NETNS_COOKIE SO_NOFCS SO_NO_CHECK SO_OOBINLINE SO_PASSCRED SO_PASSSEC SO_PEEK_OFF SO_PEERCRED"
    " SO_PEERGROUPS SO_PEERNAME SO_PEERSEC SO_PREFER_BUSY_POLL SO_PRIORITY SO_PROTOCOL SO_RCVBUF"
    " SO_RCVBUFFORCE SO_RCVLOWAT SO_RCVMARK SO_RCVTIMEO SO_RCVTIMEO_NEW SO_RCVTIMEO_OLD SO_RESERVE_MEM"
    " SO_REUSEADDR SO_REUSEPORT SO_RXQ_OVFL SO_SECURITY_AUTHENTICATION SO_SECURITY_ENCRYPTION_NETWORK"
    " SO_SECURITY_ENCRYPTION_TRANSPORT SO_SELECT_ERR_QUEUE SO_SNDBUF SO_SNDBUFFORCE SO_SNDLOWAT SO_SNDTIMEO"
    " SO_SNDTIMEO_NEW SO_SNDTIMEO_OLD SO_TIMESTAMP SO_TIMESTAMPING SO_TIMESTAMPING_NEW SO_TIMESTAMPING_OLD"
    " SO_TIMESTAMPNS SO_TIMESTAMPNS_NEW SO_TIMESTAMPNS_OLD SO_TIMESTAMP_NEW SO_TIMESTAMP_OLD SO_TXREHASH"
    " SO_TXTIME SO_TYPE SO_WIFI_STATUS SO_ZEROCOPY ";

static const char sys_stat_names[] =
    " STATX_ALL STATX_ATIME STATX_ATTR_APPEND STATX_ATTR_AUTOMOUNT STATX_ATTR_COMPRESSED STATX_ATTR_DAX"
    " STATX_ATTR_ENCRYPTED STATX_ATTR_IMMUTABLE STATX_ATTR_MOUNT_ROOT STATX_ATTR_NODUMP STATX_ATTR_VERITY"
    " STATX_BASIC_STATS STATX_BLOCKS STATX_BTIME STATX_CTIME STATX_DIOALIGN STATX_GID STATX_INO STATX_MNT_ID"
    " STATX_MODE STATX_MTIME STATX_NLINK STATX_SIZE STATX_TYPE STATX_UID ";

static const char sys_statvfs_names[] =
    " ST_APPEND ST_IMMUTABLE ST_MANDLOCK ST_NOATIME ST_NODEV ST_NODIRATIME ST_NOEXEC ST_NOSUID ST_RDONLY"
    " ST_RELATIME ST_SYNCHRONOUS ST_WRITE ";

static const char sys_ucontext_names[] =
    " REG_CR2 REG_CSGSFS REG_EFL REG_ERR REG_OLDMASK REG_R10 REG_R11 REG_R12 REG_R13 REG_R14 REG_R15 REG_R8"
    " REG_R9 REG_RAX REG_RBP REG_RBX REG_RCX REG_RDI REG_RDX REG_RIP REG_RSI REG_RSP REG_TRAPNO ";

static const char sysexits_names[] =
    " EX_CANTCREAT EX_CONFIG EX_DATAERR EX_IOERR EX_NOHOST EX_NOINPUT EX_NOPERM EX_NOUSER EX_OK EX_OSERR"
    " EX_OSFILE EX_PROTOCOL EX_SOFTWARE EX_TEMPFAIL EX_UNAVAILABLE EX_USAGE ";

static const char time_names[] =
    " ADJ_ESTERROR ADJ_FREQUENCY ADJ_MAXERROR ADJ_MICRO ADJ_NANO ADJ_OFFSET ADJ_OFFSET_SINGLESHOT"
    " ADJ_OFFSET_SS_READ ADJ_SETOFFSET ADJ_STATUS ADJ_TAI ADJ_TICK ADJ_TIMECONST CLOCK_BOOTTIME"
    " CLOCK_BOOTTIME_ALARM CLOCK_MONOTONIC_COARSE CLOCK_REALTIME_COARSE CLOCK_TAI MOD_CLKA MOD_CLKB"
    " MOD_ESTERROR MOD_FREQUENCY MOD_MAXERROR MOD_MICRO MOD_NANO MOD_OFFSET MOD_STATUS MOD_TAI MOD_TIMECONST"
    " STA_CLK STA_CLOCKERR STA_DEL STA_FLL STA_FREQHOLD STA_INS STA_MODE STA_NANO STA_PLL STA_PPSERROR"
    " STA_PPSFREQ STA_PPSJITTER STA_PPSSIGNAL STA_PPSTIME STA_PPSWANDER STA_RONLY STA_UNSYNC ";

static const char trace_names[] =
    " POSIX_TRACE_ADD_EVENTSET POSIX_TRACE_ALL_EVENTS POSIX_TRACE_APPEND POSIX_TRACE_CLOSE_FOR_CHILD"
    " POSIX_TRACE_ERROR POSIX_TRACE_FILTER POSIX_TRACE_FLUSH POSIX_TRACE_FLUSHING POSIX_TRACE_FULL"
    " POSIX_TRACE_INHERITED POSIX_TRACE_LOOP POSIX_TRACE_NOT_FLUSHING POSIX_TRACE_NOT_FULL"
    " POSIX_TRACE_NOT_TRUNCATED POSIX_TRACE_NO_OVERRUN POSIX_TRACE_OVERFLOW POSIX_TRACE_OVERRUN"
    " POSIX_TRACE_RESUME POSIX_TRACE_RUNNING POSIX_TRACE_SET_EVENTSET POSIX_TRACE_START POSIX_TRACE_STOP"
    " POSIX_TRACE_SUB_EVENTSET POSIX_TRACE_SUSPENDED POSIX_TRACE_SYSTEM_EVENTS POSIX_TRACE_TRUNCATED_READ"
    " POSIX_TRACE_TRUNCATED_RECORD POSIX_TRACE_UNNAMED_USER_EVENT POSIX_TRACE_UNTIL_FULL"
    " POSIX_TRACE_WOPID_EVENTS ";

static const char unistd_names[] =
    " CLOSE_RANGE_CLOEXEC CLOSE_RANGE_UNSHARE L_INCR L_SET L_XTND R_OK SEEK_DATA SEEK_HOLE STDERR_FILENO"
    " STDIN_FILENO STDOUT_FILENO TEMP_FAILURE_RETRY W_OK X_OK ";

static const char utmp_names[] =
    " UTMP_FILE UTMP_FILENAME UT_HOSTSIZE UT_LINESIZE UT_NAMESIZE UT_UNKNOWN WTMP_FILE WTMP_FILENAME ";

static const char utmpx_names[] =
    " BOOT_TIME DEAD_PROCESS INIT_PROCESS LOGIN_PROCESS NEW_TIME OLD_TIME RUN_LVL USER_PROCESS UTMPX_FILE"
    " UTMPX_FILENAME WTMPX_FILE WTMPX_FILENAME ";

static const char wordexp_names[] =
    " WRDE_APPEND WRDE_BADCHAR WRDE_BADVAL WRDE_CMDSUB WRDE_DOOFFS WRDE_NOCMD WRDE_NOSPACE WRDE_NOSYS"
    " WRDE_REUSE WRDE_SHOWERR WRDE_SYNTAX WRDE_UNDEF ";

static const char other_constants[] =
    " ATOMIC_CHAR8_T_LOCK_FREE BITINT_MAXWIDTH CR_DECIMAL_DIG DBL_IS_IEC_60559 DBL_NORM_MAX DBL_SNAN"
    " DBM_INSERT DBM_REPLACE DEC128_EPSILON DEC128_MANT_DIG DEC128_MAX DEC128_MAX_EXP DEC128_MIN"
    " DEC128_MIN_EXP DEC128_SNAN DEC128_TRUE_MIN DEC32_EPSILON DEC32_MANT_DIG DEC32_MAX DEC32_MAX_EXP"
    " DEC32_MIN DEC32_MIN_EXP DEC32_SNAN DEC32_TRUE_MIN DEC64_EPSILON DEC64_MANT_DIG DEC64_MAX DEC64_MAX_EXP"
    " DEC64_MIN DEC64_MIN_EXP DEC64_SNAN DEC64_TRUE_MIN DEC_EVAL_METHOD DEC_INFINITY DEC_NAN DEV_BSIZE"
    " EFD_CLOEXEC EFD_NONBLOCK EFD_SEMAPHORE EPOLL_CLOEXEC EPOLL_CTL_ADD EPOLL_CTL_DEL EPOLL_CTL_MOD"
    " EPOLL_EVENTS EXEC_PAGESIZE FE_DEC_DOWNWARD FE_DEC_TONEAREST FE_DEC_TONEARESTFROMZERO FE_DEC_TOWARDZERO"
    " FE_DEC_UPWARD FE_DFL_MODE FE_NOMASK_ENV FE_SNANS_ALWAYS_SIGNAL FE_TONEARESTFROMZERO FLT_IS_IEC_60559"
    " FLT_NORM_MAX FLT_SNAN FP_FAST_DADDL FP_FAST_DDIVL FP_FAST_DFMAL FP_FAST_DMULL FP_FAST_DSQRTL"
    " FP_FAST_DSUBL FP_FAST_FADD FP_FAST_FADDL FP_FAST_FDIV FP_FAST_FDIVL FP_FAST_FFMA FP_FAST_FFMAL"
    " FP_FAST_FMUL FP_FAST_FMULL FP_FAST_FSQRT FP_FAST_FSQRTL FP_FAST_FSUB FP_FAST_FSUBL GRND_INSECURE"
    " GRND_NONBLOCK GRND_RANDOM HUGE_VAL_D128 HUGE_VAL_D32 HUGE_VAL_D64 ITIMER_PROF ITIMER_REAL"
    " ITIMER_VIRTUAL LDBL_IS_IEC_60559 LDBL_NORM_MAX LDBL_SNAN MSG_COPY MSG_EXCEPT MSG_INFO MSG_NOERROR"
    " MSG_STAT MSG_STAT_ANY NL_CAT_LOCALE NL_SETD NSS_BUFLEN_GROUP NSS_BUFLEN_PASSWD PRINTF_NAN_LEN_MAX"
    " P_ALL P_PGID P_PID P_PIDFD RENAME_EXCHANGE RENAME_NOREPLACE RENAME_WHITEOUT RWF_APPEND RWF_DSYNC"
    " RWF_HIPRI RWF_NOAPPEND RWF_NOWAIT RWF_SYNC SEM_FAILED SEM_INFO SEM_STAT SEM_STAT_ANY SEM_UNDO"
    " SFD_CLOEXEC SFD_NONBLOCK SI_LOAD_SHIFT SUN_LEN SWAP_FLAG_DISCARD SWAP_FLAG_PREFER SWAP_FLAG_PRIO_MASK"
    " SWAP_FLAG_PRIO_SHIFT SYS_NMLN TFD_CLOEXEC TFD_NONBLOCK TFD_TIMER_ABSTIME TFD_TIMER_CANCEL_ON_SET"
    " TIMESPEC_TO_TIMEVAL TIMEVAL_TO_TIMESPEC TIME_ACTIVE TIME_MONOTONIC TIME_THREAD_ACTIVE TIOCSER_TEMT"
    " TTYDEF_CFLAG TTYDEF_IFLAG TTYDEF_LFLAG TTYDEF_OFLAG TTYDEF_SPEED UIO_MAXIOV UL_GETFSIZE UL_SETFSIZE"
    " W_EXITCODE W_STOPCODE XATTR_CREATE XATTR_REPLACE ";

static const char header_files[] =
    " aio alloca assert byteswap complex cpio ctype dirent dlfcn elf endian err errno error execinfo fcntl"
    " features fenv float fmtmsg fnmatch ftw getopt glob grp iconv inttypes iso646 langinfo libgen libintl"
    " limits link locale malloc math memory monetary mqueue ndbm netdb nl_types paths poll pthread pwd regex"
    " resolv sched search semaphore setjmp signal spawn stdalign stdarg stdatomic stdbit stdbool stdckdint"
    " stddef stdint stdio stdlib stdnoreturn string strings stropts sysexits syslog tar termios tgmath"
    " threads time trace uchar ulimit unistd utime utmp utmpx values wait wchar wctype wordexp ";

#define WORDS(list, reason)            \
    {                                  \
        list, sizeof(list) - 1, reason \
    }

const reserved_list reserved_words[] = {
    WORDS(c_keywords, "a keyword of C"),
    WORDS(cpp_keywords, "a keyword of C++"),
    WORDS(integer_types, "a type of the C library"),
    WORDS(predefined_macros, "a macro that compilers predefine"),
    WORDS(header_macros, "a macro of the system's headers"),
    WORDS(clang_macros, "a macro of the system's headers"),
    WORDS(header_constants_to_l, "a macro of the system's headers"),
    WORDS(header_constants_from_m, "a macro of the system's headers"),
    {NULL, 0, NULL},
};

const reserved_list reserved_global_words[] = {
    WORDS(program_names, "the function that a program starts with"),
    WORDS(linker_names, "a name that the linker defines"),
    WORDS(namespaces, "a namespace of C++"),
    WORDS(standard_names, "a name of the C library"),
    WORDS(posix_names, "a name of the system's C library"),
    WORDS(gnu_names_1, "a name of the system's C library"),
    WORDS(gnu_names_2, "a name of the system's C library"),
    WORDS(gnu_names_3, "a name of the system's C library"),
    WORDS(more_names_1, "a name of the system's C library"),
    WORDS(more_names_2, "a name of the system's C library"),
    WORDS(more_names_3, "a name of the system's C library"),
    WORDS(aio_names, "a name of <aio.h>"),
    WORDS(arpa_inet_names, "a name of <arpa/inet.h>"),
    WORDS(cpio_names, "a name of <cpio.h>"),
    WORDS(dirent_names, "a name of <dirent.h>"),
    WORDS(dlfcn_names, "a name of <dlfcn.h>"),
    WORDS(fcntl_names, "a name of <fcntl.h>"),
    WORDS(fmtmsg_names, "a name of <fmtmsg.h>"),
    WORDS(fnmatch_names, "a name of <fnmatch.h>"),
    WORDS(ftw_names, "a name of <ftw.h>"),
    WORDS(glob_names, "a name of <glob.h>"),
    WORDS(langinfo_names, "a name of <langinfo.h>"),
    WORDS(limits_names, "a name of <limits.h>"),
    WORDS(locale_names, "a name of <locale.h>"),
    WORDS(malloc_names, "a name of <malloc.h>"),
    WORDS(math_names, "a name of <math.h>"),
    WORDS(mntent_names, "a name of <mntent.h>"),
    WORDS(net_ethernet_names, "a name of <net/ethernet.h>"),
    WORDS(net_if_names, "a name of <net/if.h>"),
    WORDS(netdb_names, "a name of <netdb.h>"),
    WORDS(netinet_in_names, "a name of <netinet/in.h>"),
    WORDS(netinet_tcp_names, "a name of <netinet/tcp.h>"),
    WORDS(pthread_names, "a name of <pthread.h>"),
    WORDS(regex_names, "a name of <regex.h>"),
    WORDS(sched_names, "a name of <sched.h>"),
    WORDS(signal_names, "a name of <signal.h>"),
    WORDS(spawn_names, "a name of <spawn.h>"),
    WORDS(stdatomic_names, "a name of <stdatomic.h>"),
    WORDS(stdint_names, "a name of <stdint.h>"),
    WORDS(stropts_names, "a name of <stropts.h>"),
    WORDS(sys_fanotify_names, "a name of <sys/fanotify.h>"),
    WORDS(sys_inotify_names, "a name of <sys/inotify.h>"),
    WORDS(sys_ioctl_names, "a name of <sys/ioctl.h>"),
    WORDS(sys_ipc_names, "a name of <sys/ipc.h>"),
    WORDS(sys_mman_names, "a name of <sys/mman.h>"),
    WORDS(sys_mount_names, "a name of <sys/mount.h>"),
    WORDS(sys_prctl_names, "a name of <sys/prctl.h>"),
    WORDS(sys_resource_names, "a name of <sys/resource.h>"),
    WORDS(sys_shm_names, "a name of <sys/shm.h>"),
    WORDS(sys_socket_names, "a name of <sys/socket.h>"),
    WORDS(sys_stat_names, "a name of <sys/stat.h>"),
    WORDS(sys_statvfs_names, "a name of <sys/statvfs.h>"),
    WORDS(sys_ucontext_names, "a name of <sys/ucontext.h>"),
    WORDS(sysexits_names, "a name of <sysexits.h>"),
    WORDS(time_names, "a name of <time.h>"),
    WORDS(trace_names, "a name of <trace.h>"),
    WORDS(unistd_names, "a name of <unistd.h>"),
    WORDS(utmp_names, "a name of <utmp.h>"),
    WORDS(utmpx_names, "a name of <utmpx.h>"),
    WORDS(wordexp_names, "a name of <wordexp.h>"),
    WORDS(other_constants, "a name of the system's headers"),
    {NULL, 0, NULL},
};

const reserved_list reserved_math_words[] = {
    WORDS(math_functions, "a name of the C library"),
    {NULL, 0, NULL},
};

const reserved_list reserved_file_words[] = {
    WORDS(header_files, "the name of a system header"),
    {NULL, 0, NULL},
};
