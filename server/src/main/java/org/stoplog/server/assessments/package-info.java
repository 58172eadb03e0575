/** Holding suppliers to what is expected of them: assessments, their scores, findings. */
@NullMarked
package org.stoplog.server.assessments;

import org.jspecify.annotations.NullMarked;
