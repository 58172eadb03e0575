/** What authorities and others are told by duties: filings, and the register of breaches. */
@NullMarked
package org.stoplog.server.filings;

import org.jspecify.annotations.NullMarked;
