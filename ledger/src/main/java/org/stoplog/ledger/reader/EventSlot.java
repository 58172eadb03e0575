package org.stoplog.ledger.reader;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.identity.Scheme;

/** A path whose value is needed, with the fields that it can go out in. */
final class EventSlot {
  static final int NONE = -1;

  final int index;
  final String path;

  /** Whether several values are expected: {@code $distinct_ids[]}. */
  final boolean many;

  /** Field by the ordinal of the scheme, or {@link #NONE}. */
  final int[] identifier = none();

  final int[] link = none();

  /** Element of the catalogue by the ordinal of the scheme, or {@link #NONE}. */
  final int[] element = none();

  /** Whether the slot has a scheme at all. */
  boolean isIdentity;

  /** The first of the schemes that is left when the value itself says nothing. */
  @Nullable Scheme usual;

  int time = NONE;
  int recipient = NONE;
  int organisation = NONE;

  EventSlot(int index, String path) {
    this.index = index;
    this.path = path;
    this.many = path.endsWith("[]") || path.endsWith("*");
  }

  /** Gives the slot one more field. */
  void add(int number, Field field) {
    if (field.role() == Role.TIME) {
      time = number;
    } else if (field.role() == Role.RECIPIENT) {
      recipient = number;
    } else if (field.role() == Role.ORGANISATION) {
      organisation = number;
    } else {
      Scheme known = scheme(field);
      int scheme = known.ordinal();
      isIdentity = true;
      if (known != Scheme.EMAIL
          && known != Scheme.EMAIL_BASE
          && (usual == null || known.compareTo(usual) < 0)) {
        usual = known;
      }
      (field.role() == Role.LINK ? link : identifier)[scheme] = number;
      String id = field.element();
      element[scheme] = id == null ? NONE : Elements.catalogue().get(id).ordinal();
    }
  }

  boolean takes(Scheme scheme) {
    return identifier[scheme.ordinal()] != NONE || link[scheme.ordinal()] != NONE;
  }

  private static Scheme scheme(Field field) {
    String slug = field.detail();
    if (slug != null) {
      try {
        return Scheme.valueOf(slug.toUpperCase(Locale.ROOT).replace('-', '_'));
      } catch (IllegalArgumentException e) {
        // Told below, as a missing one is.
      }
    }
    throw new StoplogException(
        Problem.MAPPING_INVALID, "path " + field.column() + " needs the scheme of its identifiers");
  }

  private static int[] none() {
    int[] none = new int[Scheme.values().length];
    Arrays.fill(none, NONE);
    return none;
  }
}
