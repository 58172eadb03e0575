package org.stoplog.ledger.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;

/** Exports of tickets as desks write them, and as those write them who mean harm. */
class TicketReaderIT {
  private static final String CSV =
      """
      Ticket ID,Requester Email,Created At,Subject,Description,Internal
      1,ada@example.org,2025-11-24 09:00,Sign-in,"Hello,
      my password: hunter2! does not work",
      2,bob@example.org,2025-11-24 10:00,Invoice,Please look at it,call +49 30 901820
      3,,,Nothing,,
      """;

  /** As https://developer.zendesk.com documents it; not verified against a real export. */
  private static final String ZENDESK =
      """
      {"id":35436,"created_at":"2025-11-24T09:00:00Z","subject":"Help","requester":{"email":"ada@example.org"},\
      "assignee":{"email":"agent@ours.example"},"comments":[{"body":"card 4111 1111 1111 1111",\
      "attachments":[{"file_name":"scan.png"}]}]}
      {"id":35437,"created_at":"2025-11-25T09:00:00Z","subject":"No","requester":{"email":"bob@example.org"},\
      "comments":[{"body":"thanks"}]}
      """;

  /** As https://developers.intercom.com documents it; not verified against a real export. */
  private static final String INTERCOM =
      """
      {"type":"conversation.list","conversations":[{"id":"1","created_at":1763974800,
       "source":{"body":"<p>IBAN DE89 3704 0044 0532 0130 00</p>","author":{"email":"ada@example.org"}},
       "conversation_parts":{"conversation_parts":[{"body":"born on 10.12.1975","author":{"type":"admin"}}]}}],
       "pages":{"next":"mail eve@example.org"}}
      """;

  @TempDir Path home;

  private record Read(TicketPlan plan, List<TicketFound> tickets, TicketFound.Totals totals) {}

  private Path file(byte[] content) throws IOException {
    return Files.write(home.resolve("export"), content);
  }

  private Read read(byte[] content) throws IOException {
    TicketReader reader = new TicketReader(home.resolve("work"));
    Path file = file(content);
    TicketPlan plan = reader.guess(file, null);
    List<TicketFound> tickets = new ArrayList<>();
    TicketFound.Totals totals = reader.read(file, plan, null, tickets::add, Progress.NONE);
    assertThat(totals.tickets()).isEqualTo(tickets.size());
    return new Read(plan, tickets, totals);
  }

