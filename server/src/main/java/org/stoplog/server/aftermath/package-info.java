/**
 * What becomes of a supplier after its breach: its promises against what happened, and a decision.
 */
@NullMarked
package org.stoplog.server.aftermath;

import org.jspecify.annotations.NullMarked;
