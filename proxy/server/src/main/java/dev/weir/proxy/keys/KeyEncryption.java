package dev.weir.proxy.keys;

import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * Where the key that encrypts keysets is kept. A file serves development; a cloud key service or a hardware module is an
 * implementation of this in a jar of its own.
 */
public interface KeyEncryption {
    /** Returns the cipher that encrypts and decrypts keysets. */
    Aead aead() throws IOException, GeneralSecurityException;

    /** Returns the kind of keeper, for people. */
    String kind();
}
