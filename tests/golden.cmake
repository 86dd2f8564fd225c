# What sdnc writes: against what is committed, through compilers, and by builds that use it.
if(NOT SDNC_BUILD_GENERATOR)
    return()
endif()

set(golden_ok ${CMAKE_CURRENT_SOURCE_DIR}/golden/ok)
set(golden_error ${CMAKE_CURRENT_SOURCE_DIR}/golden/error)
set(language ${PROJECT_SOURCE_DIR}/generator/LANGUAGE.md)
set(fresh_schemas ${PROJECT_SOURCE_DIR}/schemas)
set(fresh_generated ${PROJECT_SOURCE_DIR}/generated)

# What sdnc makes and says, against what is committed.
add_test(NAME golden_ok
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/golden.sh $<TARGET_FILE:sdnc> ${golden_ok})
add_test(NAME generated_is_fresh
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/fresh.sh $<TARGET_FILE:sdnc> ${fresh_schemas} ${fresh_generated})
add_test(NAME golden_ddl COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/ddl.sh $<TARGET_FILE:sdnc> ${PROJECT_SOURCE_DIR})
set_tests_properties(golden_ok golden_ddl generated_is_fresh PROPERTIES LABELS golden)

add_custom_target(update-golden
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/golden.sh $<TARGET_FILE:sdnc> ${golden_ok} --update
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/ddl.sh $<TARGET_FILE:sdnc> ${PROJECT_SOURCE_DIR} --update
    DEPENDS sdnc VERBATIM)
file(GLOB fresh_files CONFIGURE_DEPENDS ${fresh_schemas}/*.schema)
add_custom_target(regenerate
    COMMAND sdnc generate ${fresh_files} -o ${fresh_generated}
    DEPENDS sdnc VERBATIM)

add_test(NAME golden_error
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/errors.sh $<TARGET_FILE:sdnc> ${golden_error})
set_tests_properties(golden_error PROPERTIES LABELS golden)
add_test(NAME language_reference
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/language.sh $<TARGET_FILE:sdnc> ${language}
            ${PROJECT_SOURCE_DIR}/runtime/include ${CMAKE_C_COMPILER})
set_tests_properties(language_reference PROPERTIES LABELS golden)
add_custom_target(update-language-reference
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/language.sh $<TARGET_FILE:sdnc> ${language}
            ${PROJECT_SOURCE_DIR}/runtime/include ${CMAKE_C_COMPILER} --update
    DEPENDS sdnc VERBATIM)
add_custom_target(update-man
    COMMAND sh -c "'$<TARGET_FILE:sdnc>' help --man >'${PROJECT_SOURCE_DIR}/docs/man/sdnc.1'"
    DEPENDS sdnc VERBATIM)
add_custom_target(update-golden-errors
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/errors.sh $<TARGET_FILE:sdnc> ${golden_error} --update
    DEPENDS sdnc VERBATIM)

# That what it makes compiles, wherever it goes.
foreach(kind_and_compiler c:gcc c:clang c++:g++ c++:clang++)
    string(REPLACE ":" ";" pair ${kind_and_compiler})
    list(GET pair 0 kind)
    list(GET pair 1 compiler)
    add_test(NAME compile_${compiler}
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/compile/compile.sh ${kind} ${compiler}
                ${PROJECT_SOURCE_DIR}/runtime/include ${golden_ok} ${fresh_generated})
    set_tests_properties(compile_${compiler} PROPERTIES LABELS "compile;golden" SKIP_RETURN_CODE 77)
endforeach()

add_test(NAME abi_mismatch
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/compile/abi.sh ${CMAKE_C_COMPILER} ${PROJECT_SOURCE_DIR}/runtime/include
            ${golden_ok}/types.h)
set_tests_properties(abi_mismatch PROPERTIES LABELS "compile;golden")
if(NOT SDNC_SANITIZER) # whose library no program links that is not built with it
    add_test(NAME layout_mismatch
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/compile/layout.sh $<TARGET_FILE:sdnc> ${CMAKE_C_COMPILER}
                ${PROJECT_SOURCE_DIR}/runtime/include $<TARGET_FILE:sdn>)
    add_test(NAME prefixed_program
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/compile/prefix.sh $<TARGET_FILE:sdnc> ${CMAKE_C_COMPILER}
                ${PROJECT_SOURCE_DIR}/runtime/include $<TARGET_FILE:sdn>)
    set_tests_properties(layout_mismatch prefixed_program PROPERTIES LABELS "compile;golden")
endif()

add_test(NAME stale_pointers
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/compile/stale.sh ${CMAKE_C_COMPILER} ${PROJECT_SOURCE_DIR}/runtime/include
            $<TARGET_FILE:sdn> ${CMAKE_CURRENT_SOURCE_DIR}/support)
set_tests_properties(stale_pointers PROPERTIES LABELS "compile;golden" SKIP_RETURN_CODE 77)

# That no name of a system header passes for one of a schema.
add_executable(free_names names/free_names.c)
target_link_libraries(free_names PRIVATE sdnc_core sdnc_warnings)
add_test(NAME free_names
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/names/free_names.sh $<TARGET_FILE:free_names> ${CMAKE_C_COMPILER})
set_tests_properties(free_names PROPERTIES LABELS names)