  private Read read(String content) throws IOException {
    return read(content.getBytes(UTF_8));
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private void refused(byte[] content, Problem... problems) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(problems).contains(e.problem()));
    assertThat(home.resolve("work")).isEmptyDirectory();
  }

  @Test
  void separatedTextIsReadByItsHeader() throws IOException {
    Read read = read(CSV);
    assertThat(read.plan().id()).isEqualTo("Ticket ID");
    assertThat(read.plan().person()).isEqualTo("Requester Email");
    assertThat(read.plan().time()).isEqualTo("Created At");
    assertThat(read.plan().texts()).containsExactly("Subject", "Description");
    assertThat(read.tickets()).extracting(TicketFound::id).containsExactly("1", "2", "3");
    TicketFound first = read.tickets().getFirst();
    assertThat(first.person()).isEqualTo("ada@example.org");
    assertThat(first.time()).isEqualTo(1_763_974_800L);
    assertThat(first.finds()).isEqualTo(Map.of("password-by-word", 1, "email", 1));
    assertThat(first.secrets()).hasSize(1);
    // A field that nobody named is searched as well.
    assertThat(read.tickets().get(1).finds()).isEqualTo(Map.of("email", 1, "phone", 1));
    assertThat(read.tickets().get(2).finds()).isEmpty();
  }

  @Test
  void whatIsFoundIsNamedAndNeverSaid() throws IOException {
    Read read = read(CSV);
    assertThat(read.tickets().toString()).doesNotContain("hunter2").doesNotContain("901820");
  }

  @Test
  void theFormsOfZendeskAndIntercomAreKnown() throws IOException {
    Read zendesk = read(ZENDESK);
    assertThat(zendesk.plan().format()).contains("Zendesk").contains("not verified");
    assertThat(zendesk.plan().id()).isEqualTo("id");
    assertThat(zendesk.plan().person()).isEqualTo("requester.email");
    assertThat(zendesk.plan().texts()).contains("comments[].body");
    TicketFound first = zendesk.tickets().getFirst();
    assertThat(first.id()).isEqualTo("35436");
    assertThat(first.finds()).containsEntry("card-number", 1);
    assertThat(first.unread())
        .extracting(TicketFound.Unread::why)
        .containsExactly(TicketFound.Why.ATTACHMENT);

    Read intercom = read(INTERCOM);
    assertThat(intercom.plan().format()).contains("Intercom").contains("not verified");
    assertThat(intercom.plan().person()).isEqualTo("source.author.email");
    assertThat(intercom.tickets().getFirst().finds())
        .containsEntry("iban", 1)
        .containsEntry("birth-by-word", 1);
    // What stands around the list is searched too.
    assertThat(intercom.tickets()).hasSize(2);
    assertThat(intercom.tickets().getLast().finds()).isEqualTo(Map.of("email", 1));
  }

  @Test
  void anArchiveHoldsATicketInEachText() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("tickets/1.txt", "Passwort: geheim123".getBytes(UTF_8));
    entries.put("tickets/2.txt", "nothing".getBytes(UTF_8));
    entries.put("tickets/scan.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10});
    entries.put(
        "more.json", "[{\"id\":7,\"text\":\"AK".concat("IAIOSFODNN7EXAMPLE\"}]").getBytes(UTF_8));
    entries.put("inner.zip", zip(Map.of("a.txt", "x".getBytes(UTF_8))));
    entries.put(
        "broken.json",
        "[{\"id\":8,\"text\":\"mail ada@example.org\"},{\"id\":9,\"text\":\"GB82WEST12345698765432\",\"x"
            .getBytes(UTF_8));
    entries.put("empty.txt", new byte[0]);
    Read read = read(zip(entries));
    assertThat(read.tickets())
        .extracting(TicketFound::id)
        .contains("tickets/1.txt", "tickets/2.txt");
    assertThat(read.tickets().getFirst().finds()).isEqualTo(Map.of("password-by-word", 1));
    assertThat(read.tickets())
        .anySatisfy(one -> assertThat(one.finds()).containsEntry("aws-access-key", 1));
    // What was found before the break is kept, and the break is said where it is.
    TicketFound broken = read.tickets().getLast();
    assertThat(broken.finds()).isEqualTo(Map.of("iban", 1));
    assertThat(broken.unread())
        .extracting(one -> one.why() + " " + one.name())
        .containsExactly("LINE broken.json");
    assertThat(read.tickets()).anySatisfy(one -> assertThat(one.id()).isEqualTo("8"));
    assertThat(read.totals().unread())
        .extracting(one -> one.why() + " " + one.name())
        .containsExactlyInAnyOrder("IMAGE tickets/scan.png", "ARCHIVE inner.zip");
  }

  @Test
  void compressedAndOtherlyEncodedTextIsRead() throws IOException {
    assertThat(read(gzip(ZENDESK.getBytes(UTF_8))).tickets()).hasSize(2);
    assertThat(
            read(("\uFEFF" + CSV).getBytes(java.nio.charset.StandardCharsets.UTF_16LE)).tickets())
        .hasSize(3);
  }

  @Test
  void whatCannotBeReadIsCountedAndTheRestIsSearched() throws IOException {
    String lines =
        "{\"id\":1,\"text\":\"write to ada@example.org\"}\n"
            + "{\"id\":2,\"text\":\"half\n"
            + "{\"id\":3,\"text\":\"a\"}{\"id\":9,\"text\":\"bob@example.org\"}\n"
            + "{\"id\":4,\"text\":\"\uFFFD broken\"}\n"
            + "{\"id\":5,\"deep\":"
            + "[".repeat(5000)
            + "]".repeat(5000)
            + "}\n";
    Read read = read(lines);
    assertThat(read.tickets()).hasSize(5);
    assertThat(read.tickets().get(1).unread())
        .extracting(TicketFound.Unread::why)
        .containsExactly(TicketFound.Why.LINE);
    assertThat(read.tickets().get(2).finds()).isEqualTo(Map.of("email", 1));
    assertThat(read.tickets().get(3).unread())
        .extracting(TicketFound.Unread::why)
        .containsExactly(TicketFound.Why.BROKEN);
    assertThat(read.tickets().get(4).unread()).hasSize(1);
  }

  @Test
  void aTimeThatNobodyLivesInIsUnknown() throws IOException {
    Read read =
        read(
            "[{\"id\":1,\"created_at\":\"+999999999-01-01T00:00:00Z\"},"
                + "{\"id\":2,\"created_at\":\"2025-11-24T09:00:00Z\"},"
                + "{\"id\":3,\"created_at\":\"yesterday\"}]");
    assertThat(read.tickets())
        .extracting(TicketFound::time)
        .containsExactly(null, 1_763_974_800L, null);
  }

  @Test
  void aValueInPlaceOfANameIsSearchedAndNotShown() throws IOException {
    Read json = read("[{\"id\":1,\"by\":{\"ada@example.org\":\"wrote\"}},{\"id\":2}]");
    assertThat(json.plan().fields().toString()).doesNotContain("ada@");
    assertThat(json.tickets().getFirst().finds()).isEqualTo(Map.of("email", 1));
    assertThat(json.tickets().toString()).doesNotContain("ada@");
    Read csv = read("1,ada@example.org,hello\n2,bob@example.org,hello\n");
    assertThat(csv.plan().fields().toString()).doesNotContain("ada@");
    assertThat(csv.totals().unread()).hasSize(1);
  }

  @Test
  void bombsAndOtherFormatsAreRefusedAndLeaveNothing() throws IOException {
    byte[] zeros = new byte[80 << 20];
    java.util.Arrays.fill(zeros, (byte) ' ');
    refused(zip(Map.of("bomb.txt", zeros)), Problem.ARCHIVE_TOO_LARGE);
    refused(gzip(zeros), Problem.ARCHIVE_TOO_LARGE);
    refused("PAR1aaaaPAR1".getBytes(UTF_8), Problem.FILE_FORMAT_UNKNOWN);
    refused(new byte[0], Problem.FILE_EMPTY);
    refused(zip(Map.of("../../etc/passwd", "x".getBytes(UTF_8))), Problem.ARCHIVE_UNSAFE);
    refused("[{\"id\":1,\"text\":\"cut off".getBytes(UTF_8), Problem.DATA_MALFORMED);
    refused("PK\u0003\u0004 and no archive".getBytes(UTF_8), Problem.FILE_DAMAGED);
  }

  @Test
  void moreFindsThanAreToldApartAreCountedToTheLimit() throws IOException {
    StringBuilder text = new StringBuilder("[{\"id\":1,\"text\":\"");
    for (int i = 0; i < 30_000; i++) {
      text.append("a").append(i).append("@example.org ");
    }
    TicketFound ticket = read(text + "\"}]").tickets().getFirst();
    assertThat(ticket.finds()).isEqualTo(Map.of("email", 10_000));
    assertThat(ticket.places()).hasSizeLessThan(100);
    assertThat(ticket.unread())
        .extracting(TicketFound.Unread::why)
        .containsExactly(TicketFound.Why.MANY);
  }

  @Test
  void aStopEndsTheChild() throws IOException {
    Path file = file(CSV.repeat(1).getBytes(UTF_8));
    TicketReader reader = new TicketReader(home.resolve("work"));
    TicketPlan plan = reader.guess(file, null);
    Progress stopped =
        new Progress() {
          @Override
          public void step(String name, long total, String unit) {}

          @Override
          public void at(long done) {}

          @Override
          public boolean stopped() {
            return true;
          }
        };
    Files.writeString(file, CSV.repeat(200_000));
    assertThatThrownBy(() -> reader.read(file, plan, null, found -> {}, stopped))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.INTERRUPTED));
    assertThat(home.resolve("work")).isEmptyDirectory();
  }
}
