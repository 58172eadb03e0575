/**
 * Asking suppliers: a campaign asks many one set of questions by links; with an incident it is a
 * sweep. What they answer through the public listener are claims until somebody takes them over.
 */
@NullMarked
package org.stoplog.server.campaigns;

import org.jspecify.annotations.NullMarked;
