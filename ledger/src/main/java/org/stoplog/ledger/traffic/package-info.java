/**
 * What gateways recorded: segments of their journals are kept once, and become batches in order.
 */
@NullMarked
package org.stoplog.ledger.traffic;

import org.jspecify.annotations.NullMarked;
