# Debian packages, from a build for /usr:
#
#   cmake -S . -B build-deb -DCMAKE_INSTALL_PREFIX=/usr -DSDNC_BUILD_TESTS=OFF
#   cmake --build build-deb --target package
#
# They have the same bytes wherever they are made, if SOURCE_DATE_EPOCH, the time of the release, is set for both commands.
#
# One package per component of Install.cmake, so libsdn.so must be built. What Debian wants besides is made by PackageFiles.cmake.
set(SDNC_PACKAGE_MAINTAINER "sdnc developers <sdnc@lists.example.org>" CACHE STRING "Maintainer that packages name")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sdnc)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each package has its own
set(CPACK_PACKAGE_CONTACT "${SDNC_PACKAGE_MAINTAINER}")
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/runtime/cmake/PackageFiles.cmake)
set(CPACK_SDNC_SOURCE_DIR ${PROJECT_SOURCE_DIR})
set(CPACK_SDNC_STRIP ${CMAKE_STRIP})

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
get_target_property(soversion sdn_shared SOVERSION)
set(version ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})

set(CPACK_DEBIAN_COMPILER_PACKAGE_NAME sdnc)
set(CPACK_DEBIAN_COMPILER_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_COMPILER_PACKAGE_MULTIARCH foreign) # CMake 3.31 and later
set(CPACK_DEBIAN_COMPILER_PACKAGE_SUGGESTS libsdn-dev)
set(CPACK_COMPONENT_COMPILER_DESCRIPTION "compiler from schemas to typed C record stores
sdnc turns a schema, which describes the records of a program, into C code
that keeps them in a text file. The file can be read and edited by people,
merged by git, and updated by any number of processes at once.

It also checks, queries, edits and compares such files, and is the driver by
which git merges them record by record.")

set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME libsdn${soversion})
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_MULTIARCH same)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_EXTRA
    ${PROJECT_BINARY_DIR}/package/shlibs ${PROJECT_BINARY_DIR}/package/triggers)
file(WRITE ${PROJECT_BINARY_DIR}/package/shlibs "libsdn ${soversion} libsdn${soversion} (>= ${PROJECT_VERSION})\n")
file(WRITE ${PROJECT_BINARY_DIR}/package/triggers "activate-noawait ldconfig\n")
file(CHMOD ${PROJECT_BINARY_DIR}/package/shlibs ${PROJECT_BINARY_DIR}/package/triggers
    PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION "typed record stores kept in text files - library
libsdn reads and saves the records of a program in text files: with a lock,
in one atomic step, and merged field by field with what others changed.

This package has the shared library, for programs that were built with it.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libsdn-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_MULTIARCH same)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libsdn${soversion} (= ${version}), libc6-dev | libc-dev")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_RECOMMENDS "sdnc (= ${version})")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "typed record stores kept in text files - development files
libsdn reads and saves the records of a program in text files: with a lock,
in one atomic step, and merged field by field with what others changed.

This package has what programs are built with: headers, the static library,
the CMake package and the file for pkg-config. The package sdnc has the
compiler that makes C code from a schema.")

# Packages of their own, so that nobody needs SQLite for libsdn. dpkg-shlibdeps finds the libsdn.so of the build, which no
# package has yet, so that dependency is named.
if(SDN_SQLITE)
    set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR}/runtime)
    set(CPACK_DEBIAN_SQLITE_PACKAGE_NAME libsdn-sqlite${soversion})
    set(CPACK_DEBIAN_SQLITE_PACKAGE_SECTION libs)
    set(CPACK_DEBIAN_SQLITE_PACKAGE_MULTIARCH same)
    set(CPACK_DEBIAN_SQLITE_PACKAGE_DEPENDS "libsdn${soversion} (= ${version})")
    file(WRITE ${PROJECT_BINARY_DIR}/package/sqlite/shlibs
        "libsdn-sqlite ${soversion} libsdn-sqlite${soversion} (>= ${PROJECT_VERSION})\n")
    file(WRITE ${PROJECT_BINARY_DIR}/package/sqlite/triggers "activate-noawait ldconfig\n")
    file(CHMOD ${PROJECT_BINARY_DIR}/package/sqlite/shlibs ${PROJECT_BINARY_DIR}/package/sqlite/triggers
        PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
    set(CPACK_DEBIAN_SQLITE_PACKAGE_CONTROL_EXTRA
        ${PROJECT_BINARY_DIR}/package/sqlite/shlibs ${PROJECT_BINARY_DIR}/package/sqlite/triggers)
    set(CPACK_COMPONENT_SQLITE_DESCRIPTION "typed record stores kept in SQLite databases - library
libsdn reads and saves the records of a program; with this library it keeps
them in tables of a SQLite database instead of a text file, through the same
functions.

This package has the shared library, for programs that were built with it.")

    set(CPACK_DEBIAN_SQLITE_DEVELOPMENT_PACKAGE_NAME libsdn-sqlite-dev)
    set(CPACK_DEBIAN_SQLITE_DEVELOPMENT_PACKAGE_SECTION libdevel)
    set(CPACK_DEBIAN_SQLITE_DEVELOPMENT_PACKAGE_MULTIARCH same)
    set(CPACK_DEBIAN_SQLITE_DEVELOPMENT_PACKAGE_SHLIBDEPS OFF)
    set(CPACK_DEBIAN_SQLITE_DEVELOPMENT_PACKAGE_DEPENDS
        "libsdn-sqlite${soversion} (= ${version}), libsdn-dev (= ${version}), libsqlite3-dev")
    set(CPACK_COMPONENT_SQLITE_DEVELOPMENT_DESCRIPTION "typed record stores kept in SQLite databases - development files
libsdn reads and saves the records of a program; with this library it keeps
them in tables of a SQLite database instead of a text file, through the same
functions.

This package has what programs are built with: the header, the static library
and the file for pkg-config.")
endif()
