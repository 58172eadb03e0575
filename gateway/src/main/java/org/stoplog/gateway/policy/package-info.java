/** What the server tells a gateway: its connections and their rules. */
@NullMarked
package org.stoplog.gateway.policy;

import org.jspecify.annotations.NullMarked;
