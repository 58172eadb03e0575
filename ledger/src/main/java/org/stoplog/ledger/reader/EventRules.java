package org.stoplog.ledger.reader;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is special about one supplier's events, beyond the paths of its mapping.
 *
 * @param kind path of the value that names the kind of event, for example {@code event}
 * @param kindNeeded whether a line without that value is no event at all
 * @param onlyFor path of an identifier, and the one kind of event on which it speaks of the person
 * @param linkedOnlyTo path of a link, and the path that must have given the row its identifier
 * @param device path of the device id: the same value elsewhere is a device id too, empty for none
 * @param eitherKind paths whose value may be a user id or a supplier's id, so that it is linked as
 *     both
 * @param many whether a line may be an array of events, or an object with them in {@code batch}
 * @param meaning of a path that tells something else on some kinds of event, null for none
 * @param unlessZero paths of numbers that are sent as 0 when there is nothing to say
 */
public record EventRules(
    String kind,
    boolean kindNeeded,
    Map<String, String> onlyFor,
    Map<String, String> linkedOnlyTo,
    String device,
    Set<String> eitherKind,
    boolean many,
    @Nullable Meaning meaning,
    Set<String> unlessZero) {
  /** Nothing is special. */
  public static final EventRules PLAIN =
      new EventRules("event", false, Map.of(), Map.of(), "", Set.of(), true);

  /** Without a path whose meaning depends on the event or on its value. */
  public EventRules(
      String kind,
      boolean kindNeeded,
      Map<String, String> onlyFor,
      Map<String, String> linkedOnlyTo,
      String device,
      Set<String> eitherKind,
      boolean many) {
    this(kind, kindNeeded, onlyFor, linkedOnlyTo, device, eitherKind, many, null, Set.of());
  }

  /**
   * What a path discloses on some kinds of event; on all others it is what the mapping says.
   *
   * @param path with an element in the mapping; one that the mapping ignores stays ignored
   * @param kinds paths that tell what kind of event it is, with the values of these kinds
   */
  public record Meaning(String path, Map<String, Set<String>> kinds, String element) {
    public Meaning {
      kinds = Map.copyOf(kinds);
    }
  }

  public EventRules {
    onlyFor = Map.copyOf(onlyFor);
    linkedOnlyTo = Map.copyOf(linkedOnlyTo);
    eitherKind = Set.copyOf(eitherKind);
    unlessZero = Set.copyOf(unlessZero);
  }

  /** The same with a path that tells something else on some kinds of event. */
  EventRules meaning(Meaning its) {
    return with(kindNeeded, its, unlessZero);
  }

  /** The same with paths of numbers that say nothing when they are 0. */
  public EventRules unlessZero(String... paths) {
    return with(kindNeeded, meaning, Set.of(paths));
  }

  /** Those of Mixpanel's events. */
  public static EventRules ofMixpanel() {
    return MixpanelDecoder.RULES;
  }

  /** Those of Segment's messages. */
  public static EventRules ofSegment() {
    return SegmentDecoder.RULES;
  }

  /** The same for objects of which some do not say what kind of event they are. */
  public EventRules kindOptional() {
    return with(false, meaning, unlessZero);
  }

  private EventRules with(boolean needed, @Nullable Meaning its, Set<String> zeros) {
    return new EventRules(
        kind, needed, onlyFor, linkedOnlyTo, device, eitherKind, many, its, zeros);
  }
}
