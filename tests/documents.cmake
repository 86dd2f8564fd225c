# That the documents say what is true: the examples of the file format and of the tools are run, and what the others name is
# there. That the README is short, the pictures can be read, and doxygen makes the reference of the library without a warning.
set(documents ${CMAKE_CURRENT_SOURCE_DIR}/documents)

if(NOT SDNC_SANITIZER) # such a build leaves out tests that the documents name
    add_test(NAME document_references
        COMMAND ${documents}/references.sh ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
    add_test(NAME document_references_notices COMMAND ${documents}/test_references.sh)
    set_tests_properties(document_references document_references_notices PROPERTIES LABELS golden)
endif()

add_test(NAME reference COMMAND ${documents}/reference.sh ${PROJECT_SOURCE_DIR})
add_test(NAME pictures COMMAND ${documents}/pictures.sh ${PROJECT_SOURCE_DIR})
add_test(NAME readme COMMAND ${documents}/readme.sh ${PROJECT_SOURCE_DIR})
set_tests_properties(reference pictures PROPERTIES SKIP_RETURN_CODE 77)
set_tests_properties(reference pictures readme PROPERTIES LABELS "golden;documents")

if(NOT SDNC_BUILD_GENERATOR)
    return()
endif()

set(manual ${PROJECT_SOURCE_DIR} $<TARGET_FILE:sdnc> ${CMAKE_C_COMPILER})
add_test(NAME man_pages COMMAND ${documents}/man_pages.sh ${manual})
add_test(NAME man_pages_notices COMMAND ${documents}/test_man_pages.sh ${manual})
set_tests_properties(man_pages man_pages_notices PROPERTIES LABELS golden SKIP_RETURN_CODE 77)

foreach(page backends databases database-verbs)
    add_test(NAME page_${page}
        COMMAND ${documents}/commands.sh $<TARGET_FILE:${sdnc_for_databases}> ${PROJECT_SOURCE_DIR}/docs/${page}.md)
    set_tests_properties(page_${page} PROPERTIES LABELS golden SKIP_RETURN_CODE 77)
    add_test(NAME page_${page}_with_server
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/postgres/with_server.sh ${documents}/commands.sh
                $<TARGET_FILE:${sdnc_for_databases}> ${PROJECT_SOURCE_DIR}/docs/${page}.md)
    set_tests_properties(page_${page}_with_server PROPERTIES LABELS server SKIP_RETURN_CODE 77)
endforeach()
add_test(NAME readme_move
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/postgres/with_server.sh ${documents}/readme_move.sh $<TARGET_FILE:${sdnc_for_databases}>
            ${PROJECT_SOURCE_DIR}/README.md)
set_tests_properties(readme_move PROPERTIES LABELS server SKIP_RETURN_CODE 77)
foreach(page formats git queries tools)
    add_test(NAME page_${page} COMMAND ${documents}/commands.sh $<TARGET_FILE:sdnc> ${PROJECT_SOURCE_DIR}/docs/${page}.md)
    set_tests_properties(page_${page} PROPERTIES LABELS golden SKIP_RETURN_CODE 77)
endforeach()

add_executable(format_example documents/format_example.c)
sdnc_generate(TARGET format_example SCHEMAS documents/sample.schema)
target_link_libraries(format_example PRIVATE sdnc_warnings)

set(format_examples ${documents}/examples.sh $<TARGET_FILE:format_example> ${PROJECT_SOURCE_DIR}/docs/file-format.md
    ${documents}/sample.schema)
add_test(NAME file_format COMMAND ${format_examples})
add_test(NAME file_format_notices COMMAND ${documents}/test_examples.sh $<TARGET_FILE:format_example>
    ${documents}/sample.schema)
set_tests_properties(file_format file_format_notices PROPERTIES LABELS golden)
add_custom_target(update-file-format COMMAND ${format_examples} --update DEPENDS format_example VERBATIM)
