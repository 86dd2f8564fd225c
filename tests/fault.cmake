# What must hold when something fails: campaigns that make every call to the system and every allocation fail, and kill
# and stop processes at every call. Each is a program of its own; ctest runs its quick share (`ctest -L fault`), the
# rest is run by hand with `full`.
add_library(sdnc_fault STATIC fault/check.c fault/plausible.c fault/report.c fault/scene.c)
target_include_directories(sdnc_fault PUBLIC fault ${PROJECT_SOURCE_DIR}/runtime/src)
target_link_libraries(sdnc_fault PUBLIC sdnc_generated sdnc_test_support PRIVATE sdnc_warnings)

# sdnc_add_fault(name SOURCES file... [LIBS target...])
function(sdnc_add_fault name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBS")
    add_executable(fault_${name} ${arg_SOURCES})
    target_link_libraries(fault_${name} PRIVATE sdnc_fault sdnc_warnings ${arg_LIBS})
    add_test(NAME fault_${name} COMMAND ${SDNC_TEST_LAUNCHER} $<TARGET_FILE:fault_${name}> quick)
    set_tests_properties(fault_${name} PROPERTIES LABELS "fault;campaign" TIMEOUT 300 SKIP_RETURN_CODE 77)
endfunction()

sdnc_add_fault(calls SOURCES fault/fault_calls.c fault/interrupted.c)

# The calls of sys_posix*.c that a signal may interrupt, by their names on 64-bit Linux with glibc.
set(wrapped fchmod fchown fgetxattr flistxattr fsetxattr fremovexattr flock fstat64 fstatat64 fstatfs64 futimens
    getrandom inotify_add_watch linkat openat64 pread64 pwrite64 readlinkat renameat syscall unlinkat write)
list(TRANSFORM wrapped PREPEND "-Wl,--wrap=")
target_link_options(fault_calls PRIVATE ${wrapped})

sdnc_add_fault(kills SOURCES fault/fault_kills.c)
set_tests_properties(fault_kills PROPERTIES RUN_SERIAL ON) # it measures
sdnc_add_fault(strace SOURCES fault/fault_strace.c)
sdnc_add_fault(memory SOURCES fault/fault_memory.c)

# The lock and the atomic file for programs that use no store: public headers and the library, nothing of the tests.
add_executable(lock_and_file_alone fault/lock_and_file_alone.c)
target_link_libraries(lock_and_file_alone PRIVATE sdnc::runtime sdnc_warnings)
add_test(NAME lock_and_file_alone COMMAND ${SDNC_TEST_LAUNCHER} $<TARGET_FILE:lock_and_file_alone>)
set_tests_properties(lock_and_file_alone PROPERTIES LABELS "fault;integration" TIMEOUT 120)
