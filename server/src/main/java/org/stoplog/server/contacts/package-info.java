/**
 * How people are written to: what was joined for one incident from a file, else what the record
 * keeps.
 */
@NullMarked
package org.stoplog.server.contacts;

import org.jspecify.annotations.NullMarked;
