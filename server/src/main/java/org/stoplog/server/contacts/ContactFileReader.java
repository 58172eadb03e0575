package org.stoplog.server.contacts;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.mail.MailAddress;
import org.stoplog.server.messages.PhoneNumber;

/**
 * Reads a CSV file of contact details in UTF-8: {@code id}, and any of {@code email}, {@code name},
 * {@code language}, {@code phone}, {@code address_1} to {@code address_8}, {@code country}. What it
 * finds wrong it says by line, and never by value.
 */
final class ContactFileReader {
  static final int MOST_LINES = 1_000_000;
  private static final int LONGEST = 200;
  private static final int MOST_CELLS = 50;
  private static final int MOST_FAULTS = 20;
  private static final int MOST_ADDRESS_LINES = 8;
  private static final Set<String> FIELDS =
      Set.of("id", "email", "name", "language", "phone", "country");

  /** Gets one line after the other. */
  interface Lines {
    /**
     * @return what is wrong with it, null for nothing
     */
    @Nullable String line(long number, String id, Details details);
  }

  private final List<String> faults = new ArrayList<>();
  private final Map<String, Integer> columns = new HashMap<>();
  private long lines;

  /** What is wrong; the file is good when nothing is. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** Lines below the head. */
  long lines() {
    return lines;
  }

  /** Reads all of it, or until there are too many faults. */
  void read(InputStream in, Lines each) {
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder()
            .skipEmptyLines(true)
            .ofCsvRecord(
                new InputStreamReader(
                    in,
                    StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)))) {
      boolean isHead = true;
      for (CsvRecord row : csv) {
        if (isHead) {
          head(row);
          isHead = false;
        } else {
          line(row, each);
        }
        if (faults.size() >= MOST_FAULTS || lines > MOST_LINES) {
          return;
        }
      }
      if (lines == 0 && faults.isEmpty()) {
        faults.add("The file has no line below its head.");
      }
    } catch (CsvParseException e) {
      faults.add("The file is no CSV file near line " + (lines + 2) + ".");
    } catch (UncheckedIOException e) {
      unreadable(e.getCause());
    } catch (IOException e) {
      unreadable(e);
    }
  }

  private void unreadable(@Nullable IOException e) {
    if (!(e instanceof CharacterCodingException)) {
      throw new UncheckedIOException(new IOException("the upload ended early", e));
    }
    faults.add("The file is not in UTF-8. Save it as CSV in UTF-8.");
  }

  private void head(CsvRecord row) {
    for (int i = 0; i < row.getFieldCount() && i < MOST_CELLS; i++) {
      String name = row.getField(i).replace("\ufeff", "").strip().toLowerCase(Locale.ROOT);
      if (!FIELDS.contains(name) && !name.matches("address_[1-8]")) {
        faults.add(
            "Column "
                + (i + 1)
                + " has a name that is none of id, email, name, language, phone, address_1"
                + " to address_8, country. Name it so, or take it out: what is not needed is not"
                + " kept.");
      } else if (columns.put(name, i) != null) {
        faults.add("Column " + name + " is there twice.");
      }
    }
    if (!columns.containsKey("id")) {
      faults.add("The first line has no column id: the company's own id, as in the people file.");
    }
  }

  private void line(CsvRecord row, Lines each) {
    long number = row.getStartingLineNumber();
    lines++;
    if (lines > MOST_LINES) {
      faults.add("The file has more than " + MOST_LINES + " lines. Cut it into several.");
      return;
    }
    String id = cell(row, "id", number);
    String email = cell(row, "email", number);
    if (id == null) {
      faults.add("Line " + number + " has no id.");
      return;
    }
    if (email != null && !MailAddress.isSound(email)) {
      faults.add("Line " + number + " has an email that mail cannot be sent to.");
    }
    String written = cell(row, "phone", number);
    String phone = written == null ? null : PhoneNumber.plain(written);
    if (phone != null && !PhoneNumber.isSound(phone)) {
      faults.add(
          "Line "
              + number
              + " has a phone without its country, or none at all. Write it as +49 and the number"
              + " without its first 0.");
    }
    List<String> postal = new ArrayList<>();
    for (int i = 1; i <= MOST_ADDRESS_LINES; i++) {
      String text = cell(row, "address_" + i, number);
      if (text != null) {
        postal.add(text);
      }
    }
    String country = cell(row, "country", number);
    if (country != null && !postal.isEmpty()) {
      postal.add(country);
    }
    String wrong =
        each.line(
            number,
            id,
            new Details(
                email,
                cell(row, "name", number),
                cell(row, "language", number),
                phone,
                id,
                postal));
    if (wrong != null) {
      faults.add("Line " + number + " " + wrong);
    }
  }

  private @Nullable String cell(CsvRecord row, String column, long line) {
    Integer at = columns.get(column);
    if (at == null || at >= row.getFieldCount()) {
      return null;
    }
    String text = row.getField(at);
    if (text.length() > LONGEST) {
      faults.add("Line " + line + " has more than " + LONGEST + " characters as " + column + ".");
      return null;
    }
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
        .forEach(clean::appendCodePoint);
    String value = clean.toString().strip();
    return value.isEmpty() ? null : value;
  }
}
