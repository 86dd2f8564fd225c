# The three committed record types, end to end.
add_library(sdnc_generated STATIC
    ${PROJECT_SOURCE_DIR}/generated/feature.c
    ${PROJECT_SOURCE_DIR}/generated/task.c
    ${PROJECT_SOURCE_DIR}/generated/todo.c)
target_include_directories(sdnc_generated PUBLIC ${PROJECT_SOURCE_DIR}/generated)
target_link_libraries(sdnc_generated PUBLIC sdnc::runtime PRIVATE sdnc_warnings)

add_library(sdnc_test_todos STATIC integration/todos.c)
target_link_libraries(sdnc_test_todos PUBLIC sdnc_generated sdnc_test_support PRIVATE sdnc_warnings)

foreach(test atomic_writes file_locking unified_module three_stores bad_input)
    sdnc_add_test(test_${test} LABEL integration SOURCES integration/test_${test}.c LIBS sdnc_test_todos)
endforeach()

# The files of tests/data, and those of a directory that the user names.
set(SDNC_REAL_FILES "" CACHE PATH "Directory of further SDN files, for test_real_files")
sdnc_add_test(test_real_files LABEL integration SOURCES integration/test_real_files.c LIBS sdnc_generated)
target_compile_definitions(test_real_files PRIVATE
    SDNC_SAMPLES="${CMAKE_CURRENT_SOURCE_DIR}/data" SDNC_REAL_FILES="${SDNC_REAL_FILES}")

if(SDNC_BUILD_GENERATOR)
    add_test(NAME command_line
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/integration/command_line.sh $<TARGET_FILE:sdnc>)
    set_tests_properties(command_line PROPERTIES LABELS integration)
    add_test(NAME readme_example
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/example/readme_example.sh ${PROJECT_SOURCE_DIR}/README.md
                ${PROJECT_SOURCE_DIR})
    set_tests_properties(readme_example PROPERTIES LABELS "example;integration" TIMEOUT 600)
endif()

# The dump of a file, for who looks for a fault.
add_executable(dump dump/dump.c)
target_include_directories(dump PRIVATE ${PROJECT_SOURCE_DIR}/runtime/src)
target_link_libraries(dump PRIVATE sdnc_generated sdnc_warnings)
add_test(NAME dump COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/dump/dump.sh $<TARGET_FILE:dump> ${CMAKE_CURRENT_BINARY_DIR}/dump.tmp)
set_tests_properties(dump PROPERTIES LABELS integration)
