package org.stoplog.gateway.decode;

import org.jspecify.annotations.Nullable;

/** Makes JSON of what is none, and puts the names into it that stand in the path. */
final class Translating {
  private Translating() {}

  /** The people whom the path names, by their keys. */
  static FieldTree names(Request request, Supplier supplier) throws Unreadable {
    FieldTree names = new FieldTree();
    for (PathNames where : supplier.pathNames()) {
      byte[] name = where.in(request.path());
      if (name != null) {
        names.add(where.key(), new FieldTree.Fixed(name));
      }
    }
    return names;
  }

  /**
   * @param payload null when the request has no body that holds anything
   * @param names is added to
   * @param most bytes of JSON
   * @return null when the payload is read as it is, or there is nothing to read
   */
  static @Nullable Translated of(
      Request request,
      Unwrapping.@Nullable Payload payload,
      Supplier supplier,
      FieldTree names,
      int most)
      throws Unreadable {
    if (payload == null) {
      if (request.query() != null && supplier.shapes(request.path()).contains(Shape.QUERIES)) {
        return WholeForm.withLines(WholeForm.bytes(request.query()), new byte[0], most);
      }
      return names.isEmpty() ? null : written(names, most);
    }
    byte[] text = payload.text();
    return switch (payload.shape()) {
      case JSON -> names.isEmpty() ? null : withNames(text, names, most);
      case FORM -> {
        WholeForm.read(
            text,
            0,
            text.length,
            Translated.Quoting.PERCENT,
            FieldTree::brackets,
            supplier.prefixes(),
            names);
        yield written(names, most);
      }
      case PARTS -> Multipart.read(text, request.contentType(), names, most);
      case TABLE -> Table.read(text, most);
      case TEXT -> TextLines.read(text, most);
      case ENVELOPE -> Envelope.read(text, most);
      case QUERIES -> WholeForm.withLines(WholeForm.bytes(request.query()), text, most);
    };
  }

  static Translated written(FieldTree tree, int most) throws Unreadable {
    Translated out = new Translated(most);
    tree.write(out);
    return out;
  }

  /** The names come last: what is dropped before them goes with its comma. */
  private static Translated withNames(byte[] text, FieldTree names, int most) throws Unreadable {
    Translated out = new Translated(most);
    int first = 0;
    while (first < text.length && isBlank(text[first])) {
      first++;
    }
    if (text[first] == '[') {
      out.raw("{\"$body\":");
      out.whole(text, first, text.length);
      out.raw(",");
    } else {
      int last = text.length - 1;
      while (last > first && isBlank(text[last])) {
        last--;
      }
      if (text[last] != '}') {
        throw new Unreadable("bad-json");
      }
      out.json(text, first, last);
      int member = first + 1;
      while (member < last && isBlank(text[member])) {
        member++;
      }
      out.raw(member < last ? "," : "");
    }
    names.members(out);
    return out.raw("}");
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
