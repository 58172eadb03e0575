package org.stoplog.server.suppliers;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.apps.ReviewItem;
import org.stoplog.ledger.apps.ReviewQueue;
import org.stoplog.ledger.register.RegisterEdit;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Transactions;

/** Apps of identity providers: nothing enters the register that nobody accepted. */
@Controller
final class ReviewController {
  static final int PAGE = 100;

  private final Pages pages;
  private final Transactions transactions;

  ReviewController(Pages pages, Transactions transactions) {
    this.pages = pages;
    this.transactions = transactions;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/review")
  View list() {
    return page(null, 200);
  }

  private View page(@Nullable String error, int status) {
    List<ReviewItem> waiting = transactions.inTurn(db -> new ReviewQueue(db).pending());
    return pages.view(
        "supplier-review",
        new ReviewPage(
            waiting.subList(0, Math.min(PAGE, waiting.size())),
            waiting.size(),
            Caller.signedIn().may(Permission.EDIT_SUPPLIERS),
            error),
        status);
  }

  /**
   * @param what {@code accept}, {@code dismiss} or {@code accept-all}
   */
  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping("/suppliers/review")
  View decide(
      @RequestParam("what") String what,
      @RequestParam(name = "item", required = false) @Nullable List<Integer> items) {
    Set<Integer> chosen = items == null ? Set.of() : new TreeSet<>(items);
    if (chosen.isEmpty() && !what.equals("accept-all")) {
      return page("Choose at least one app.", 422);
    }
    UUID caller = Caller.signedIn().account();
    try {
      Edits.actIf(
          transactions,
          act -> {
            act.record(caller, "suppliers.reviewed", decided(act, what, chosen));
            return true;
          });
    } catch (StoplogException e) {
      if (e.problem() != Problem.USAGE) {
        throw e;
      }
      return page("Somebody else has decided about one of these meanwhile; nothing was done.", 409);
    }
    return Redirects.see("/suppliers/review");
  }

  private static Map<String, Integer> decided(Act act, String what, Set<Integer> chosen)
      throws SQLException {
    RegisterEdit.begin(act.connection());
    ReviewQueue queue = new ReviewQueue(act.connection());
    return switch (what) {
      case "accept" -> Map.of("accepted", queue.accept(chosen, Progress.NONE), "dismissed", 0);
      case "accept-all" -> Map.of("accepted", queue.acceptAll(Progress.NONE), "dismissed", 0);
      case "dismiss" -> Map.of("accepted", 0, "dismissed", queue.dismiss(chosen));
      default -> throw new StoplogException(Problem.REQUEST_INVALID, "There is no such decision.");
    };
  }
}
