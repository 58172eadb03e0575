/** Identifiers and what they become: normalised values, schemes, keyed subjects and the keyset. */
@NullMarked
package org.stoplog.ledger.identity;

import org.jspecify.annotations.NullMarked;
