/**
 * The closed catalogue of failures of the world, with their exit codes and what to do about them.
 */
@NullMarked
package org.stoplog.catalog.problem;

import org.jspecify.annotations.NullMarked;
