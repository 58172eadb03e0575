/** Message services of the company that bring short messages, or messages within its own app. */
@NullMarked
package org.stoplog.server.messages;

import org.jspecify.annotations.NullMarked;
