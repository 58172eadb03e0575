/** The application: pages over a data folder. Each package below is one capability. */
@NullMarked
package org.stoplog.server;

import org.jspecify.annotations.NullMarked;
