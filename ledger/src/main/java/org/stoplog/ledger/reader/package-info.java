/** Strangers' files, read by a child process without keys and handed over as rows. */
@NullMarked
package org.stoplog.ledger.reader;

import org.jspecify.annotations.NullMarked;
