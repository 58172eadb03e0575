package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text as real senders spoil it, each with what is said about it. */
class BadInputIT extends ReaderFixture {
  private static final String ANN = "ann@example.org [contact.email]";

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\r\n  \n", "\uFEFF"})
  void refusesAnEmptyFile(String text) throws IOException {
    assertThat(failure(file("empty.csv", text), Purpose.KEYS)).startsWith("file-empty: ");
  }

  @Test
  void skipsAByteOrderMarkAndCarriageReturns() throws IOException {
    read(file("bom.csv", "\uFEFFemail,x\r\nann@example.org,1\r\n\r\n"), Purpose.KEYS);
    assertThat(got.rows).containsExactly("2 email=" + ANN);
    assertThat(got.mapping.encoding()).isEqualTo("UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void readsUtf16WithAndWithoutMark(String charset) throws IOException {
    String text = "email;name\nann@example.org;Jürgen 😀\n".repeat(1) + "b@example.org;x\n";
    read(file("plain.csv", text, Charset.forName(charset)), Purpose.KEYS);
    read(file("marked.csv", "\uFEFF" + text, Charset.forName(charset)), Purpose.KEYS);
    assertThat(got.rows).hasSize(4);
    assertThat(got.rows.get(0)).isEqualTo(got.rows.get(2)).startsWith("2 email=ann@example.org");
    assertThat(got.mapping.encoding()).isEqualTo(charset);
  }

  @Test
  void readsLatin1() throws IOException {
    Path file =
        file(
            "latin.csv",
            "email,country\nann@example.org,Österreich\n",
            StandardCharsets.ISO_8859_1);
    read(file, Purpose.PEOPLE);
    assertThat(got.mapping.encoding()).isEqualTo("windows-1252");
    assertThat(got.rows.getFirst()).contains("country=Österreich");
  }

  @Test
  void leavesOutBrokenCharactersInAFileOfUtf8() throws IOException {
    byte[] bytes =
        "email,country\nann@example.org,Österreich\nb@example.org,?\n"
            .getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 2] = (byte) 0xe4;
    read(file("broken.csv", bytes), Purpose.PEOPLE);
    assertThat(got.rows).hasSize(1);
    assertThat(got.leftOut).containsExactly(new LeftOut(3, "country", "bad-encoding"));
  }

  @Test
  void leavesOutRaggedRows() throws IOException {
    read(
        file(
            "ragged.csv",
            "email,a,b\nann@example.org,1,2\nb@example.org,1\nc@example.org,1,2,3\nd@example.org,1,2,\n"),
        Purpose.KEYS);
    assertThat(got.rows).containsExactly("2 email=" + ANN, "5 email=d@example.org [contact.email]");
    assertThat(got.leftOut)
        .containsExactly(new LeftOut(3, null, "ragged-row"), new LeftOut(4, null, "ragged-row"));
  }

  @Test
  void namesTheLineWhereAQuoteOpensThatIsNeverClosed() throws IOException {
    read(
        file(
            "quote.csv",
            "name,email\nAnn,ann@example.org\n\"Bob,bob@example.org\nCy,cy@example.org\n"),
        Purpose.KEYS);
    assertThat(got.rows)
        .extracting(row -> row.substring(0, row.indexOf('[') - 1))
        .containsExactly("2 email=ann@example.org", "4 email=cy@example.org");
    assertThat(got.leftOut).containsExactly(new LeftOut(3, "name", "unclosed-quote"));
  }

  @Test
  void findsAnUnclosedQuoteAmongOthers() throws IOException {
    read(
        file(
            "quote.csv",
            "\"a\",\"email\"\n\"x\",\"ann@example.org\"\n\"y\",\"bob@example.org\n\"z\",\"cy@example.org\"\n"),
        Purpose.KEYS);
    assertThat(got.rows)
        .containsExactly("2 email=" + ANN, "4 email=cy@example.org [contact.email]");
    assertThat(got.leftOut).containsExactly(new LeftOut(3, "email", "unclosed-quote"));
  }

  @Test
  void leavesOutTextAfterAClosingQuote() throws IOException {
    read(file("quote.csv", "email,a\n\"b@example.org\"x,1\nann@example.org,1\n"), Purpose.KEYS);
    assertThat(got.rows).containsExactly("3 email=" + ANN);
    assertThat(got.leftOut).containsExactly(new LeftOut(2, "email", "bad-quote"));
  }

