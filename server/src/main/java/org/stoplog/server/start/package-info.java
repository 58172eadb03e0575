/** The first page: what needs a decision from the person who looks at it. */
@NullMarked
package org.stoplog.server.start;

import org.jspecify.annotations.NullMarked;
