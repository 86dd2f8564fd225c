# What holds for the code as a whole: its layers, its names for the linker, its release and its form.
set(architecture ${CMAKE_CURRENT_SOURCE_DIR}/architecture)

# sdnc_add_check(name COMMAND command...): a script that needs no launcher.
function(sdnc_add_check name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "COMMAND")
    add_test(NAME ${name} COMMAND ${arg_COMMAND})
    set_tests_properties(${name} PROPERTIES LABELS architecture SKIP_RETURN_CODE 77 TIMEOUT 120)
endfunction()

# Who includes whom.
sdnc_add_check(architecture COMMAND ${architecture}/check_includes.sh ${PROJECT_SOURCE_DIR})
sdnc_add_check(architecture_finds_violations COMMAND ${architecture}/test_check_includes.sh ${PROJECT_SOURCE_DIR})

# What the library exports. A sanitizer adds names of its own, and its library is not linked with libsdn.so.
if(SDNC_BUILD_SHARED AND NOT SDNC_SANITIZER)
    set(libraries ${CMAKE_C_COMPILER} ${PROJECT_SOURCE_DIR}/runtime/include $<TARGET_FILE:sdn> $<TARGET_FILE:sdn_shared>)
    sdnc_add_check(symbols COMMAND ${architecture}/check_symbols.sh ${libraries})
    sdnc_add_check(symbols_finds_violations COMMAND ${architecture}/test_check_symbols.sh ${libraries})
endif()

sdnc_add_test(test_version_string SOURCES unit/base/test_version_string.c)
target_compile_definitions(test_version_string PRIVATE SDNC_PROJECT_VERSION="${PROJECT_VERSION}")
