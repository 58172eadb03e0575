/**
 * Facts as data, with typed loaders: the kinds of personal data ({@link
 * org.stoplog.catalog.Element}). Everything here is shipped in the jar and validated when the
 * project is built.
 */
@NullMarked
package org.stoplog.catalog;

import org.jspecify.annotations.NullMarked;
