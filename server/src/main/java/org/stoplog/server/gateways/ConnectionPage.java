package org.stoplog.server.gateways;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One connection, and what gateways do with it.
 *
 * @param does in plain sentences; empty while it goes through no gateway
 * @param hasPolicy whether they stand in its supplier's place or get copies
 * @param hosts label of the link to its hosts; null for those who may not change them
 * @param addresses to put into the SDK
 * @param approval of opening it again that waits; null for none
 */
public record ConnectionPage(
    int id,
    int supplier,
    String supplierName,
    String name,
    String state,
    boolean isThrough,
    boolean hasPolicy,
    boolean isCut,
    boolean isFinal,
    boolean mayManage,
    boolean mayCut,
    @Nullable String hosts,
    boolean hasSecret,
    List<String> does,
    List<Address> addresses,
    List<Line> cuts,
    @Nullable UUID approval,
    String why,
    @Nullable String error) {
  public ConnectionPage {
    does = List.copyOf(does);
    addresses = List.copyOf(addresses);
    cuts = List.copyOf(cuts);
  }

  /** Where applications send to. */
  public record Address(String gateway, String text) {}

  /**
   * A cut.
   *
   * @param severance with which it was made, and where it is looked at
   */
  public record Line(
      UUID id,
      String what,
      String reason,
      String by,
      String at,
      String review,
      String restored,
      UUID severance) {}

  /** A secret part of the address, shown once. */
  public record Secret(int id, String title, List<Address> addresses, String secret) {
    public Secret {
      addresses = List.copyOf(addresses);
    }

    /** No secret: it may be logged. */
    @Override
    public String toString() {
      return title;
    }
  }

  /**
   * The page of cutting it.
   *
   * @param states that it can be cut to
   * @param effect what happens then, in sentences
   */
  public record CutForm(
      int id,
      String title,
      List<String> states,
      List<String> effect,
      String chosen,
      String reason,
      @Nullable String error) {
    public CutForm {
      states = List.copyOf(states);
      effect = List.copyOf(effect);
    }

    public String label(String state) {
      return switch (state) {
        case "paused" -> "pause it: cut for now";
        case "removed" -> "remove it: it is not meant to come back";
        default -> "terminate it: the supplier is to delete what it has";
      };
    }
  }
}
