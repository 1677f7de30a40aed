package dev.weir.endpoints.net;

import java.nio.file.Path;

/**
 * Certificate files in PEM. They are read again every minute, so a renewed certificate is used from the next handshake.
 *
 * @param certificates own certificate, followed by the rest of its chain
 * @param key own private key, PKCS #8
 * @param trust certificate authorities that peers are accepted from
 */
public record TlsFiles(Path certificates, Path key, Path trust) {}
