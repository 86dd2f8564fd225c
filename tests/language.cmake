# Tests of what the schema language offers: every type, every kind of key, the rules of fields.
target_sources(sdnc_test_support PRIVATE support/every.c support/person.c)

foreach(unit time number types constraints)
    sdnc_add_test(test_${unit} SOURCES unit/test_${unit}.c)
endforeach()
