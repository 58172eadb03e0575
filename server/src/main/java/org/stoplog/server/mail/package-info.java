/** Mail that goes out: routes, messages, and the only code that speaks SMTP. */
@NullMarked
package org.stoplog.server.mail;

import org.jspecify.annotations.NullMarked;
