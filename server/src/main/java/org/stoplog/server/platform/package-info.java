/**
 * The web shell, who may call what, failures, time and transactions: what every capability stands
 * on.
 */
@NullMarked
package org.stoplog.server.platform;

import org.jspecify.annotations.NullMarked;
