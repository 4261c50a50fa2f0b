/* What a newer library would say of itself, put in front of the one that is there: see StaleBinding.swift. */
#include <stdint.h>

#ifdef ANOTHER_CONTRACT
uint32_t ffi_handrail_uniffi_contract_version(void) { return 1; }
#else
uint16_t uniffi_handrail_checksum_method_handrail_coping(void) { return 1; }
#endif
