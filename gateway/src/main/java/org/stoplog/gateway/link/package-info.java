/** The way to the server: its policy comes, closed segments go. */
@NullMarked
package org.stoplog.gateway.link;

import org.jspecify.annotations.NullMarked;
