# sdnc_install_pkg_config(NAME DESCRIPTION text COMPONENT component
#     [REQUIRES name] [REQUIRES_PRIVATE name] [LIBS_PRIVATE option])
#
# Installs NAME.pc for the library libNAME. It is made when it is installed, for the prefix of that moment: `cmake --install`
# may be given another one.
function(sdnc_install_pkg_config name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "DESCRIPTION;COMPONENT;REQUIRES;REQUIRES_PRIVATE;LIBS_PRIVATE" "")
    install(CODE "
        set(template [==[${PROJECT_SOURCE_DIR}/runtime/cmake/library.pc.in]==])
        set(result [==[${PROJECT_BINARY_DIR}/package/${name}.pc]==])
        set(name ${name})
        set(description [==[${arg_DESCRIPTION}]==])
        set(version ${PROJECT_VERSION})
        set(requires [==[${arg_REQUIRES}]==])
        set(requires_private [==[${arg_REQUIRES_PRIVATE}]==])
        set(libs_private [==[${arg_LIBS_PRIVATE}]==])
        set(libdir [==[${CMAKE_INSTALL_LIBDIR}]==])
        set(includedir [==[${CMAKE_INSTALL_INCLUDEDIR}]==])
        include([==[${PROJECT_SOURCE_DIR}/runtime/cmake/PkgConfig.cmake]==])"
        COMPONENT ${arg_COMPONENT})
    install(FILES ${PROJECT_BINARY_DIR}/package/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
        COMPONENT ${arg_COMPONENT})
endfunction()
