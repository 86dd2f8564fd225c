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
    add_test(NAME completion
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/integration/completion.sh $<TARGET_FILE:sdnc>)
    set_tests_properties(command_line completion PROPERTIES LABELS integration)
    set_tests_properties(completion PROPERTIES SKIP_RETURN_CODE 77)
    add_test(NAME readme_example
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/example/readme_example.sh $<TARGET_FILE:sdnc> ${PROJECT_SOURCE_DIR}/README.md
                ${PROJECT_SOURCE_DIR})
    set_tests_properties(readme_example PROPERTIES LABELS "example;integration" SKIP_RETURN_CODE 77 TIMEOUT 600)
endif()

# The example, which is built as a user would.
if(SDNC_BUILD_GENERATOR)
    set(example ${CMAKE_CURRENT_SOURCE_DIR}/example)
    add_executable(bugs ${example}/assign.c ${example}/bugs.c ${example}/edit.c ${example}/report.c)
    sdnc_generate(TARGET bugs SCHEMAS ${example}/bug.schema)
    target_link_libraries(bugs PRIVATE sdnc_warnings)
    add_test(NAME bugs_session COMMAND ${example}/run_session.sh ${example}/session.txt $<TARGET_FILE:bugs>)
    set_tests_properties(bugs_session PROPERTIES LABELS "example;integration")
endif()

# The dump of a file, for who looks for a fault.
add_executable(dump dump/dump.c)
target_include_directories(dump PRIVATE ${PROJECT_SOURCE_DIR}/runtime/src)
target_link_libraries(dump PRIVATE sdnc_generated sdnc_warnings)
add_test(NAME dump COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/dump/dump.sh $<TARGET_FILE:dump> ${CMAKE_CURRENT_BINARY_DIR}/dump.tmp)
set_tests_properties(dump PROPERTIES LABELS integration)

