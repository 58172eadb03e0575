/** A line for each request, for whoever runs the gateway. */
@org.jspecify.annotations.NullMarked
package org.stoplog.gateway.log;
