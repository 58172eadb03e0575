/** Finds secrets and personal data in free text, in time that grows with its length alone. */
@NullMarked
package org.stoplog.ledger.detect;

import org.jspecify.annotations.NullMarked;
