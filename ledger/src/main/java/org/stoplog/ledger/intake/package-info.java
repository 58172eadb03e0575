/** Imports: rows of a file become subjects, rolled-up records and one batch; and their undoing. */
@NullMarked
package org.stoplog.ledger.intake;

import org.jspecify.annotations.NullMarked;
