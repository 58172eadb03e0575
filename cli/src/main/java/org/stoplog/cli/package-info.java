/** The commands of `stoplog`. */
@NullMarked
package org.stoplog.cli;

import org.jspecify.annotations.NullMarked;
