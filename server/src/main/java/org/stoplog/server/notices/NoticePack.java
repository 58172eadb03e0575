package org.stoplog.server.notices;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.platform.PackOut;
import org.stoplog.server.platform.PackSource;
import org.stoplog.server.platform.Times;

/** Of each wave that was approved: the text, its terms, and what became of each copy. */
final class NoticePack implements PackSource {
  private static final int ORDER = 50;

  private final Ledger ledger;
  private final IncidentDoor door;
  private final MailRoutes routes;

  NoticePack(Ledger ledger, IncidentDoor door, MailRoutes routes) {
    this.ledger = ledger;
    this.door = door;
    this.routes = routes;
  }

  @Override
  public int order() {
    return ORDER;
  }

  @Override
  public void write(Asked asked, PackOut out) throws IOException {
    List<Map<String, Object>> all = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (Wave wave : waves(asked.jdbc(), asked)) {
      String folder = "notices/wave-" + wave.name() + "/";
      Map<String, Object> told = terms(asked.jdbc(), wave, out);
      texts(asked, wave, folder, told, out);
      Tally tally = Tally.of(asked.jdbc(), wave.id());
      if (!out.isPublic()) {
        String proofs = folder + "proofs.csv";
        told.put("proofs", proofs);
        new NoticeProofs(ledger, asked.jdbc(), wave).write(proofs, out);
        tally.ordered().forEach((state, people) -> out.counted(proofs, "state", state, people));
        out.counted(proofs, null, null, tally.people());
      }
      numbers(told, tally, new WaveRows(asked.jdbc()).leftOut(wave.id()), out);
      all.add(told);
      if (!wave.terms().drill()) {
        rows.add(row(wave, tally, out));
      }
    }
    out.json("notices/waves.json", all);
    out.section(
        rows.isEmpty()
            ? PackOut.Section.words("Who was told when", "Nobody was written to by these notices.")
            : new PackOut.Section(
                "Who was told when",
                List.of(
                    "A copy that is accepted was taken by the mail server of the sender; its"
                        + " answer, time and the hash of the message are in the list of proofs."),
                List.of("Wave", "Began", "Ended", "People", "Accepted", "In doubt", "Not reached"),
                rows,
                List.of(2, 6, 6, 3, 3, 3, 3)));
  }

  /** Those that were begun when the pack was asked for, in the order of their numbers. */
  private List<Wave> waves(JdbcClient jdbc, Asked asked) {
    return new NoticeRows(jdbc, door)
        .of(asked.incident()).stream()
            .sorted(Comparator.comparingInt(Notice::number))
            .flatMap(
                notice ->
                    new WaveRows(jdbc)
                        .of(notice.id()).stream().sorted(Comparator.comparingInt(Wave::number)))
            .filter(wave -> isBegun(wave, asked.at()))
            .toList();
  }

  private static boolean isBegun(Wave wave, Instant at) {
    Instant started = wave.startedAt();
    return started != null && !started.isAfter(at);
  }

  private static List<String> row(Wave wave, Tally tally, PackOut out) {
    return List.of(
        wave.name(),
        time(wave.startedAt()),
        wave.endedAt() == null ? "not yet" : time(wave.endedAt()),
        out.shown(tally.people()),
        out.shown(tally.count("accepted")),
        out.shown(tally.inDoubt()),
        out.shown(tally.residual()));
  }

  private static String time(@Nullable Instant instant) {
    return instant == null ? "unknown" : Times.second(instant);
  }

  private Map<String, Object> terms(JdbcClient jdbc, Wave wave, PackOut out) {
    Map<String, Object> told = new TreeMap<>();
    told.put("name", wave.name());
    told.put("state", wave.state().word());
    told.put("drill", wave.terms().drill());
    told.put("startedAt", String.valueOf(wave.startedAt()));
    if (wave.endedAt() != null) {
      told.put("endedAt", wave.endedAt().toString());
    }
    told.put("channel", wave.terms().way().channel());
    told.put("parts", Choice.words(wave.terms().choice().parts()));
    told.put("grades", Choice.words(wave.terms().choice().grades()));
    told.put("whom", wave.terms().choice().whom().words());
    if (out.isPublic()) {
      return told;
    }
    told.put("id", wave.id().toString());
    told.put("exposure", wave.terms().exposure());
    told.put("exposureSha256", wave.terms().sha256());
    told.put("audienceSha256", String.valueOf(wave.audience()));
    told.put("createdBy", String.valueOf(out.account(wave.createdBy())));
    told.put("approvedBy", String.valueOf(out.account(wave.approvedBy())));
    told.put("inDoubtIs", wave.terms().resends() ? "sent again" : "named, not sent again");
    told.put("pace", wave.terms().pace());
    told.put("errorLimitPercent", wave.terms().errorLimit());
    if (wave.paused() != null) {
      told.put("paused", wave.paused());
    }
    if (wave.proof() != null) {
      told.put("proofSha256", wave.proof());
    }
    if (wave.terms().way() instanceof Way.Paper) {
      told.put("parcels", parcels(jdbc, wave));
    }
    approved(jdbc, wave, told);
    return told;
  }

