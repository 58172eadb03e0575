package org.stoplog.server.inquiries;

/** Answers now what was asked; for tests, which do not wait. */
public interface InquiryLook {
  void look();
}
