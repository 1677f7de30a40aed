package dev.weir.proxy.keys;

import java.security.Security;
import org.conscrypt.Conscrypt;

/**
 * Puts BoringSSL at the disposal of Tink, which prefers it where it is there: a signature is then checked in a fraction of
 * the time that the Java runtime takes. Added behind all other providers, so nothing else changes its implementation. On a
 * platform for which there is no build, Tink uses that of the runtime.
 */
final class NativeSignatures {
    private NativeSignatures() {}

    /** Adds the provider, once; to be called before Tink makes its first primitive. */
    static void use() {
        if (Conscrypt.isAvailable()) {
            Security.addProvider(Conscrypt.newProvider());
        }
    }
}
