/** Who may sign in: accounts, second factor, sessions, one-time links, limits on guessing. */
@NullMarked
package org.stoplog.server.accounts;

import org.jspecify.annotations.NullMarked;
