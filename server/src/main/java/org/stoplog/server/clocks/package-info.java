/** Obligations turned into deadlines in real time. */
@NullMarked
package org.stoplog.server.clocks;

import org.jspecify.annotations.NullMarked;
