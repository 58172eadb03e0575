/** The log of acts as a page, and its check. */
@NullMarked
package org.stoplog.server.audit;

import org.jspecify.annotations.NullMarked;
