/** What suppliers promised in agreements: dated clauses that can be tested. */
@NullMarked
package org.stoplog.server.agreements;

import org.jspecify.annotations.NullMarked;
