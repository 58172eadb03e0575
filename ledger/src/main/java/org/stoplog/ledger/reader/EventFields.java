package org.stoplog.ledger.reader;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.identity.Scheme;

/** Writes down a supplier's paths; each line of its file is one call. */
final class EventFields {
  private final List<Field> fields = new ArrayList<>();
  private final String prefix;

  EventFields() {
    this("");
  }

  private EventFields(String prefix) {
    this.prefix = prefix;
  }

  /** An identifier of the row's person; earlier paths are preferred. */
  EventFields identifier(String path, Scheme... schemes) {
    return identity(Role.IDENTIFIER, path, schemes);
  }

  /** An identifier that the event ties to the row's. */
  EventFields link(String path, Scheme... schemes) {
    return identity(Role.LINK, path, schemes);
  }

  EventFields time(String path) {
    return add(path, Role.TIME, null, null);
  }

  EventFields recipient(String path) {
    return add(path, Role.RECIPIENT, null, null);
  }

  EventFields organisation(String path) {
    return add(path, Role.ORGANISATION, null, "id.organisation_id");
  }

  EventFields ignore(String... paths) {
    for (String path : paths) {
      add(path, Role.IGNORE, null, null);
    }
    return this;
  }

  /** The element that non-empty values of these paths disclose. */
  EventFields element(String element, String... paths) {
    for (String path : paths) {
      add(path, Role.ELEMENT, null, element);
    }
    return this;
  }

  /** Adds what {@code below} names, with {@code path} before each of its paths. */
  EventFields under(String path, Consumer<EventFields> below) {
    EventFields inner = new EventFields(prefix + path + ".");
    below.accept(inner);
    fields.addAll(inner.fields);
    return this;
  }

  Mapping mapping(Format format) {
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
