package org.stoplog.server.inquiries;

/** A number and an address, as one text in the queue. */
record LetterQuestion(String code, String address) {
  static String of(String code, String address) {
    return code.replace("\n", " ") + "\n" + address;
  }

  static LetterQuestion read(String text) {
    int end = text.indexOf('\n');
    return new LetterQuestion(text.substring(0, end), text.substring(end + 1));
  }

  @Override
  public String toString() {
    return "LetterQuestion[…]";
  }
}
