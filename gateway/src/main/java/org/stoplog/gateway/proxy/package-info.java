/** Stands between applications and suppliers: HTTP in, journal, HTTP out. */
@org.jspecify.annotations.NullMarked
package org.stoplog.gateway.proxy;
