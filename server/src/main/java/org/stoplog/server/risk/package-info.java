/** How much would go wrong at a supplier, by rules that are explained, and what was accepted. */
@NullMarked
package org.stoplog.server.risk;

import org.jspecify.annotations.NullMarked;
