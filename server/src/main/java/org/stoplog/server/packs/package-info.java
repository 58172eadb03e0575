/**
 * Evidence packs of incidents: what capabilities add to them, who made and took them, and the
 * sealed files that say who their pseudonyms are.
 */
@NullMarked
package org.stoplog.server.packs;

import org.jspecify.annotations.NullMarked;
