/** A line for each request, for whoever runs the gateway. */
@NullMarked
package org.stoplog.gateway.log;

import org.jspecify.annotations.NullMarked;
