package org.stoplog.ledger.reader;

import java.util.Map;
import java.util.Set;

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
 */
public record EventRules(
    String kind,
    boolean kindNeeded,
    Map<String, String> onlyFor,
    Map<String, String> linkedOnlyTo,
    String device,
    Set<String> eitherKind,
    boolean many) {
  /** Nothing is special. */
  public static final EventRules PLAIN =
      new EventRules("event", false, Map.of(), Map.of(), "", Set.of(), true);

  public EventRules {
    onlyFor = Map.copyOf(onlyFor);
    linkedOnlyTo = Map.copyOf(linkedOnlyTo);
    eitherKind = Set.copyOf(eitherKind);
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
    return new EventRules(kind, false, onlyFor, linkedOnlyTo, device, eitherKind, many);
  }
}