# What `cmake --install` gives. The first test installs for the others.
if(SDNC_INSTALL AND SDNC_BUILD_GENERATOR AND SDNC_BUILD_SHARED AND NOT SDNC_SANITIZER)
    set(installed "${CMAKE_CURRENT_BINARY_DIR}/installed here") # a path that wants quoting
    set(build_scripts ${CMAKE_CURRENT_SOURCE_DIR}/integration)
    find_program(SDNC_TEST_CXX NAMES c++ g++ clang++ DOC "C++ compiler for programs that use an installed sdnc")
    if(NOT SDNC_TEST_CXX)
        set(SDNC_TEST_CXX c++)
    endif()
    add_test(NAME build_install COMMAND ${build_scripts}/build_install.sh ${PROJECT_BINARY_DIR} ${installed})
    add_test(NAME build_find_package
        COMMAND ${build_scripts}/build_find_package.sh ${installed} ${CMAKE_C_COMPILER} ${SDNC_TEST_CXX})
    add_test(NAME build_pkg_config COMMAND ${build_scripts}/build_pkg_config.sh ${installed} ${CMAKE_C_COMPILER})
    add_test(NAME build_without_generator
        COMMAND ${build_scripts}/build_without_generator.sh ${PROJECT_SOURCE_DIR} ${installed} ${CMAKE_C_COMPILER}
                ${SDN_XXHASH_INCLUDE_DIR})
    add_test(NAME building_examples
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/documents/building_examples.sh ${PROJECT_SOURCE_DIR} ${installed}
                ${CMAKE_C_COMPILER} ${PROJECT_BINARY_DIR})
    add_test(NAME build_library
        COMMAND ${build_scripts}/build_library.sh ${PROJECT_SOURCE_DIR} ${installed} ${CMAKE_C_COMPILER})
    add_test(NAME build_types
        COMMAND ${build_scripts}/build_types.sh ${PROJECT_SOURCE_DIR} ${installed} ${CMAKE_C_COMPILER})
    add_test(NAME build_databases COMMAND ${build_scripts}/build_databases.sh ${installed} ${CMAKE_C_COMPILER})
    foreach(tool make meson)
        add_test(NAME build_${tool} COMMAND ${build_scripts}/build_make_meson.sh ${installed} ${CMAKE_C_COMPILER} ${tool})
    endforeach()
    set(SDNC_DEBIAN_ROOT "" CACHE PATH "A Debian system to install the packages in, see tests/integration/build_deb_root.sh")
    add_test(NAME build_deb
        COMMAND ${build_scripts}/build_deb.sh ${PROJECT_SOURCE_DIR} ${CMAKE_C_COMPILER} ${CMAKE_CURRENT_BINARY_DIR}/debs)
    add_test(NAME build_deb_root
        COMMAND ${build_scripts}/build_deb_root.sh ${CMAKE_CURRENT_BINARY_DIR}/debs ${SDNC_DEBIAN_ROOT})
    set_tests_properties(build_deb PROPERTIES FIXTURES_SETUP debs)
    set_tests_properties(build_deb_root PROPERTIES FIXTURES_REQUIRED debs)
    add_custom_target(amalgamation_for_tests ALL)
    add_dependencies(amalgamation_for_tests amalgamation)
    add_test(NAME build_amalgamation
        COMMAND ${build_scripts}/build_amalgamation.sh ${PROJECT_BINARY_DIR} $<TARGET_FILE:sdnc> $<TARGET_FILE:sdn_shared>
                ${CMAKE_C_COMPILER} ${SDNC_TEST_CXX})
    add_test(NAME build_package_source
        COMMAND ${build_scripts}/build_package_source.sh ${PROJECT_SOURCE_DIR} ${CMAKE_C_COMPILER})
    set(build_tests build_find_package build_library build_types build_pkg_config build_without_generator building_examples
        build_databases build_make build_meson)
    set_tests_properties(build_install PROPERTIES FIXTURES_SETUP installed)
    set_tests_properties(${build_tests} PROPERTIES FIXTURES_REQUIRED installed)

    # sdnc_generate in a project, with each kind of build there is here.
    foreach(generator "Ninja" "Unix Makefiles")
        string(REPLACE " " "_" name "sdnc_generate_${generator}")
        add_test(NAME ${name}
            COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/generate/test_generate.sh ${PROJECT_SOURCE_DIR} ${installed} ${generator}
                    -DCMAKE_C_COMPILER=${CMAKE_C_COMPILER})
        set_tests_properties(${name} PROPERTIES
            LABELS "generate;integration" TIMEOUT 600 FIXTURES_REQUIRED installed)
    endforeach()
    set(generate_scripts ${CMAKE_CURRENT_SOURCE_DIR}/generate)
    set(imports ${generate_scripts}/test_imports.sh ${installed} ${CMAKE_C_COMPILER})
    set(targets ${generate_scripts}/test_targets.sh ${installed} ${CMAKE_C_COMPILER} ${SDNC_TEST_CXX})
    set(rebuilds ${generate_scripts}/test_rebuilds.sh ${installed} ${CMAKE_C_COMPILER} 1)
    add_test(NAME sdnc_generate_imports COMMAND ${imports})
    add_test(NAME sdnc_generate_targets COMMAND ${targets})
    add_test(NAME sdnc_generate_rebuilds COMMAND ${rebuilds} "Ninja Multi-Config")

    # The same with another release of CMake, which SDNC_TEST_CMAKE names.
    set(other_cmake ${generate_scripts}/with_cmake.sh)
    add_test(NAME other_cmake_find_package COMMAND ${other_cmake}
        ${build_scripts}/build_find_package.sh ${installed} ${CMAKE_C_COMPILER} ${SDNC_TEST_CXX})
    add_test(NAME other_cmake_library COMMAND ${other_cmake}
        ${build_scripts}/build_library.sh ${PROJECT_SOURCE_DIR} ${installed} ${CMAKE_C_COMPILER})
    add_test(NAME other_cmake_types COMMAND ${other_cmake}
        ${build_scripts}/build_types.sh ${PROJECT_SOURCE_DIR} ${installed} ${CMAKE_C_COMPILER})
    add_test(NAME other_cmake_imports COMMAND ${other_cmake} ${imports})
    add_test(NAME other_cmake_targets COMMAND ${other_cmake} ${targets})
    add_test(NAME other_cmake_rebuilds COMMAND ${other_cmake} ${rebuilds})
    add_test(NAME other_cmake_generate COMMAND ${other_cmake}
        ${generate_scripts}/test_generate.sh ${PROJECT_SOURCE_DIR} ${installed} "Unix Makefiles"
        -DCMAKE_C_COMPILER=${CMAKE_C_COMPILER})
    set(other_cmake_tests other_cmake_find_package other_cmake_library other_cmake_types other_cmake_imports
        other_cmake_targets other_cmake_rebuilds other_cmake_generate)
    set_tests_properties(sdnc_generate_imports sdnc_generate_targets sdnc_generate_rebuilds ${other_cmake_tests} PROPERTIES
        LABELS "generate;integration" SKIP_RETURN_CODE 77 TIMEOUT 600 FIXTURES_REQUIRED installed)
    set_tests_properties(build_install build_deb build_deb_root build_amalgamation build_package_source ${build_tests} PROPERTIES
        LABELS integration SKIP_RETURN_CODE 77 TIMEOUT 300)
    set_tests_properties(build_deb build_package_source PROPERTIES TIMEOUT 600) # each builds all of it, on a busy machine too
endif()
