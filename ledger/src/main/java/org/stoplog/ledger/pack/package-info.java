/**
 * Evidence packs as files: how they are written, what shows that they are whole, and the sealed
 * files that say who their pseudonyms are. Nothing here needs a data folder.
 */
@NullMarked
package org.stoplog.ledger.pack;

import org.jspecify.annotations.NullMarked;
