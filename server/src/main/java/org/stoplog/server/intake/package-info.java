/** The record: what was imported, what it covers, imports by upload, and taking them back. */
@NullMarked
package org.stoplog.server.intake;

import org.jspecify.annotations.NullMarked;
