# The verbs on data files, as programs see them: files, output, exit codes.

if(NOT SDNC_BUILD_GENERATOR)
    return()
endif()

add_test(NAME edit_verbs COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/tools/test_edit_verbs.sh $<TARGET_FILE:sdnc>)
add_test(NAME diff_apply COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/tools/test_diff_apply.sh $<TARGET_FILE:sdnc> 20)
add_test(NAME hostile_files COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/tools/test_hostile_files.sh $<TARGET_FILE:sdnc>)
add_test(NAME claims COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/tools/test_claims.sh $<TARGET_FILE:sdnc>)
set_tests_properties(edit_verbs PROPERTIES LABELS integration TIMEOUT 300)
set_tests_properties(diff_apply PROPERTIES LABELS "integration;campaign" TIMEOUT 300)
set_tests_properties(hostile_files PROPERTIES LABELS integration SKIP_RETURN_CODE 77 TIMEOUT 300)
set_tests_properties(claims PROPERTIES LABELS "integration;stress;campaign" TIMEOUT 600)

# Rows of other formats, out and in. The npm packages are looked at only where they are; see the script.
foreach(part json sql html size)
    add_test(NAME formats_${part} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/tools/test_formats.sh $<TARGET_FILE:sdnc> ${part})
    set_tests_properties(formats_${part} PROPERTIES LABELS integration SKIP_RETURN_CODE 77 TIMEOUT 300)
endforeach()
foreach(part verbs csv-spectrum json-suite)
    add_test(NAME import_${part} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/tools/test_import.sh $<TARGET_FILE:sdnc> ${part})
    set_tests_properties(import_${part} PROPERTIES LABELS integration SKIP_RETURN_CODE 77 TIMEOUT 300)
endforeach()

add_test(NAME select_and_get COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/tools/test_select.sh $<TARGET_FILE:sdnc>)
set_tests_properties(select_and_get PROPERTIES LABELS integration TIMEOUT 120)

add_test(NAME check_verb COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/tools/test_check.sh $<TARGET_FILE:sdnc>)
add_test(NAME format_data COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/tools/test_fmt.sh $<TARGET_FILE:sdnc>)
set_tests_properties(check_verb PROPERTIES LABELS integration SKIP_RETURN_CODE 77 TIMEOUT 300)
set_tests_properties(format_data PROPERTIES LABELS integration TIMEOUT 300)
add_test(NAME breaking_verb COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/tools/test_breaking.sh $<TARGET_FILE:sdnc>)
set_tests_properties(breaking_verb PROPERTIES LABELS integration SKIP_RETURN_CODE 77 TIMEOUT 300)
