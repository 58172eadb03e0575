/** What requests to suppliers say, and what is sent on of them. */
@NullMarked
package org.stoplog.gateway.decode;

import org.jspecify.annotations.NullMarked;
