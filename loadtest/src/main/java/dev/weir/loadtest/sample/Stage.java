package dev.weir.loadtest.sample;

/** Stage of life, which decides about benefits and claims. */
enum Stage {
    /** Not born yet; covered for the sake of the child. */
    UNBORN,
    CHILD,
    ADULT,
    ELDER
}
