package dev.weir.core.token;

import java.util.EnumMap;
import java.util.Map;

/** The keys of one scope, one for every kind of identifier. Immutable and safe for any thread. */
public final class TokenKeys {
    private final TokenScope scope;
    private final Map<TokenClass, Secret> keys;

    private TokenKeys(TokenScope scope, Map<TokenClass, Secret> keys) {
        this.scope = scope;
        this.keys = keys;
    }

    /** Derives all keys of a scope. */
    public static TokenKeys derive(RootKey root, TokenScope scope) {
        Map<TokenClass, Secret> keys = new EnumMap<>(TokenClass.class);
        for (TokenClass tokenClass : TokenClass.values()) {
            keys.put(tokenClass, KeyDerivation.tokenKey(root, scope, tokenClass));
        }
        return new TokenKeys(scope, keys);
    }

    /** Returns the scope. */
    public TokenScope scope() {
        return scope;
    }

    Secret key(TokenClass tokenClass) {
        Secret key = keys.get(tokenClass);
        if (key == null) {
            throw new IllegalStateException("token keys: every kind of identifier has a key");
        }
        return key;
    }
}
