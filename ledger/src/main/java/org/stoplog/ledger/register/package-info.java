/**
 * The suppliers as far as the answer needs them: engagements, connections, grants with their
 * populations, chains of sub-processors, and what of them the record covers.
 */
@NullMarked
package org.stoplog.ledger.register;

import org.jspecify.annotations.NullMarked;
