/* The release, and the contract between generated code and this runtime. */
#ifndef SDN_VERSION_H
#define SDN_VERSION_H

#define SDN_VERSION_STRING "0.1.0"

/* Rises with every change that generated code and runtime must make together; generated headers refuse to compile
 * against any other value, and what was compiled for another one does not link: the symbol is named after it. */
#define SDN_GENERATED_ABI 3
#define SDN_RECORD_ABI sdn_generated_abi_3

#endif
