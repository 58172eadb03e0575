/**
 * Statements: what the world is told of an incident, revision by revision, with numbers that come
 * from a frozen exposure; and how that is served, fed, signed and exported.
 */
@NullMarked
package org.stoplog.server.statements;

import org.jspecify.annotations.NullMarked;
