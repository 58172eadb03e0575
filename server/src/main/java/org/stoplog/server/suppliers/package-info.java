/** The register of suppliers as pages, and what we would say if one of them called now. */
@NullMarked
package org.stoplog.server.suppliers;

import org.jspecify.annotations.NullMarked;
