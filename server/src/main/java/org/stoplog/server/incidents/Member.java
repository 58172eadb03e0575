package org.stoplog.server.incidents;

import java.util.UUID;

/**
 * Somebody who may see an incident.
 *
 * @param works may change things; else only read
 * @param privileged sees what is under legal privilege
 */
record Member(UUID account, boolean works, boolean privileged) {}
