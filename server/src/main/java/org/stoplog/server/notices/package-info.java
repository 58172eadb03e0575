/**
 * Notices: the text that people get about an incident, who gets it, and what became of each copy.
 */
@NullMarked
package org.stoplog.server.notices;

import org.jspecify.annotations.NullMarked;
