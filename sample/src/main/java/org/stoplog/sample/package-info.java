/**
 * A made-up company from a seed: people and mailboxes first, data derived from them, and the truth
 * to check against.
 */
@NullMarked
package org.stoplog.sample;

import org.jspecify.annotations.NullMarked;
