/** What a company may expect of its suppliers, as sets of questions. */
@NullMarked
package org.stoplog.catalog.expectations;

import org.jspecify.annotations.NullMarked;
