package dev.weir.tmsis;

/** Value types of the T-MSIS dictionary. */
public enum ValueType {
    /** Text; also every element whose type was never published. */
    TEXT,
    /** Unsigned digits. */
    DIGITS,
    /** Signed decimal. */
    DECIMAL,
    /** Date, CCYYMMDD. */
    DATE
}
