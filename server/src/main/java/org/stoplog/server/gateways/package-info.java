/** Gateways: who they are, what they are told, what they send, and cutting a connection there. */
@NullMarked
package org.stoplog.server.gateways;

import org.jspecify.annotations.NullMarked;
