/** Organisations whose people are affected: their own lists, by a link that works once. */
@NullMarked
package org.stoplog.server.organisations;

import org.jspecify.annotations.NullMarked;
