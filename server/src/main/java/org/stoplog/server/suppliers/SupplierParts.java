package org.stoplog.server.suppliers;

import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import java.util.UUID;
import org.stoplog.ledger.register.RegisterEdit;
import org.stoplog.ledger.register.RegisterEdit.Thing;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Transactions;

/** What programs do with what belongs to a supplier: by the forms of the pages, named by ids. */
final class SupplierParts {
  private final Transactions transactions;

  SupplierParts(Transactions transactions) {
    this.transactions = transactions;
  }

  /** A supplier in one transaction. */
  record Inside(Act act, int supplier, PartIds ids) {
    String stamp(Thing thing, int number) throws SQLException {
      return RegisterEdit.stamp(act.connection(), thing, number)
          .orElseThrow(SupplierController::unknown);
    }
  }

  /** What is asked or done inside. */
  interface Work<T> {
    T run(Inside inside) throws SQLException;
  }

  /**
   * @throws org.stoplog.catalog.problem.StoplogException PAGE_UNKNOWN when there is no such
   *     supplier
   */
  <T> T inside(UUID supplier, Work<T> work) {
    return Edits.actIf(
        transactions,
        act -> {
          int number = new SupplierIds(act.jdbc()).number(supplier);
          return work.run(new Inside(act, number, new PartIds(act.jdbc(), number)));
        });
  }

  /**
   * Adds something.
   *
   * @param parent the supplier, or the engagement of a grant
   * @return its number
   */
  static int add(Inside inside, FormKind kind, int parent, Cells cells) throws SQLException {
    RegisterEdit edit = RegisterEdit.begin(inside.act().connection());
    FormTarget target = FormTarget.added(inside.act().connection(), kind, parent);
    cells.refuse(RegisterActs.save(inside.act(), caller(), edit, target, parent, cells.all()));
    return inside.ids().newest(kind.thing);
  }

  /** Changes what the program has seen. */
  static void change(
      Inside inside, FormKind kind, int number, Cells cells, HttpServletRequest request)
      throws SQLException {
    RegisterEdit edit = RegisterEdit.begin(inside.act().connection());
    FormTarget target = FormTarget.of(inside.act().connection(), kind, number);
    ApiAnswers.requireMatch(request, target.stamp());
    cells.refuse(RegisterActs.save(inside.act(), caller(), edit, target, number, cells.all()));
  }

  /** Takes a grant out that was never meant, as the program has seen it. */
  static void removeGrant(Inside inside, int number, HttpServletRequest request)
      throws SQLException {
    RegisterEdit edit = RegisterEdit.begin(inside.act().connection());
    FormTarget target = FormTarget.of(inside.act().connection(), FormKind.GRANT, number);
    ApiAnswers.requireMatch(request, target.stamp());
    RegisterActs.removeGrant(inside.act(), caller(), edit, target, number);
  }

  private static UUID caller() {
    return Caller.signedIn().account();
  }
}
