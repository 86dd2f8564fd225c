# sdn_add_backend(NAME STORES text PKG_CONFIG name WANTED bool SOURCES source...)
#
# Stores in databases, by a library of its own, libsdn-NAME, so that nobody needs SQLite or libpq for libsdn:
#   sdnc::NAME, sdnc::NAME_shared   use what libsdn exports, so there is one of each kind, which takes the libsdn of its kind
#   components                      NAME: the shared library; NAME_development: what programs are built with
#
# NAME_library.cmake, beside the sources, looks for what it needs: here, and in projects that use what is installed; for
# pkg-config that is PKG_CONFIG. What is not WANTED is built all the same if there are tests and this is there, but not
# installed.
include(runtime/cmake/InstallPkgConfig.cmake)

function(sdn_add_backend name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "STORES;PKG_CONFIG;WANTED" "SOURCES")
    if(NOT arg_WANTED AND (NOT SDNC_BUILD_TESTS OR CMAKE_CROSSCOMPILING))
        return()
    endif()
    include(${CMAKE_CURRENT_SOURCE_DIR}/${name}_library.cmake)
    if(NOT TARGET ${sdn_library})
        if(arg_WANTED)
            message(FATAL_ERROR "libsdn-${name} is wanted, but ${sdn_library_name} was not found")
        endif()
        return()
    endif()

    set(library sdn_${name})
    add_library(${library} STATIC ${arg_SOURCES})
    add_library(sdnc::${name} ALIAS ${library})
    target_include_directories(${library} PUBLIC
        $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    target_compile_features(${library} PUBLIC c_std_11)
    set_target_properties(${library} PROPERTIES
        OUTPUT_NAME sdn-${name}
        EXPORT_NAME ${name}
        POSITION_INDEPENDENT_CODE ON
        C_VISIBILITY_PRESET hidden)
    target_link_libraries(${library} PUBLIC sdn ${sdn_library} PRIVATE $<BUILD_INTERFACE:sdnc_warnings>)
    set(libraries ${library})

    if(SDNC_BUILD_SHARED)
        add_library(${library}_shared SHARED $<TARGET_OBJECTS:${library}>)
        add_library(sdnc::${name}_shared ALIAS ${library}_shared)
        set_target_properties(${library}_shared PROPERTIES
            OUTPUT_NAME sdn-${name}
            EXPORT_NAME ${name}_shared
            LINKER_LANGUAGE C
            BUILD_RPATH_USE_ORIGIN ON # a path of the build would be in its id, after it was installed too
            VERSION ${PROJECT_VERSION}
            SOVERSION 0)
        target_include_directories(${library}_shared INTERFACE
            $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
        target_link_libraries(${library}_shared PUBLIC sdn_shared ${sdn_library})
        list(APPEND libraries ${library}_shared)
    endif()

    if(SDNC_INSTALL AND arg_WANTED)
        set(development ${name}_development)
        set(cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/sdnc)
        install(TARGETS ${libraries} EXPORT ${name}Targets
            ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT ${development}
            LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT ${name} NAMELINK_COMPONENT ${development})
        install(FILES include/sdn/${name}.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/sdn COMPONENT ${development})
        install(EXPORT ${name}Targets FILE ${name}_targets.cmake NAMESPACE sdnc:: DESTINATION ${cmake_dir}
            COMPONENT ${development})
        install(FILES ${name}_library.cmake DESTINATION ${cmake_dir} COMPONENT ${development})
        sdnc_install_pkg_config(sdn-${name} DESCRIPTION "Stores of libsdn in ${arg_STORES}" COMPONENT ${development}
            REQUIRES sdn REQUIRES_PRIVATE ${arg_PKG_CONFIG})
    endif()
endfunction()
