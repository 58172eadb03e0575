/** Who the people are: what the imports say of them, and which identifier is whose on which day. */
@NullMarked
package org.stoplog.ledger.directory;

import org.jspecify.annotations.NullMarked;
