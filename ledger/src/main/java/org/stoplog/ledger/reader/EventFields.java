package org.stoplog.ledger.reader;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.identity.Scheme;

/** Writes down a supplier's paths; each line of its file is one call. */
public final class EventFields {
  private final List<Field> fields = new ArrayList<>();
  private final String prefix;

  public EventFields() {
    this("");
  }

  private EventFields(String prefix) {
    this.prefix = prefix;
  }

  /** The paths of Mixpanel's events, as its raw export has them. */
  public static EventFields ofMixpanel() {
    return MixpanelDecoder.fields();
  }

  /** The paths of Segment's messages. */
  public static EventFields ofSegment() {
    return SegmentDecoder.fields();
  }

  /** An identifier of the row's person; earlier paths are preferred. */
  public EventFields identifier(String path, Scheme... schemes) {
    return identity(Role.IDENTIFIER, path, schemes);
  }

  /** An identifier that the event ties to the row's. */
  public EventFields link(String path, Scheme... schemes) {
    return identity(Role.LINK, path, schemes);
  }

  /** When it went; earlier paths are preferred. */
  public EventFields time(String path) {
    return add(path, Role.TIME, null, null);
  }

  /** Names whom it was passed on to. */
  public EventFields recipient(String path) {
    return add(path, Role.RECIPIENT, null, null);
  }

  /** The id of an organisation that the person belongs to. */
  public EventFields organisation(String path) {
    return add(path, Role.ORGANISATION, null, "id.organisation_id");
  }

  /** Nothing that stands there is looked at, unless another call names it. */
  public EventFields ignore(String... paths) {
    for (String path : paths) {
      add(path, Role.IGNORE, null, null);
    }
    return this;
  }

  /** The element that non-empty values of these paths disclose. */
  public EventFields element(String element, String... paths) {
    for (String path : paths) {
      add(path, Role.ELEMENT, null, element);
    }
    return this;
  }

  /** Adds what {@code below} names, with {@code path}, if any, before each of its paths. */
  public EventFields under(String path, Consumer<EventFields> below) {
    EventFields inner = new EventFields(path.isEmpty() ? prefix : prefix + path + ".");
    below.accept(inner);
    fields.addAll(inner.fields);
    return this;
  }

  /** What was written down, in that order. */
  public Mapping mapping(Format format) {
    return new Mapping(format, "UTF-8", null, false, null, null, null, fields);
  }

  private EventFields identity(Role role, String path, Scheme... schemes) {
    for (Scheme scheme : schemes) {
      add(path, role, scheme.slug(), elementOf(scheme));
    }
    return this;
  }

  private EventFields add(
      String path, Role role, @Nullable String detail, @Nullable String element) {
    fields.add(new Field(prefix + path, role, detail, element));
    return this;
  }

  private static String elementOf(Scheme scheme) {
    return switch (scheme) {
      case EMAIL, EMAIL_BASE -> "contact.email";
      case PHONE -> "contact.phone";
      case USER_ID -> "id.account_user_id";
      case ORGANISATION_ID -> "id.organisation_id";
      case EMAIL_SHA256, EMAIL_MD5, PHONE_SHA256 -> "contact.email_hashed";
      case SUPPLIER_ID -> "id.pseudonymous_device_or_anon";
    };
  }
}
