/** The way to the server: its policy comes, closed segments go. */
@org.jspecify.annotations.NullMarked
package org.stoplog.gateway.link;
