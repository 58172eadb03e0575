/** Documents that show something of a supplier: kept sealed, with the day on which they end. */
@NullMarked
package org.stoplog.server.evidence;

import org.jspecify.annotations.NullMarked;
