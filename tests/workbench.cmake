# For work on sdnc itself:
#   check-fast   builds everything and runs the tests that need no more than a minute together
#   check        builds everything and runs all tests
#   format       gives all code the form that the test `format` asks for
#   tidy         clang-tidy over the runtime and the compiler, as .clang-tidy says
#   reference    the reference of the library, from its headers, with doxygen: reference/html/index.html in the build
#                directory

# sdnc_targets(variable directory): the targets that `all` builds in the directory and below.
function(sdnc_targets variable directory)
    get_property(targets DIRECTORY ${directory} PROPERTY BUILDSYSTEM_TARGETS)
    set(built "")
    foreach(target ${targets})
        get_target_property(type ${target} TYPE)
        if(type MATCHES "EXECUTABLE|_LIBRARY$" AND NOT type STREQUAL "INTERFACE_LIBRARY")
            get_target_property(left_out ${target} EXCLUDE_FROM_ALL)
            if(NOT left_out)
                list(APPEND built ${target})
            endif()
        endif()
    endforeach()
    get_property(directories DIRECTORY ${directory} PROPERTY SUBDIRECTORIES)
    foreach(below ${directories})
        sdnc_targets(more ${below})
        list(APPEND built ${more})
    endforeach()
    set(${variable} ${built} PARENT_SCOPE)
endfunction()

include(ProcessorCount)
ProcessorCount(processors)
if(processors EQUAL 0)
    set(processors 1)
endif()
set(ctest ${CMAKE_CTEST_COMMAND} --output-on-failure --no-tests=error -j ${processors})
sdnc_targets(everything ${PROJECT_SOURCE_DIR})
add_custom_target(check-fast COMMAND ${ctest} -L "^(unit|golden|architecture)$" USES_TERMINAL VERBATIM)
add_custom_target(check COMMAND ${ctest} USES_TERMINAL VERBATIM)
add_dependencies(check-fast ${everything})
add_dependencies(check ${everything})

add_custom_target(format
    COMMAND ${CMAKE_CURRENT_LIST_DIR}/architecture/check_format.sh --apply ${PROJECT_SOURCE_DIR} VERBATIM)
add_custom_target(tidy
    COMMAND ${CMAKE_CURRENT_LIST_DIR}/tidy.sh ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR} USES_TERMINAL VERBATIM)
add_dependencies(tidy ${everything}) # for the headers that are made

add_custom_target(reference
    COMMAND ${PROJECT_SOURCE_DIR}/docs/reference/make.sh ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/reference VERBATIM)
