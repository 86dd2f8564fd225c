# cmake --build build --target package_source: a release as sources, the same bytes wherever and whenever it is made.
#
#   sdnc-VERSION.tar.gz                what git tracks, as it was committed
#   sdn-amalgamation-VERSION.tar.gz    sdn/sdn.h and sdn/sdn.c, see Amalgamation.cmake
#
# CPack's own archives hold what lies in the source directory, with its times and owners, so PackSource.cmake makes them.
find_package(Git QUIET)
set(CPACK_SOURCE_GENERATOR External)
set(CPACK_EXTERNAL_PACKAGE_SCRIPT ${PROJECT_SOURCE_DIR}/runtime/cmake/PackSource.cmake)
set(CPACK_SOURCE_IGNORE_FILES "/")
set(CPACK_SDNC_SOURCE_DIR ${PROJECT_SOURCE_DIR})
set(CPACK_SDNC_AMALGAMATION ${amalgamation})
set(CPACK_SDNC_AMALGAMATE ${amalgamate})
set(CPACK_SDNC_GIT ${GIT_EXECUTABLE})
