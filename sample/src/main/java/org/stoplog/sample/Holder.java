package org.stoplog.sample;

/** A person who has a thing for a while, seen from the thing. */
record Holder(Person person, Span span) {}
