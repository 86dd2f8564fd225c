# Debian packages, from a build for /usr:
#
#   cmake -S . -B build-deb -DCMAKE_INSTALL_PREFIX=/usr -DSDNC_BUILD_TESTS=OFF -DSDN_SQLITE=ON -DSDN_POSTGRES=ON
#   cmake --build build-deb --target package
#
# They have the same bytes wherever they are made, if SOURCE_DATE_EPOCH, the time of the release, is set for both commands.
#
# One package per component of Install.cmake, so libsdn.so must be built. What Debian wants besides is made by PackageFiles.cmake.
#
# sdnc is one package, with the databases that the build has: it depends on their libraries as dpkg-shlibdeps finds them, as
# other programs of Debian do. To load them on demand, and only recommend them, would spare few machines a few megabytes, and
# everybody would have a way more in which a command can fail.
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

# sdnc_library_packages(NAME COMPONENT DEVELOPMENT KEPT text ABOUT text CONTENT text NEEDS packages [RUNTIME_NEEDS packages])
#
# libNAME0 and libNAME-dev, of these two components of Install.cmake. KEPT ends the summaries, ABOUT begins the descriptions,
# CONTENT ends that of libNAME-dev. NEEDS and RUNTIME_NEEDS are dependencies of the two besides those that dpkg-shlibdeps
# finds: it sees the libsdn.so of the build, which no package has yet.
get_target_property(soversion sdn_shared SOVERSION)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR}/runtime)

macro(sdnc_library_packages name component development)
    cmake_parse_arguments(package "" "KEPT;ABOUT;CONTENT;NEEDS;RUNTIME_NEEDS" "" ${ARGN})
    set(part CPACK_DEBIAN_${component})
    set(package lib${name}${soversion})
    set(control ${PROJECT_BINARY_DIR}/package/${name})
    set(${part}_PACKAGE_NAME ${package})
    set(${part}_PACKAGE_SECTION libs)
    set(${part}_PACKAGE_MULTIARCH same)
    set(${part}_PACKAGE_DEPENDS "${package_RUNTIME_NEEDS}")
    set(${part}_PACKAGE_CONTROL_EXTRA ${control}/shlibs ${control}/triggers)
    file(WRITE ${control}/shlibs "lib${name} ${soversion} ${package} (>= ${PROJECT_VERSION})\n")
    file(WRITE ${control}/triggers "activate-noawait ldconfig\n")
    file(CHMOD ${control}/shlibs ${control}/triggers PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
    set(CPACK_COMPONENT_${component}_DESCRIPTION "typed record stores kept in ${package_KEPT} - library
${package_ABOUT}

This package has the shared library, for programs that were built with it.")

    set(part CPACK_DEBIAN_${development})
    set(${part}_PACKAGE_NAME lib${name}-dev)
    set(${part}_PACKAGE_SECTION libdevel)
    set(${part}_PACKAGE_MULTIARCH same)
    set(${part}_PACKAGE_SHLIBDEPS OFF)
    set(${part}_PACKAGE_DEPENDS "${package} (= ${version}), ${package_NEEDS}")
    set(CPACK_COMPONENT_${development}_DESCRIPTION "typed record stores kept in ${package_KEPT} - development files
${package_ABOUT}

This package has what programs are built with: ${package_CONTENT}")
endmacro()

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_RECOMMENDS "sdnc (= ${version})")
sdnc_library_packages(sdn RUNTIME DEVELOPMENT KEPT "text files" NEEDS "libc6-dev | libc-dev"
    ABOUT "libsdn reads and saves the records of a program in text files: with a lock,
in one atomic step, and merged field by field with what others changed."
    CONTENT "headers, the static library,
the CMake package and the file for pkg-config. The package sdnc has the
compiler that makes C code from a schema.")

# Packages of their own, so that nobody needs SQLite or libpq for libsdn.
set(backend_content "the header, the static library,
and the files for CMake and pkg-config.")
if(SDN_SQLITE)
    sdnc_library_packages(sdn-sqlite SQLITE SQLITE_DEVELOPMENT KEPT "SQLite databases" CONTENT "${backend_content}"
        RUNTIME_NEEDS "libsdn${soversion} (= ${version})" NEEDS "libsdn-dev (= ${version}), libsqlite3-dev"
        ABOUT "libsdn reads and saves the records of a program. With this library it keeps
them in tables of a SQLite database instead of a text file, through the same
functions.")
endif()
if(SDN_POSTGRES)
    sdnc_library_packages(sdn-postgres POSTGRES POSTGRES_DEVELOPMENT KEPT "PostgreSQL databases" CONTENT "${backend_content}"
        RUNTIME_NEEDS "libsdn${soversion} (= ${version})" NEEDS "libsdn-dev (= ${version}), libpq-dev"
        ABOUT "libsdn reads and saves the records of a program. With this library it keeps
them in tables of a PostgreSQL server instead of a text file, through the same
functions.")
endif()
