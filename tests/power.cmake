# Power cuts under a store. The programs that do it are parts of power_cuts.sh; seconds here, minutes by hand with a
# larger number.
add_executable(power_cuts
    power/calls.c power/check.c power/contents.c power/disk.c power/disk_log.c power/image.c power/main.c
    power/prepare.c power/run.c power/transactions.c)
target_include_directories(power_cuts PRIVATE ${PROJECT_SOURCE_DIR}/runtime/src)
target_link_libraries(power_cuts PRIVATE sdnc_generated sdnc_warnings)

add_test(NAME power_cuts
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/power/power_cuts.sh ${PROJECT_BINARY_DIR} 12)
set_tests_properties(power_cuts PROPERTIES LABELS "power;stress" SKIP_RETURN_CODE 77 TIMEOUT 900)
