package dev.weir.conformance.suite;

/**
 * A known answer.
 *
 * @param id stable id such as {@code TOK-003}
 * @param comment what is special about it
 * @param policy policy under which it holds
 * @param element element into which the input is put, such as {@code ELG00003.SSN}
 * @param tokenClass class of the token, as it stands in the key derivation
 * @param input the value
 * @param result {@code token}, {@code blank} or {@code refused}
 * @param answer the token, empty, or the code of the refusal
 * @param rootKey the root key in hexadecimal digits
 * @param scope state, domain and epoch, with a slash between them
 */
public record Vector(
        String id,
        String comment,
        String policy,
        String element,
        String tokenClass,
        String input,
        String result,
        String answer,
        String rootKey,
        String scope) {}
