/** How bad an incident is for people: ENISA's method and our own score, judged by somebody. */
@NullMarked
package org.stoplog.server.severity;

import org.jspecify.annotations.NullMarked;
