/** How bad a breach is for people: ENISA's method, and our own score beside it. */
@NullMarked
package org.stoplog.catalog.severity;

import org.jspecify.annotations.NullMarked;
