package org.stoplog.server.incidents;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.exposure.Claim.Source;
import org.stoplog.ledger.reader.Field;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.Role;
import org.stoplog.server.intake.MappingForm;
import org.stoplog.server.platform.Times;

/** Makes the pages of an incident's files of what the database holds. */
final class FilesView {
  private final Incidents.Inside inside;
  private final Map<UUID, String> people;
  private final UUID incident;

  FilesView(Incidents.Inside inside, Map<UUID, String> people) {
    this.inside = inside;
    this.people = people;
    this.incident = inside.incident().id();
  }

  List<FilesPage.Line> lines() {
    FileRows rows = new FileRows(inside.jdbc(), inside.keys());
    List<KeptFile.Reading> readings = rows.readings(incident);
    List<ClaimRows.Row> claims = claims();
    return rows.all(incident).stream()
        .map(
            file ->
                new FilesPage.Line(
                    KeptFile.path(incident, file.sha256()),
                    file.name(),
                    Numbers.amount(file.bytes(), "bytes"),
                    came(file.origin()),
                    added(file),
                    rows(file, readings),
                    using(claims, file.sha256())))
        .toList();
  }

  private List<ClaimRows.Row> claims() {
    return new ClaimRows(inside.jdbc(), inside.keys()).all(incident);
  }

  private static List<String> using(List<ClaimRows.Row> claims, String sha256) {
    return claims.stream()
        .filter(claim -> claim.document().contains(sha256))
        .map(ClaimRows.Row::id)
        .toList();
  }

  private String added(KeptFile file) {
    return Times.second(file.at()) + " by " + people.getOrDefault(file.by(), "the program");
  }

  private static String rows(KeptFile file, List<KeptFile.Reading> readings) {
    Optional<KeptFile.Reading> latest =
        readings.stream()
            .filter(one -> one.sha256().equals(file.sha256()) && one.rows() != null)
            .findFirst();
    if (latest.isPresent()) {
      return state(latest.get());
    }
    KeptFile.Trouble trouble = file.trouble();
    return trouble == null
        ? "not read yet"
        : trouble.isOfPassword() ? "needs its password" : "no rows could be read";
  }

  static String came(KeptFile.Origin origin) {
    Instant received = origin.received();
    return source(origin.source())
        + ", "
        + verified(origin)
        + ", "
        + (received == null ? "received: unknown" : "received " + Times.second(received));
  }

  private static String source(Source source) {
    return switch (source) {
      case MAIL -> "by mail";
      case LETTER -> "by letter";
      case PORTAL -> "from the supplier's portal";
      case CALL -> "after a call";
      case PRESS -> "from the press";
      case ATTACKER -> "from the attacker";
      case OWN -> "found by us";
      case DERIVED -> "worked out by us";
    };
  }

  private static String verified(KeptFile.Origin origin) {
    if (origin.source().isOurs()) {
      return "our own";
    }
    return switch (origin.verified()) {
      case NONE -> "sender not verified";
      case DKIM -> "signed by the sender's domain";
      case CALLED_BACK -> "called back on the registered number";
    };
  }

  FilePage page(
      KeptFile file,
      boolean isAgain,
      @Nullable String error,
      MappingForm.@Nullable Typed typed,
      boolean canWork) {
    KeptFile.Trouble trouble = file.trouble();
    String room = inside.incident().path();
    List<KeptFile.Reading> readings =
        new FileRows(inside.jdbc(), inside.keys())
            .readings(incident).stream().filter(one -> one.sha256().equals(file.sha256())).toList();
    return new FilePage(
        room,
        inside.incident().name(),
        KeptFile.path(incident, file.sha256()),
        file.name(),
        Numbers.amount(file.bytes(), "bytes"),
        came(file.origin()),
        added(file),
        file.sha256(),
        canWork,
        isAgain,
        error,
        trouble == null ? null : trouble.said() + ". " + trouble.advice(),
        trouble != null && trouble.isOfPassword(),
        form(file, readings, typed),
        readings.stream().map(one -> reading(room, one)).toList(),
        using(claims(), file.sha256()));
  }

  private static FilePage.@Nullable Form form(
      KeptFile file, List<KeptFile.Reading> readings, MappingForm.@Nullable Typed typed) {
    Mapping guess = file.guess();
    if (guess == null) {
      return null;
    }
    // What somebody chose before is where the next one goes on from.
    Mapping shown = readings.isEmpty() ? guess : readings.getFirst().mapping();
    String order = shown.dateOrder();
    String region = shown.region();
    return new FilePage.Form(
        guess.format().name(),
        typed == null ? MappingForm.rows(shown) : typed.rows(),
        MappingForm.choices(),
        MappingForm.elements(),
        typed == null ? (order == null ? "" : order) : typed.dateOrder(),
        typed == null ? (region == null ? "" : region) : typed.region(),
        typed == null ? List.of() : typed.errors());
  }

  private static FilePage.Reading reading(String room, KeptFile.Reading reading) {
    LeftOutPart leftOut = reading.leftOut();
    Long rows = reading.rows();
    return new FilePage.Reading(
        reading.version().substring(0, 8),
        room + "/files/" + reading.sha256() + "/readings/" + reading.version(),
        rows == null || rows == 0 ? null : room + "/claims/new?file=" + reading.choice(),
        rows != null,
        state(reading),
        reading.failure(),
        reading.mapping().fields().stream()
            .filter(field -> field.role() != Role.IGNORE)
            .map(FilesView::column)
            .toList(),
        leftOut == null || leftOut.count() == 0 ? null : LeftOutLines.of(leftOut));
  }

  private static String column(Field field) {
    String detail = field.detail();
    String what =
        switch (field.role()) {
          case IDENTIFIER, LINK -> String.valueOf(detail);
          case PERSON -> "our id of the person";
          case ORGANISATION -> "organisation";
          case ELEMENT -> String.valueOf(field.element());
          default -> field.role().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        };
    return field.column() + ": " + what;
  }

  private static String state(KeptFile.Reading reading) {
    Long rows = reading.rows();
    LeftOutPart leftOut = reading.leftOut();
    if (rows == null) {
      return reading.failure() == null ? "not read to its end yet" : "could not be read";
    }
    return Numbers.grouped(rows)
        + (rows == 1 ? " usable row, " : " usable rows, ")
        + Numbers.grouped(leftOut == null ? 0 : leftOut.count())
        + " left out";
  }
}
