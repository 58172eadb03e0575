package org.stoplog.server.notices;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Transactions;

/** The hosts that letters may link to, and asking for another list of them. */
@Controller
final class LinkHostsController {
  private static final int UNPROCESSABLE = 422;
  private static final int MOST_HOSTS = 50;
  private static final int LONGEST = 20_000;

  private final Pages pages;
  private final Transactions transactions;
  private final Approvals approvals;

  LinkHostsController(Pages pages, Transactions transactions, Approvals approvals) {
    this.pages = pages;
    this.transactions = transactions;
    this.approvals = approvals;
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(LinkHosts.PATH)
  View list() {
    LinkList list = transactions.run(LinkList::of);
    return page(list, String.join("\n", list.hosts()), "", 200);
  }

  private View page(LinkList list, String typed, String error, int status) {
    String waiting =
        transactions
            .run(jdbc -> approvals.waiting(jdbc, LinkHosts.ACT, LinkHosts.TARGET))
            .map(approval -> "/approvals/" + approval.id())
            .orElse(null);
    return pages.view("link-hosts", new LinkHostsPage(list.hosts(), typed, waiting, error), status);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(LinkHosts.PATH)
  View ask(@RequestParam(name = "hosts", defaultValue = "") String typed) {
    Set<String> hosts = new TreeSet<>();
    String error = read(typed, hosts);
    LinkList now = transactions.run(LinkList::of);
    if (error.isEmpty() && hosts.equals(Set.copyOf(now.hosts()))) {
      error = "This is the list as it is.";
    }
    if (!error.isEmpty()) {
      return page(now, typed, error, UNPROCESSABLE);
    }
    UUID by = Caller.signedIn().account();
    UUID approval =
        transactions.act(
            act -> {
              LinkList before = LinkList.locked(act.jdbc());
              LinkList.propose(act.jdbc(), hosts);
              return approvals.ask(act, LinkHosts.request(by, before, hosts));
            });
    return Redirects.see("/approvals/" + approval);
  }

  /**
   * @return what is wrong; empty when nothing is
   */
  private static String read(String typed, Set<String> hosts) {
    if (typed.length() > LONGEST) {
      return "This is too long: at most " + MOST_HOSTS + " hosts.";
    }
    List<String> lines = typed.lines().map(String::strip).filter(one -> !one.isEmpty()).toList();
    for (int i = 0; i < lines.size(); i++) {
      String host = Links.host(lines.get(i));
      if (host == null) {
        return "Line " + (i + 1) + " is no name of a host, such as www.example.org.";
      }
      hosts.add(host);
    }
    return hosts.size() > MOST_HOSTS ? "At most " + MOST_HOSTS + " hosts." : "";
  }
}
