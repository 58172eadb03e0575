/**
 * Stands between applications and suppliers: takes requests, has them read and recorded, and sends
 * them on.
 */
@NullMarked
package org.stoplog.gateway.proxy;

import org.jspecify.annotations.NullMarked;
