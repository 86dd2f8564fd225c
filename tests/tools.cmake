# The verbs on data files, as programs see them: files, output, exit codes.

if(NOT SDNC_BUILD_GENERATOR)
    return()
endif()

add_test(NAME select_and_get COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/tools/test_select.sh $<TARGET_FILE:sdnc>)
set_tests_properties(select_and_get PROPERTIES LABELS integration TIMEOUT 120)
