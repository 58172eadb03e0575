/** Incidents: what was said, decided and done about a supplier's breach, and whom it concerns. */
@NullMarked
package org.stoplog.server.incidents;

import org.jspecify.annotations.NullMarked;
