/** People and organisations: look-up, one person's story, erasure, what we owe organisations. */
@NullMarked
package org.stoplog.server.people;

import org.jspecify.annotations.NullMarked;
