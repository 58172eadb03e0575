/** From claims to people: scopes, exposures, grades of evidence, deltas. */
@NullMarked
package org.stoplog.ledger.exposure;

import org.jspecify.annotations.NullMarked;
