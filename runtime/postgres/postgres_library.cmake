# What libsdn-postgres needs: sdn_library, which is a target if it is there.
set(sdn_library PkgConfig::sdn_libpq)
set(sdn_library_name "libpq, by pkg-config (Debian: libpq-dev, pkgconf)")
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
    pkg_check_modules(sdn_libpq QUIET IMPORTED_TARGET GLOBAL libpq)
endif()
