/** What a team that answers the telephone may know of one incident, and may say. */
@NullMarked
package org.stoplog.server.support;

import org.jspecify.annotations.NullMarked;
