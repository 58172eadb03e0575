package org.stoplog.server.notices;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import org.stoplog.server.platform.Tokens;

/**
 * One letter on paper.
 *
 * @param code its number, as it stands in the letter
 * @param address lines: the name first, if it is known
 */
record PaperLetter(Deliveries.Due due, String code, List<String> address, Letter letter) {
  static PaperLetter of(Copies.Addressed one, Letter letter) {
    return new PaperLetter(
        one.due(), CopyCode.text(one.code()), one.address().lines().toList(), letter);
  }

  /** As its row keeps it: the hash is over its address and its words. */
  Copies.Copy copy(Copies.Addressed one) {
    byte[] bytes =
        (one.address() + "\n\n" + letter.subject() + "\n\n" + letter.body()).getBytes(UTF_8);
    return new Copies.Copy(
        one.due(),
        one.people(),
        one.readers(),
        one.address(),
        0,
        "",
        "",
        letter.language(),
        one.code(),
        Tokens.sha256(bytes),
        bytes);
  }

  /** Its paragraphs, as the plain text has them. */
  List<String> paragraphs() {
    return Arrays.stream(letter.body().split("\n\n"))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** Names nobody. */
  @Override
  public String toString() {
    return "PaperLetter[…]";
  }
}
