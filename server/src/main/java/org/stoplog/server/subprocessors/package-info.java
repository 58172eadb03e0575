/**
 * Which suppliers the world is told of as sub-processors: a page, a file for programs, a feed. And
 * what suppliers say of theirs.
 */
@NullMarked
package org.stoplog.server.subprocessors;

import org.jspecify.annotations.NullMarked;
