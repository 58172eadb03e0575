package org.stoplog.server.statements;

/** What may stand in a text of ours. */
final class PlainText {
  private PlainText() {}

  /** Cannot be seen, or turns the direction of what follows. */
  static boolean isHostile(int c) {
    return (Character.isISOControl(c) && c != '\n' && c != '\t')
        || c == 0x2028
        || c == 0x2029
        || c == 0x200b
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2060 && c <= 0x206f)
        || c == 0xfeff
        || (c >= 0xfff9 && c <= 0xffff)
        || (c >= 0xe0000 && c <= 0xe007f)
        || (c >= 0xd800 && c <= 0xdfff);
  }
}
