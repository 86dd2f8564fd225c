# What `cmake --install` puts where. The components are the Debian packages that runtime/cmake/Packages.cmake makes of them:
#   compiler      sdnc, its manual and that of schemas, completion for shells  (sdnc)
#   runtime       libsdn.so.0                                                  (libsdn0)
#   development   headers, libsdn.a, libsdn.so, manual, sdn.pc, CMake package  (libsdn-dev)
# and those of Backend.cmake.
set(sdnc_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/sdnc)

set_target_properties(sdn PROPERTIES EXPORT_NAME runtime)
set(libraries sdn)
if(SDNC_BUILD_SHARED)
    set_target_properties(sdn_shared PROPERTIES EXPORT_NAME runtime_shared)
    list(APPEND libraries sdn_shared)
endif()
install(TARGETS ${libraries} EXPORT sdncTargets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT runtime NAMELINK_COMPONENT development)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/runtime/include/sdn DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    COMPONENT development FILES_MATCHING PATTERN "*.h")
if(SDNC_BUILD_GENERATOR)
    install(TARGETS sdnc RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT compiler)
    install(FILES ${PROJECT_SOURCE_DIR}/docs/man/sdnc.1
        DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT compiler)
    install(FILES ${PROJECT_SOURCE_DIR}/docs/man/sdn_schema.5
        DESTINATION ${CMAKE_INSTALL_MANDIR}/man5 COMPONENT compiler)
    include(runtime/cmake/Completion.cmake)
endif()
install(FILES ${PROJECT_SOURCE_DIR}/docs/man/sdn_store.3
    DESTINATION ${CMAKE_INSTALL_MANDIR}/man3 COMPONENT development)
install(FILES ${PROJECT_SOURCE_DIR}/docs/man/sdn_file.5
    DESTINATION ${CMAKE_INSTALL_MANDIR}/man5 COMPONENT development)

# find_package(sdnc). A minor release may change the source interface before 1.0, see docs/abi.md.
include(CMakePackageConfigHelpers)
configure_package_config_file(${PROJECT_SOURCE_DIR}/runtime/cmake/sdncConfig.cmake.in
    ${PROJECT_BINARY_DIR}/package/sdncConfig.cmake
    INSTALL_DESTINATION ${sdnc_cmake_dir}
    PATH_VARS CMAKE_INSTALL_BINDIR
    NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/package/sdncConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(EXPORT sdncTargets NAMESPACE sdnc:: DESTINATION ${sdnc_cmake_dir} COMPONENT development)
install(FILES
    ${PROJECT_BINARY_DIR}/package/sdncConfig.cmake
    ${PROJECT_BINARY_DIR}/package/sdncConfigVersion.cmake
    ${PROJECT_SOURCE_DIR}/generator/cmake/SdncCheck.cmake
    ${PROJECT_SOURCE_DIR}/generator/cmake/SdncGenerate.cmake
    DESTINATION ${sdnc_cmake_dir} COMPONENT development)

sdnc_install_pkg_config(sdn DESCRIPTION "Typed record stores kept in text files" COMPONENT development LIBS_PRIVATE -pthread)

if(SDNC_IS_TOP_LEVEL)
    add_custom_target(uninstall
        COMMAND ${CMAKE_COMMAND} -DBUILD=${PROJECT_BINARY_DIR} -P ${PROJECT_SOURCE_DIR}/runtime/cmake/Uninstall.cmake VERBATIM)
endif()
