/**
 * The journal of a gateway: segments of sealed blocks, written by the gateway, read by the server.
 */
@NullMarked
package org.stoplog.ledger.journal;

import org.jspecify.annotations.NullMarked;
