# Tests of the compiler's front end and command line.
if(NOT SDNC_BUILD_GENERATOR)
    return()
endif()

add_library(sdnc_test_front STATIC unit/front.c)
target_link_libraries(sdnc_test_front PUBLIC sdnc_test_support sdnc_core PRIVATE sdnc_warnings)

foreach(unit text source diag suggest name_table literal schema_lexer schema_parser load sema generate unified_diff)
    sdnc_add_test(test_${unit} SOURCES unit/test_${unit}.c LIBS sdnc_test_front)
endforeach()

# The command line, and whole diagnostics against what is committed.
set(golden_error ${CMAKE_CURRENT_SOURCE_DIR}/golden/error)
add_test(NAME command_line
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/integration/command_line.sh $<TARGET_FILE:sdnc>)
set_tests_properties(command_line PROPERTIES LABELS integration)
add_test(NAME golden_error
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/errors.sh $<TARGET_FILE:sdnc> ${golden_error})
set_tests_properties(golden_error PROPERTIES LABELS golden)
set(language ${PROJECT_SOURCE_DIR}/generator/LANGUAGE.md)
add_test(NAME language_reference
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/language.sh $<TARGET_FILE:sdnc> ${language}
            ${PROJECT_SOURCE_DIR}/runtime/include ${CMAKE_C_COMPILER})
set_tests_properties(language_reference PROPERTIES LABELS golden)
add_custom_target(update-language-reference
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/language.sh $<TARGET_FILE:sdnc> ${language}
            ${PROJECT_SOURCE_DIR}/runtime/include ${CMAKE_C_COMPILER} --update
    DEPENDS sdnc VERBATIM)
add_custom_target(update-golden-errors
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/errors.sh $<TARGET_FILE:sdnc> ${golden_error} --update
    DEPENDS sdnc VERBATIM)
