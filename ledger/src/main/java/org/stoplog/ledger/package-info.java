/**
 * The record of which supplier was sent which data about which person, and the questions put to it.
 */
@NullMarked
package org.stoplog.ledger;

import org.jspecify.annotations.NullMarked;
