# What holds for the code as a whole: its layers, its names for the linker, its release and its form.
set(architecture ${CMAKE_CURRENT_SOURCE_DIR}/architecture)

# sdnc_add_check(name COMMAND command...): a script that needs no launcher.
function(sdnc_add_check name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "COMMAND")
    add_test(NAME ${name} COMMAND ${arg_COMMAND})
    set_tests_properties(${name} PROPERTIES LABELS architecture SKIP_RETURN_CODE 77 TIMEOUT 120)
endfunction()

# Who uses whom: by #include lines, and by the symbols that objects need of each other; that the code is C11 and POSIX;
# that folders and structs stay small; and that the README.md of a folder names its files. A build of the runtime alone
# has no objects of the compiler.
sdnc_add_check(architecture_includes COMMAND ${architecture}/check_includes.sh ${PROJECT_SOURCE_DIR})
sdnc_add_check(architecture_calls COMMAND ${architecture}/check_calls.sh ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
sdnc_add_check(architecture_extensions COMMAND ${architecture}/check_extensions.sh ${PROJECT_SOURCE_DIR})
sdnc_add_check(architecture_sizes COMMAND ${architecture}/check_sizes.sh ${PROJECT_SOURCE_DIR})
sdnc_add_check(architecture_names COMMAND ${architecture}/check_names.sh ${PROJECT_SOURCE_DIR})
sdnc_add_check(architecture_version COMMAND ${architecture}/check_version.sh ${PROJECT_SOURCE_DIR})
sdnc_add_check(architecture_readmes COMMAND ${architecture}/check_readmes.sh ${PROJECT_SOURCE_DIR})
sdnc_add_check(architecture_finds_violations
    COMMAND ${architecture}/test_checks.sh ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR} ${CMAKE_C_COMPILER})

# What the library exports, and its binary interface. With a sanitizer both hold names of the compiler.
if(SDNC_BUILD_SHARED AND NOT SDNC_SANITIZER)
    set(libraries ${CMAKE_C_COMPILER} ${PROJECT_SOURCE_DIR}/runtime/include $<TARGET_FILE:sdn> $<TARGET_FILE:sdn_shared>)
    sdnc_add_check(symbols COMMAND ${architecture}/check_symbols.sh ${libraries})
    sdnc_add_check(symbols_finds_violations COMMAND ${architecture}/test_check_symbols.sh ${libraries})
    set(abi ${architecture}/check_abi.sh)
    set(abi_of ${CMAKE_C_COMPILER} ${PROJECT_SOURCE_DIR}/runtime/include $<TARGET_FILE:sdn_shared>)
    sdnc_add_check(abi COMMAND ${abi} ${abi_of})
    add_custom_target(update-abi COMMAND ${abi} --update ${abi_of} DEPENDS sdn_shared VERBATIM)
endif()

if(SDNC_BUILD_SHARED)
    add_executable(with_shared_library architecture/with_shared_library.c ${PROJECT_SOURCE_DIR}/generated/todo.c)
    target_include_directories(with_shared_library PRIVATE ${PROJECT_SOURCE_DIR}/generated)
    target_link_libraries(with_shared_library PRIVATE sdn_shared sdnc_warnings)
    sdnc_add_check(with_shared_library
        COMMAND ${SDNC_TEST_LAUNCHER} $<TARGET_FILE:with_shared_library> ${CMAKE_CURRENT_BINARY_DIR})
endif()

# The form of the code, as .clang-format has it.
sdnc_add_check(format COMMAND ${architecture}/check_format.sh ${PROJECT_SOURCE_DIR})
sdnc_add_check(format_finds_violations COMMAND ${architecture}/test_check_format.sh ${PROJECT_SOURCE_DIR})
