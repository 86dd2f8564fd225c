# sdnc_add_test(name [LABEL label] SOURCES file... [LIBS target...] [ARGS arg...] [TIMEOUT s])
#
# One executable and one ctest test. It may include the headers in runtime/src and tests/support. The label (unit,
# unless given) is the folder of the test; "stress;campaign" gives it two.
find_library(CMOCKA_LIBRARY cmocka REQUIRED)
find_path(CMOCKA_INCLUDE_DIR cmocka.h REQUIRED)

set(SDNC_TEST_LAUNCHER "" CACHE STRING "Command that runs each test, such as valgrind; empty: none")

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
    target_link_libraries(${name} PRIVATE sdnc_test_support sdnc_warnings ${arg_LIBS})
    add_test(NAME ${name} COMMAND ${SDNC_TEST_LAUNCHER} $<TARGET_FILE:${name}> ${arg_ARGS})
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT})
endfunction()
