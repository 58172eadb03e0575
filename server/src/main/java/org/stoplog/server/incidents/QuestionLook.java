package org.stoplog.server.incidents;

/** Looks for mails with questions that are due; for tests, which move the clock. */
public interface QuestionLook {
  void look();
}
