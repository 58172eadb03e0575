package org.stoplog.server.suppliers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.register.Column;
import org.stoplog.ledger.register.Downstream;
import org.stoplog.ledger.register.Fault;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterEdit;
import org.stoplog.ledger.register.Row;
import org.stoplog.server.platform.Act;

/** What people and programs do with a supplier that is there, and with what belongs to it. */
final class RegisterActs {
  private RegisterActs() {}

  /**
   * Writes what somebody says of a thing, with its entry in the log.
   *
   * @param id that the form names: of the thing, or of what something new is added to
   * @param said by the columns of its form
   * @return what is wrong, by column; when anything is, nothing was written
   */
  static Map<Column, String> save(
      Act act, UUID caller, RegisterEdit edit, FormTarget target, int id, Map<Column, String> said)
      throws SQLException {
    Connection db = act.connection();
    Savepoint before = db.setSavepoint();
    Map<Column, String> errors = write(db, edit, target, said);
    if (!errors.isEmpty()) {
      // A new name may have been written before something else was found wrong.
      db.rollback(before);
      return errors;
    }
    act.record(
        caller,
        target.kind().act(),
        Map.of("supplier", target.supplier(), "form", target.kind().word, "id", id));
    return errors;
  }

  /** Takes a grant out that was never meant. */
  static void removeGrant(Act act, UUID caller, RegisterEdit edit, FormTarget target, int id)
      throws SQLException {
    edit.removeGrant(id);
    act.record(caller, "grant.removed", Map.of("supplier", target.supplier(), "id", id));
  }

  private static Map<Column, String> write(
      Connection db, RegisterEdit edit, FormTarget target, Map<Column, String> said)
      throws SQLException {
    FormKind kind = target.kind();
    Map<Column, String> cells = new EnumMap<>(Column.class);
    cells.putAll(said);
    cells.putIfAbsent(Column.SUPPLIER, target.card().supplier().name());
    String serves = said.getOrDefault(Column.ENGAGEMENT, "");
    if (kind == FormKind.CONNECTION_FACTS && !serves.isEmpty() && !isAmong(target, serves)) {
      return Map.of(Column.ENGAGEMENT, "the supplier has no engagement of this name");
    }
    Column naming = kind.name;
    if (naming != null) {
      String fault = nameFault(db, edit, target, said.getOrDefault(naming, ""));
      if (fault != null) {
        return Map.of(naming, fault);
      }
    }
    List<Fault> faults =
        kind == FormKind.GRANT
            ? edit.grant(target.engagement(), target.thing(), new Row(1, cells))
            : edit.apply(new Row(1, cells));
    return errors(kind, faults);
  }

  private static boolean isAmong(FormTarget target, String engagement) {
    return target.engagements().stream()
        .anyMatch(one -> Downstream.key(one).equals(Downstream.key(engagement)));
  }

  /** A thing that is there is renamed first: by its new name the row then finds it. */
  private static @Nullable String nameFault(
      Connection db, RegisterEdit edit, FormTarget target, String name) throws SQLException {
    Integer thing = target.thing();
    if (name.isEmpty()) {
      return "the name is missing";
    }
    if (thing != null) {
      return edit.rename(target.kind().thing, thing, name);
    }
    boolean isTaken =
        target.kind() == FormKind.CONNECTION_FACTS
            ? new Register(db).findConnection(target.supplier(), name).isPresent()
            : isAmong(target, name);
    return isTaken ? "is the name of another one" : null;
  }

  /** What is about no field of the form stands at its first one. */
  static Map<Column, String> errors(FormKind kind, List<Fault> faults) {
    Map<Column, String> errors = new EnumMap<>(Column.class);
    for (Fault fault : faults) {
      Column column = fault.column();
      errors.putIfAbsent(
          column != null && kind.columns.contains(column) ? column : kind.columns.getFirst(),
          fault.what());
    }
    return errors;
  }
}
