/** What comes back of copies of notices: reports by mail, and calls of providers. */
@NullMarked
package org.stoplog.server.bounces;

import org.jspecify.annotations.NullMarked;
