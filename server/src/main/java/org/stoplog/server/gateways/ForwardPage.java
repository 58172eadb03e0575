package org.stoplog.server.gateways;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may use gateways as a proxy, and which hosts they reach.
 *
 * @param state in one line
 * @param unnamed connections without hosts
 * @param asked hosts that no rule names
 * @param more how many of these are not shown
 * @param fallback what becomes of hosts that no rule names, in a sentence
 * @param name as it was typed
 * @param label as it was typed
 */
public record ForwardPage(
    String state,
    boolean mayManage,
    List<Sender> senders,
    List<Rule> rules,
    List<Link> unnamed,
    List<Asked> asked,
    int more,
    String fallback,
    String name,
    String label,
    @Nullable String nameError,
    @Nullable String labelError) {
  public ForwardPage {
    senders = List.copyOf(senders);
    rules = List.copyOf(rules);
    unnamed = List.copyOf(unnamed);
    asked = List.copyOf(asked);
  }

  /** Who may, or might. */
  public record Sender(
      String id, String label, String by, String made, String revoked, boolean isRevoked) {}

  /** The hosts of a connection. */
  public record Rule(
      int connection, String title, String hosts, String ports, String state, boolean isCut) {}

  /** A connection. */
  public record Link(int connection, String title) {}

  /** A host that was refused. */
  public record Asked(
      String host, String app, String requests, String first, String last, String known) {}

  /** A sender that was just made, with its password. */
  public record Made(String id, String label, String password, List<Line> lines) {
    public Made {
      lines = List.copyOf(lines);
    }

    /** No password: it may be logged. */
    @Override
    public String toString() {
      return id;
    }
  }

  /** What an application is given. */
  public record Line(String gateway, String proxy) {
    /** No password. */
    @Override
    public String toString() {
      return gateway;
    }
  }
}
