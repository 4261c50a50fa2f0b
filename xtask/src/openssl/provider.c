/*
 * The algorithms of OpenSSL that SQLCipher calls, by OpenSSL's own names, in place of the several hundred that its
 * default provider lists: what is in no list is left out of the library by the linker. All the work is done by
 * OpenSSL's code; there is nothing here but the list and the hand-over at the start.
 */
#include <openssl/core.h>
#include <openssl/core_dispatch.h>
#include "prov/implementations.h"
#include "prov/names.h"
#include "prov/provider_ctx.h"
#include "prov/seeding.h"
#include "crypto/provider_local.h"

#define HERE "provider=default"

/* HMAC and PBKDF2 with them; SHA-1 and SHA-256 are for files of other makers of SQLCipher's format. */
static const OSSL_ALGORITHM digests[] = {
    { PROV_NAMES_SHA1, HERE, ossl_sha1_functions, NULL },
    { PROV_NAMES_SHA2_256, HERE, ossl_sha256_functions, NULL },
    { PROV_NAMES_SHA2_512, HERE, ossl_sha512_functions, NULL },
    { NULL, NULL, NULL, NULL }
};
/* Pages; the other two are the random numbers' own. */
static const OSSL_ALGORITHM ciphers[] = {
    { PROV_NAMES_AES_256_CBC, HERE, ossl_aes256cbc_functions, NULL },
    { PROV_NAMES_AES_256_CTR, HERE, ossl_aes256ctr_functions, NULL },
    { PROV_NAMES_AES_256_ECB, HERE, ossl_aes256ecb_functions, NULL },
    { NULL, NULL, NULL, NULL }
};
static const OSSL_ALGORITHM macs[] = {
    { PROV_NAMES_HMAC, HERE, ossl_hmac_functions, NULL },
    { NULL, NULL, NULL, NULL }
};
static const OSSL_ALGORITHM kdfs[] = {
    { PROV_NAMES_PBKDF2, HERE, ossl_kdf_pbkdf2_functions, NULL },
    { NULL, NULL, NULL, NULL }
};
static const OSSL_ALGORITHM rands[] = {
    { PROV_NAMES_CTR_DRBG, HERE, ossl_drbg_ctr_functions, NULL },
    { PROV_NAMES_SEED_SRC, HERE, ossl_seed_src_functions, NULL },
    { NULL, NULL, NULL, NULL }
};

static const OSSL_ALGORITHM *query(void *provctx, int operation, int *no_cache)
{
    (void)provctx;
    *no_cache = 0;
    switch (operation) {
    case OSSL_OP_DIGEST:
        return digests;
    case OSSL_OP_CIPHER:
        return ciphers;
    case OSSL_OP_MAC:
        return macs;
    case OSSL_OP_KDF:
        return kdfs;
    case OSSL_OP_RAND:
        return rands;
    default:
        return NULL;
    }
}

static void teardown(void *provctx)
{
    ossl_prov_ctx_free(provctx);
}

static const OSSL_DISPATCH dispatch[] = {
    { OSSL_FUNC_PROVIDER_TEARDOWN, (void (*)(void))teardown },
    { OSSL_FUNC_PROVIDER_QUERY_OPERATION, (void (*)(void))query },
    OSSL_DISPATCH_END
};

static OSSL_provider_init_fn init;
static int init(const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *in,
    const OSSL_DISPATCH **out, void **provctx)
{
    OSSL_FUNC_core_get_libctx_fn *libctx = NULL;
    OSSL_FUNC_core_get_params_fn *params = NULL;
    const OSSL_DISPATCH *each;
    PROV_CTX *ctx;

    if (!ossl_prov_seeding_from_dispatch(in))
        return 0;
    for (each = in; each->function_id != 0; each++) {
        if (each->function_id == OSSL_FUNC_CORE_GET_LIBCTX)
            libctx = OSSL_FUNC_core_get_libctx(each);
        else if (each->function_id == OSSL_FUNC_CORE_GET_PARAMS)
            params = OSSL_FUNC_core_get_params(each);
    }
    if (libctx == NULL || (ctx = ossl_prov_ctx_new()) == NULL)
        return 0;
    ossl_prov_ctx_set0_libctx(ctx, (OSSL_LIB_CTX *)libctx(handle));
    ossl_prov_ctx_set0_handle(ctx, handle);
    ossl_prov_ctx_set0_core_get_params(ctx, params);
    *provctx = ctx;
    *out = dispatch;
    return 1;
}

/* Takes the place of the list of providers in OpenSSL's own provider_predefined.c. */
const OSSL_PROVIDER_INFO ossl_predefined_providers[] = {
    { "default", NULL, init, NULL, 1 },
    { NULL, NULL, NULL, NULL, 0 }
};
