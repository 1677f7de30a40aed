package dev.weir.proxy.edge;

import dev.weir.core.token.AccountingKey;
import dev.weir.core.token.TokenKeys;
import dev.weir.core.token.TokenScope;
import java.security.GeneralSecurityException;

/** Derives keys from the state's root key. Safe for any thread. */
public interface KeySource {
    /** Returns the token keys of a scope; refused where its epoch was never made. */
    TokenKeys tokenKeys(TokenScope scope) throws GeneralSecurityException;

    /** Returns the key under which the people of a submission are blinded in the accounting. */
    AccountingKey accountingKey(String submissionId) throws GeneralSecurityException;
}
