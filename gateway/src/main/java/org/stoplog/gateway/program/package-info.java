/**
 * The gateway as a program: its settings, its folder, and what is started and ended in which order.
 */
@org.jspecify.annotations.NullMarked
package org.stoplog.gateway.program;
