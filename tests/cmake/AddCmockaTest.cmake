# sdnc_add_test(name [LABEL label] SOURCES file... [LIBS target...] [ARGS arg...] [TIMEOUT s])
#
# One executable and one ctest test. It may include the headers in runtime/src and tests/support. The label (unit,
# unless given) is the folder of the test; "stress;campaign" gives it two.
#
# The stand-in of tests/cross takes the place of cmocka where there is none: for other processors and C libraries.
option(SDNC_CMOCKA_STAND_IN "Build the tests without cmocka, with what tests/cross has of it" OFF)
if(SDNC_CMOCKA_STAND_IN)
    add_library(sdnc_cmocka STATIC ${CMAKE_CURRENT_LIST_DIR}/../cross/cmocka.c)
    target_include_directories(sdnc_cmocka PUBLIC ${CMAKE_CURRENT_LIST_DIR}/../cross)
    target_link_libraries(sdnc_cmocka PRIVATE sdnc_warnings)
    set(CMOCKA_LIBRARY sdnc_cmocka)
    set(CMOCKA_INCLUDE_DIR ${CMAKE_CURRENT_LIST_DIR}/../cross)
else()
    find_library(CMOCKA_LIBRARY cmocka REQUIRED)
    find_path(CMOCKA_INCLUDE_DIR cmocka.h REQUIRED)
endif()

set(SDNC_TEST_LAUNCHER "" CACHE STRING "Command that runs each test, such as valgrind; empty: none")

# As in the library: where a long has 32 bits, numbers of inodes, sizes and times of files would not fit otherwise.
# SDN_POSIX_ONLY: for only_on_linux in support/test.h.
set(SDNC_TEST_DEFINITIONS _FILE_OFFSET_BITS=64 _TIME_BITS=64 $<$<BOOL:${SDN_POSIX_ONLY}>:SDN_POSIX_ONLY>)

function(sdnc_add_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "LABEL;TIMEOUT" "SOURCES;LIBS;ARGS")
    if(NOT arg_LABEL)
        set(arg_LABEL unit)
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    add_executable(${name} ${arg_SOURCES})
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/runtime/src)
    target_compile_definitions(${name} PRIVATE ${SDNC_TEST_DEFINITIONS})
    target_link_libraries(${name} PRIVATE sdnc_test_support sdnc_warnings ${arg_LIBS})
    add_test(NAME ${name} COMMAND ${SDNC_TEST_LAUNCHER} $<TARGET_FILE:${name}> ${arg_ARGS})
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT})
endfunction()
