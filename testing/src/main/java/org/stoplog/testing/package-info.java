/** What the tests of several modules share. */
@NullMarked
package org.stoplog.testing;

import org.jspecify.annotations.NullMarked;