  private List<Map<String, Object>> parcels(JdbcClient jdbc, Wave wave) {
    List<Map<String, Object>> parcels = new ArrayList<>();
    for (Parcels.Parcel one : new Parcels(jdbc, wave.id()).all()) {
      Map<String, Object> parcel = new LinkedHashMap<>();
      parcel.put("number", one.number());
      parcel.put("state", one.state().name().toLowerCase(java.util.Locale.ROOT));
      parcel.put("letters", one.letters());
      parcel.put("pages", one.pages());
      if (one.sha256() != null) {
        parcel.put("pdfSha256", one.sha256());
      }
      byte[] carrier = one.carrier();
      if (carrier != null) {
        parcel.put("postedOn", String.valueOf(one.postedOn()));
        parcel.put("carrier", new String(door.unseal(wave.incident(), carrier), UTF_8));
      }
      parcels.add(parcel);
    }
    return parcels;
  }

  private static void approved(JdbcClient jdbc, Wave wave, Map<String, Object> told) {
    jdbc.sql("select approved, route_sha256 from notice_wave where id = :id")
        .param("id", wave.id())
        .query(
            row -> {
              if (row.getString(1) != null) {
                told.put("approved", row.getString(1));
              }
              told.put("routeSha256", String.valueOf(row.getString(2)));
            });
    Optional<String> approval =
        jdbc.sql(
                """
                select id::text from approval where act = :act and target = :target
                  and state = 'executed' order by number desc limit 1
                """)
            .param("act", NoticeSending.ACT)
            .param("target", NoticeSending.target(wave))
            .query(String.class)
            .optional();
    approval.ifPresent(id -> told.put("approval", id));
  }

  private void texts(Asked asked, Wave wave, String folder, Map<String, Object> told, PackOut out)
      throws IOException {
    WaveRows.Sealed sealed = new WaveRows(asked.jdbc()).sealed(wave.id()).orElseThrow();
    byte[] bytes = door.unseal(asked.incident(), sealed.content());
    if (!out.isPublic()) {
      // Byte for byte what was approved and sent: its SHA-256 is the one in the approval.
      out.bytes(folder + "text.json", bytes);
      told.put("text", folder + "text.json");
      told.put("textSha256", sealed.textSha256());
    }
    Content content = Content.of(bytes);
    String supplier = Suppliers.name(ledger, door.find(asked.jdbc(), asked.incident()).supplier());
    ElementSet elements = Snapshots.audience(asked.jdbc(), wave.id());
    Letters letters = Letters.of(content, supplier, wave.terms().way().sender(routes));
    List<String> languages = new ArrayList<>();
    for (Content.Text text : content.texts()) {
      // A letter of the pack is written to nobody.
      Letter letter =
          letters.letter(new Letter.Reader(null, text.language(), elements, Letter.SAMPLE_CODE));
      String name = folder + "letter." + text.language();
      out.bytes(name + ".txt", (letter.subject() + "\n\n" + letter.body() + "\n").getBytes(UTF_8));
      out.bytes(name + ".html", letter.html().getBytes(UTF_8));
      languages.add(text.language());
    }
    told.put("languages", languages);
  }

  private static void numbers(
      Map<String, Object> told, Tally tally, Map<String, Long> leftOut, PackOut out) {
    Map<String, Object> states = new LinkedHashMap<>();
    tally.ordered().forEach((state, people) -> states.put(state, out.count(people)));
    told.put("states", states);
    told.put("people", out.count(tally.people()));
    told.put("copies", out.count(tally.copies()));
    told.put("inDoubt", out.count(tally.inDoubt()));
    Map<String, Object> left = new LinkedHashMap<>();
    leftOut.forEach((reason, people) -> left.put(reason, out.count(people)));
    told.put("leftOut", left);
  }
}
