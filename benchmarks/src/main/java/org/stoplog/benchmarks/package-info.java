/** Side-by-side measurements: Stoplog and hand-written SQL over the same files, in one run. */
@NullMarked
package org.stoplog.benchmarks;

import org.jspecify.annotations.NullMarked;
