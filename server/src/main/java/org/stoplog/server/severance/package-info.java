/**
 * Cutting suppliers: what is cut where, by whom, what has to be rotated, and whether it is silent.
 */
@NullMarked
package org.stoplog.server.severance;

import org.jspecify.annotations.NullMarked;
