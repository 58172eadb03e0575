package org.stoplog.server.notices;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.accounts.Approvable;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.ContentHash;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Permission;

/**
 * Changing which hosts letters may link to. A link in such a letter is what criminals imitate, so
 * two people decide.
 */
final class LinkHosts implements Approvable {
  static final String ACT = "notice.link-hosts";
  static final String TARGET = "links";
  static final String PATH = "/notices/link-hosts";

  /** What to ask for, of a list that is held and has a proposal. */
  static Approvals.Request request(UUID asker, LinkList before, Set<String> after) {
    Set<String> all = new TreeSet<>(before.hosts());
    all.addAll(after);
    List<String> lines =
        all.stream()
            .map(
                host ->
                    (!after.contains(host) ? "- " : before.hosts().contains(host) ? "  " : "+ ")
                        + host)
            .toList();
    return new Approvals.Request(
        asker,
        ACT,
        TARGET,
        after.isEmpty()
            ? "Allow no links in letters"
            : "Allow links in letters to "
                + (after.size() == 1 ? "1 host" : after.size() + " hosts"),
        List.of(
            new Approval.Fact("The list now", before.hosts().size() + " hosts", PATH),
            Approval.Fact.of(
                "Think of",
                "people are told not to follow links; whoever can put a page on such a host can"
                    + " deceive them"),
            Approval.Fact.of(
                "When approved", "letters may link to these hosts by https, to no others"),
            Approval.Fact.of("To undo it", "a change of the list, by two people again")),
        lines,
        Set.of());
  }

  @Override
  public String act() {
    return ACT;
  }

  @Override
  public Permission approve() {
    return Permission.APPROVE;
  }

  @Override
  public Optional<ContentHash> current(JdbcClient jdbc, String target) {
    LinkList list = LinkList.locked(jdbc);
    List<String> proposed = list.proposed();
    return proposed == null
        ? Optional.empty()
        : Optional.of(
            ContentHash.of(
                Map.of(
                    "act",
                    ACT,
                    "version",
                    list.version(),
                    "before",
                    list.hosts(),
                    "after",
                    proposed)));
  }

  @Override
  public Done execute(Act act, Approval approval) {
    LinkList before = LinkList.locked(act.jdbc());
    LinkList.take(act.jdbc());
    return new Done(
        "notice.link-hosts-changed",
        Map.of(
            "version", before.version() + 1,
            "before", before.hosts().size(),
            "after", java.util.Objects.requireNonNull(before.proposed()).size()),
        PATH);
  }

  @Override
  public String pathOf(String target) {
    return PATH;
  }
}
