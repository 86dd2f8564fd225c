# Tests of text, records and stores.
target_sources(sdnc_test_support PRIVATE support/note.c support/pair.c support/stores.c)

foreach(unit str_arena error utf8 checksum scan scan_wide words document reader writer record key_map index_sort
        ordered_index store layout
        file log other_programs plan_store presence reading refusals rename unread state store_memory call_counts
        last_moment changes dump)
    sdnc_add_test(test_${unit} SOURCES unit/test_${unit}.c)
endforeach()

sdnc_add_test(test_merge       SOURCES unit/test_merge.c)
sdnc_add_test(test_save        SOURCES unit/test_save.c)

# Seconds here, longer by hand with a larger number (see the top of each file).
sdnc_add_test(test_store_model SOURCES unit/test_store_model.c)
sdnc_add_test(test_hostile     SOURCES unit/test_hostile.c TIMEOUT 600)

# The code that depends on the processor, on others, where compilers for them and qemu are installed.
add_test(NAME other_processors COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/cross/cross.sh ${PROJECT_SOURCE_DIR}
    ${CMAKE_CURRENT_BINARY_DIR}/cross)
set_tests_properties(other_processors PROPERTIES LABELS campaign SKIP_RETURN_CODE 77 TIMEOUT 300)
