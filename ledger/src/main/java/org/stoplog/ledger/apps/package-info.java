/** Lists of apps from identity providers, and the queue in which somebody looks at them. */
@NullMarked
package org.stoplog.ledger.apps;

import org.jspecify.annotations.NullMarked;