  @Test
  void skipsALineOfAHundredMegabytesWithoutHoldingIt() throws IOException {
    Path file = folder.resolve("long.csv");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write("email,a\nann@example.org,1\n".getBytes(StandardCharsets.UTF_8));
      byte[] piece = new byte[1 << 20];
      Arrays.fill(piece, (byte) 'x');
      for (int i = 0; i < 100; i++) {
        out.write(piece);
      }
      out.write("\nb@example.org,2\n".getBytes(StandardCharsets.UTF_8));
    }
    read(
        new ReadRequest(
            file,
            Purpose.KEYS,
            null,
            null,
            null,
            new ReadRequest.Limits(
                48, 512, java.time.Duration.ofMinutes(1), 1 << 20, 1L << 30, 200)));
    assertThat(got.rows).containsExactly("2 email=" + ANN, "4 email=b@example.org [contact.email]");
    assertThat(got.leftOut).containsExactly(new LeftOut(3, null, "line-too-long"));
  }

  @Test
  void skipsALongLineOfJson() throws IOException {
    String text =
        "{\"email\":\"ann@example.org\"}\n{\"email\":\""
            + "x".repeat(3 << 20)
            + "\"}\n{\"email\":\"b@example.org\"}\n";
    read(file("long.ndjson", text), Purpose.HOLDINGS);
    assertThat(got.rows).containsExactly("1 email=" + ANN, "3 email=b@example.org [contact.email]");
    assertThat(got.leftOut).containsExactly(new LeftOut(2, null, "line-too-long"));
  }

  @Test
  void refusesDuplicateHeadersWithoutAMapping() throws IOException {
    Path file =
        file("twice.csv", "email,name,E-mail,Email\na@example.org,x,b@example.org,c@example.org\n");
    assertThat(failure(file, Purpose.KEYS))
        .isEqualTo("header-duplicate: line 1: columns 1 and 4 are both called \"Email\"");
    Mapping byNumber =
        new Mapping(
            Format.CSV,
            "UTF-8",
            ',',
            true,
            null,
            null,
            null,
            List.of(new Field("#4", Role.IDENTIFIER, "email", "contact.email")));
    read(Collected.request(file, byNumber));
    assertThat(got.rows).containsExactly("2 #4=c@example.org [contact.email]");
  }

  @Test
  void refusesAMappingWhoseColumnIsMissing() throws IOException {
    Path file = file("list.csv", "Mail,name\na@example.org,x\n");
    Mapping mapping =
        new Mapping(
            Format.CSV,
            "UTF-8",
            ',',
            true,
            null,
            null,
            null,
            List.of(
                new Field("MAIL", Role.IDENTIFIER, "email", null),
                new Field("phone", Role.IDENTIFIER, "phone", null)));
    assertThat(failure(Collected.request(file, mapping)))
        .isEqualTo("mapping-invalid: the file has no column \"phone\"; it has: Mail, name");
  }

  @Test
  void asksForTheOrderOfDatesThatMayBeBoth() throws IOException {
    Path both = file("dates.csv", "user_id,since\nu1,01/02/03\nu2,05/06/2024\n");
    assertThat(failure(both, Purpose.PEOPLE))
        .isEqualTo("date-ambiguous: column \"since\" may start with the day or with the month");
    Path day =
        file(
            "day.csv",
            "user_id,since\nu1,01/02/2023\nu2,25/06/2024\nu3,11/31/2024\n"
                .replace("11/31", "31/12"));
    read(day, Purpose.PEOPLE);
    assertThat(got.mapping.dateOrder()).isEqualTo("dmy");
    assertThat(got.rows.getFirst()).startsWith("2 user_id=u1 since=2023-02-01 ");
    // Dates that nobody needs are nobody's problem.
    read(file("birth.csv", "user_id,date_of_birth\nu1,01/02/1990\n"), Purpose.PEOPLE);
    assertThat(got.mapping.dateOrder()).isNull();
  }

  @Test
  void leavesOutWhatIsNoEmail() throws IOException {
    read(file("mails.csv", "email\nann@example.org\nnobody\n@example.org\nn/a\n\n"), Purpose.KEYS);
    assertThat(got.rows).containsExactly("2 email=" + ANN);
    assertThat(got.leftOut)
        .containsExactly(
            new LeftOut(3, "email", "not-an-email"),
            new LeftOut(4, "email", "not-an-email"),
            new LeftOut(5, null, "no-identifier"));
  }

  @Test
  void namesTheColumnsWhenNoneIdentifiesAnybody() throws IOException {
    assertThat(failure(file("x.csv", "colour,size\nred,1\nblue,2\n"), Purpose.HOLDINGS))
        .isEqualTo(
            "mapping-needed: no column looks like an identifier of a person;"
                + " columns seen: colour, size");
    assertThat(failure(file("y.csv", "12,red\n13,blue\n"), Purpose.HOLDINGS))
        .startsWith("header-missing: ");
  }

  @Test
  void leavesOutLinesThatAreNoJson() throws IOException {
    read(
        file(
            "x.ndjson",
            "{\"email\":\"ann@example.org\"}\n{\"email\":\n[1]\n{\"email\":\"b@example.org\"} x\n{\"a\":1}\n"),
        Purpose.HOLDINGS);
    assertThat(got.rows).containsExactly("1 email=" + ANN);
    assertThat(got.leftOut)
        .containsExactly(
            new LeftOut(2, null, "bad-json"),
            new LeftOut(3, null, "bad-json"),
            new LeftOut(4, null, "bad-json"),
            new LeftOut(5, null, "no-identifier"));
  }

  @Test
  void leavesOutValuesThatNoIdentifierHas() throws IOException {
    read(
        file("x.csv", "email,a\nann@example.org,1\n" + "y".repeat(5000) + "@example.org,1\n"),
        Purpose.KEYS);
    assertThat(got.leftOut).containsExactly(new LeftOut(3, "email", "value-too-long"));
  }

  @Test
  void takesAHeaderThatIsSqlForAName() throws IOException, java.sql.SQLException {
    String name = "x\"; DROP TABLE people; --";
    read(
        file("sql.csv", "email,\"" + name.replace("\"", "\"\"") + "\"\nann@example.org,1\n"),
        Purpose.KEYS);
    Path parquet =
        parquet(
            "sql.parquet",
            "SELECT 'ann@example.org' AS email, 1 AS \"" + name.replace("\"", "\"\"") + "\"");
    read(parquet, Purpose.KEYS);
    assertThat(got.mapping.fields().get(1).column()).isEqualTo(name);
    assertThat(got.rows).containsExactly("2 email=" + ANN, "1 email=" + ANN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*.parquet", "[a-z]?.csv", "it's ; rm -rf", "-Xmx1k", "ünï\n😀"})
  void readsFilesWhoseNamesAreTricks(String name) throws IOException, java.sql.SQLException {
    Path other = parquet("other.parquet", "SELECT 'other@example.org' AS email");
    Files.copy(
        parquet("p.parquet", "SELECT 'ann@example.org' AS email"), folder.resolve(name + "1"));
    read(folder.resolve(name + "1"), Purpose.KEYS);
    read(file(name, "email\nann@example.org\n"), Purpose.KEYS);
    assertThat(got.rows).containsExactly("1 email=" + ANN, "2 email=" + ANN);
    assertThat(other).exists();
  }

  @Test
  void saysWhatAFileIsThatItCannotRead() throws IOException {
    assertThat(failure(file("a", "<html><body>403</body></html>"), Purpose.KEYS))
        .startsWith("file-format-unknown: this is HTML or XML");
    assertThat(failure(file("b", "[{\"email\":\"a@example.org\"}]"), Purpose.KEYS))
        .startsWith("file-format-unknown: this is a JSON array");
    ByteArrayOutputStream binary = new ByteArrayOutputStream();
    for (int i = 0; i < 1000; i++) {
      binary.write(i * 31 >> 3);
    }
    assertThat(failure(file("c", binary.toByteArray()), Purpose.KEYS))
        .startsWith("file-format-unknown: this is neither text");
    assertThat(
            failure(
                file("d", new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, 1}),
                Purpose.KEYS))
        .startsWith("file-format-unknown: this is an old Excel file");
  }

  @Test
  void readsNestedKeysFlatKeysAndArrays() throws IOException {
    Field person = new Field("user.id", Role.PERSON, null, "id.account_user_id");
    Field same = new Field("user.id", Role.IDENTIFIER, "user-id", null);
    Field mail = new Field("mails", Role.IDENTIFIER, "email", "contact.email");
    Mapping mapping =
        new Mapping(
            Format.NDJSON, "UTF-8", null, true, null, null, null, List.of(person, same, mail));
    Path file =
        file(
            "x.ndjson",
            "{\"user\":{\"id\":7,\"x\":[{}]},\"mails\":[\"a@example.org\",\"b@example.org\"]}\n"
                + "\n{\"user.id\":\"u8\",\"mails\":[],\"user\":null}\n");
    read(Collected.request(file, mapping));
    assertThat(got.rows)
        .containsExactly(
            "1 user.id=7 user.id=7 mails=a@example.org [contact.email, id.account_user_id]",
            "3 user.id=u8 user.id=u8 [id.account_user_id]");
  }
}
