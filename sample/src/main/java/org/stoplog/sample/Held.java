package org.stoplog.sample;

/** Something that a person has for a while. */
record Held<T>(T what, Span span) {}
