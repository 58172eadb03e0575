/**
 * The gateway as a program: its settings, its folder, and what is started and ended in which order.
 */
@NullMarked
package org.stoplog.gateway.program;

import org.jspecify.annotations.NullMarked;
