/**
 * Duties to tell somebody of a breach, as data: what the law of a place, as far as we know it,
 * says, and whether it applies to given facts. Nothing here knows an incident or a clock.
 */
@NullMarked
package org.stoplog.catalog.obligations;

import org.jspecify.annotations.NullMarked;
