package org.stoplog.ledger.reader;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The head of a mail, byte for byte: what a signature covers. One character is one byte.
 *
 * @param fields in their order
 * @param isCut whether it is longer than is looked at; then its fields are not all
 */
record MailHead(List<Field> fields, boolean isCut) {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_SENDERS = 100;
  private static final int MOST_ANSWERS = 50;
  private static final int LONGEST_DOMAIN = 253;
  private static final Pattern MESSAGE_ID =
      Pattern.compile("<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,128}@[A-Za-z0-9.-]{1,255}>");

  /**
   * A header.
   *
   * @param name in lower case
   * @param raw with its name and its folded lines, which end with CRLF; the last line's end is left
   *     out
   */
  record Field(String name, String raw) {
    String value() {
      return raw.substring(raw.indexOf(':') + 1);
    }
  }

  MailHead {
    fields = List.copyOf(fields);
  }

  static MailHead read(Path mail) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(mail), 1 << 16)) {
      List<String> lines = new ArrayList<>();
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int taken = 0; taken < MOST_BYTES; taken++) {
        int c = in.read();
        if (c >= 0 && c != '\n') {
          line.write(c);
          continue;
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        line.reset();
        String whole = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        if (whole.isEmpty()) {
          return new MailHead(fields(lines), false);
        }
        lines.add(whole);
        if (c < 0) {
          return new MailHead(fields(lines), false);
        }
      }
      return new MailHead(fields(lines), true);
    }
  }

  private static List<Field> fields(List<String> lines) {
    List<Field> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (String line : lines) {
      boolean isFolded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
      if (!isFolded) {
        add(fields, field);
      } else if (!field.isEmpty()) {
        field.append("\r\n");
      }
      field.append(line);
    }
    add(fields, field);
    return fields;
  }

  private static void add(List<Field> fields, StringBuilder field) {
    int colon = field.indexOf(":");
    if (colon > 0) {
      fields.add(
          new Field(field.substring(0, colon).strip().toLowerCase(Locale.ROOT), field.toString()));
    }
    field.setLength(0);
  }

  List<Field> of(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).toList();
  }

  MailOutline.Trace trace() {
    List<InternetAddress> senders = new ArrayList<>();
    boolean isOdd = isCut;
    for (Field from : of("from")) {
      try {
        String value = unfolded(from.value());
        senders.addAll(List.of(InternetAddress.parseHeader(value, false)));
        isOdd |= senders.size() > MOST_SENDERS;
      } catch (AddressException e) {
        isOdd = true;
      }
    }
    int headers = of("from").size();
    int count = isOdd || headers > 1 ? Math.max(2, senders.size()) : senders.size();
    List<Field> signatures = of(MailSignatures.HEADER);
    return new MailOutline.Trace(
        count,
        count == 1 ? domain(String.valueOf(senders.getFirst().getAddress())) : null,
        answers(),
        !of("arc-seal").isEmpty(),
        Math.max(0, signatures.size() - MailSignatures.MOST));
  }

  /** Null when it is none that has a form in ASCII. */
  private static @Nullable String domain(String address) {
    String domain = address.substring(address.lastIndexOf('@') + 1).strip();
    if (domain.isEmpty() || domain.length() == address.length()) {
      return null;
    }
    try {
      // The head was read byte by byte; a domain of other letters stands there in UTF-8.
      byte[] bytes = domain.getBytes(StandardCharsets.ISO_8859_1);
      String ascii = IDN.toASCII(new String(bytes, StandardCharsets.UTF_8));
      String clean = MailParts.cleaned(ascii, LONGEST_DOMAIN).toLowerCase(Locale.ROOT);
      return clean.matches(MailSignatures.DOMAIN) ? clean : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private List<String> answers() {
    List<String> answers = new ArrayList<>();
    for (String name : new String[] {"in-reply-to", "references"}) {
      for (Field field : of(name)) {
        Matcher id = MESSAGE_ID.matcher(field.value());
        while (id.find() && answers.size() < MOST_ANSWERS) {
          if (!answers.contains(id.group())) {
            answers.add(id.group());
          }
        }
      }
    }
    return answers;
  }

  static String unfolded(String value) {
    return value.replace("\r\n", "");
  }
}
