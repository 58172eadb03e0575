/**
 * Watching suppliers, only as far as somebody wants it: lookouts look at public lists, pages,
 * certificates and names; what they see that somebody should look at is a sighting.
 */
@NullMarked
package org.stoplog.server.sightings;

import org.jspecify.annotations.NullMarked;
