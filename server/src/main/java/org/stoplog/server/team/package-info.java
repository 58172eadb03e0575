/** Messages of the program to the company's own team: by mail, and to its channel by a webhook. */
@NullMarked
package org.stoplog.server.team;

import org.jspecify.annotations.NullMarked;
