package dev.weir.loadtest.sample;

/**
 * A provider.
 *
 * @param practitioner name of the person; of an organization nobody's
 */
record Provider(
        int index,
        ProviderKind kind,
        String id,
        String npi,
        String organization,
        Name practitioner,
        Address office,
        String phone) {}
