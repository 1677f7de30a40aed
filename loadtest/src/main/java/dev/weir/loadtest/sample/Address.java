package dev.weir.loadtest.sample;

/** A postal address; the lines behind the first may be blank. */
record Address(String line1, String line2, String line3, String city, String state, String zip, String county) {}
