/** Whether the server is well, for whoever runs it and for what watches it. */
@NullMarked
package org.stoplog.server.operations;

import org.jspecify.annotations.NullMarked;
