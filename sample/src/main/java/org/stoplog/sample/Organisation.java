package org.stoplog.sample;

/** A customer that people belong to. */
record Organisation(String id, String name, String domain) {}
