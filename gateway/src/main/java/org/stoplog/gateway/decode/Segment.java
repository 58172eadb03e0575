package org.stoplog.gateway.decode;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.reader.EventFields;
import org.stoplog.ledger.reader.EventRules;
import org.stoplog.ledger.reader.Format;

/** Segment's calls, which RudderStack, Jitsu, Customer.io's pipelines and others take as well. */
final class Segment implements Supplier {
  @Override
  public Format format() {
    return Format.SEGMENT;
  }

  @Override
  public EventFields fields() {
    return EventFields.ofSegment().ignore("sequence");
  }

  @Override
  public EventRules rules() {
    return EventRules.ofSegment();
  }

  @Override
  public Set<String> batches() {
    return Set.of("batch");
  }

  /** Of the pixel, for mails and pages without scripts. */
  @Override
  public Set<String> formFields() {
    return Set.of("data");
  }

  /** The last part of the path: in browsers only its first letter. */
  @Override
  public @Nullable String kind(String path) {
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return switch (bare.substring(bare.lastIndexOf('/') + 1)) {
      case "track", "t" -> "track";
      case "identify", "i" -> "identify";
      case "page", "p" -> "page";
      case "screen", "s" -> "screen";
      case "group", "g" -> "group";
      case "alias", "a" -> "alias";
      default -> null;
    };
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    return SinkReply.json(200, "{\"success\":true}");
  }
}
