package dev.weir.tmsis.wire;

/** The single demands of the wire rule. Parsers in use disagree about every one of them, so none may be broken. */
public enum WireRule {
    /** A varint ends inside its message, has at most ten bytes and no byte it does not need. */
    VARINT,
    /** A field number lies between 1 and 2^29 - 1. */
    TAG,
    /** A known field has its own wire type; no other wire types than 0, 1, 2 and 5 exist. */
    WIRE_TYPE,
    /** No groups. */
    GROUP,
    /** A singular field, and a oneof as a whole, occurs at most once. */
    DUPLICATE,
    /** A length stays inside the message around it. */
    LENGTH,
    /** A 32-bit number fits 32 bits, a bool is 0 or 1. */
    RANGE,
    /** A string is valid UTF-8: no overlong form, no surrogate, nothing above U+10FFFF. */
    UTF8,
    /** Messages are nested no deeper than the limit. */
    DEPTH,
    /** Fields come in ascending order, are known and are not empty. Asked only of a proxy's output. */
    CANONICAL,
    /** A field that only the second hop may set is set on the first. */
    HOP,
    /** A message has no more than its limit of bytes or rows. */
    LIMIT
}
