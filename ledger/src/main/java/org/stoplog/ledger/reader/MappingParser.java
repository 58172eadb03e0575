package org.stoplog.ledger.reader;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.identity.Scheme;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** Reads a mapping file strictly: what it does not know, it refuses with line and column. */
final class MappingParser {
  private static final Set<String> DATE_ORDERS = Set.of("ymd", "dmy", "mdy");

  private final String name;
  private final JsonParser yaml;
  private @Nullable Format format;
  private @Nullable String encoding;
  private @Nullable Character separator;
  private boolean header = true;
  private boolean contacts;
  private @Nullable String sheet;
  private @Nullable String dateOrder;
  private @Nullable String region;
  private @Nullable List<Field> fields;

  MappingParser(String name, String text) {
    this.name = name;
    this.yaml = new YAMLFactory().createParser(ObjectReadContext.empty(), text);
  }

  Mapping parse() {
    try {
      if (yaml.nextToken() != JsonToken.START_OBJECT) {
        throw bad("expected keys such as \"format\" and \"fields\"");
      }
      Set<String> seen = new HashSet<>();
      while (yaml.nextToken() != JsonToken.END_OBJECT) {
        key(nextKey(seen));
      }
      if (yaml.nextToken() != null) {
        throw bad("only one document is allowed");
      }
      Format theFormat = format;
      List<Field> theFields = fields;
      if (theFormat == null || theFields == null) {
        throw bad("\"format\" and \"fields\" are needed");
      }
      return new Mapping(
          theFormat, encoding, separator, header, sheet, dateOrder, region, contacts, theFields);
    } catch (JacksonException e) {
      TokenStreamLocation where = e.getLocation();
      throw new StoplogException(
          Problem.MAPPING_INVALID,
          (where == null ? name : at(where)) + ": this is not valid YAML",
          e);
    } finally {
      yaml.close();
    }
  }

  private void key(String key) {
    switch (key) {
      case "format" -> format = oneOf(Format.values());
      case "encoding" -> encoding = charset();
      case "separator" -> {
        String text = text();
        if (text.length() != 1 || text.charAt(0) > 126 || "\"\r\n".contains(text)) {
          throw bad("a separator is one ASCII character, not a quote");
        }
        separator = text.charAt(0);
      }
      case "header" -> header = isTrue();
      case "contacts" -> contacts = isTrue();
      case "sheet" -> sheet = text();
      case "date-order" -> {
        dateOrder = text();
        if (!DATE_ORDERS.contains(dateOrder)) {
          throw bad("expected ymd, dmy or mdy");
        }
      }
      case "region" -> {
        region = text();
        if (!region.matches("[A-Z]{2}")) {
          throw bad("expected a country code of two capital letters");
        }
      }
      case "fields" -> fields = fields();
      default -> throw unknown(key);
    }
  }

  private boolean isTrue() {
    JsonToken token = yaml.nextToken();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw bad("expected true or false");
    }
    return token == JsonToken.VALUE_TRUE;
  }

  private List<Field> fields() {
    if (yaml.nextToken() != JsonToken.START_ARRAY) {
      throw bad("expected a list of fields");
    }
    List<Field> list = new ArrayList<>();
    while (yaml.nextToken() != JsonToken.END_ARRAY) {
      if (list.size() == Frames.MOST_FIELDS) {
        throw bad("more than " + Frames.MOST_FIELDS + " fields");
      }
      list.add(field());
    }
    return list;
  }

  private Field field() {
    if (yaml.currentToken() != JsonToken.START_OBJECT) {
      throw bad("expected a field with \"column\" and \"role\"");
    }
    TokenStreamLocation start = yaml.currentTokenLocation();
    Set<String> seen = new HashSet<>();
    String column = null;
    Role role = null;
    String detail = null;
    String element = null;
    while (yaml.nextToken() != JsonToken.END_OBJECT) {
      String key = nextKey(seen);
      switch (key) {
        case "column" -> column = text();
        case "role" -> role = oneOf(Role.values());
        case "detail" -> detail = text();
        case "element" -> {
          element = text();
          if (Elements.catalogue().find(element).isEmpty()) {
            throw new StoplogException(
                Problem.ELEMENT_UNKNOWN,
                at(yaml.currentTokenLocation())
                    + ": \""
                    + element
                    + "\" is not a data element of the catalogue");
          }
        }
        default -> throw unknown(key);
      }
    }
    if (column == null || role == null) {
      throw bad(start, "a field needs \"column\" and \"role\"");
    }
    if (column.isEmpty() || column.length() > Frames.MOST_COLUMN_BYTES / 4) {
      throw bad(start, "a column's name has 1 to " + Frames.MOST_COLUMN_BYTES / 4 + " characters");
    }
    checkDetail(start, role, detail);
    return new Field(column, role, detail, element);
  }

  private void checkDetail(TokenStreamLocation start, Role role, @Nullable String detail) {
    if (role == Role.IDENTIFIER || role == Role.LINK) {
      String schemes =
          Arrays.stream(Scheme.values()).map(Scheme::slug).collect(Collectors.joining(", "));
      if (detail == null
          || Arrays.stream(Scheme.values()).noneMatch(scheme -> scheme.slug().equals(detail))) {
        throw bad(start, "\"detail\" of an identifier is one of: " + schemes);
      }
    } else if (role == Role.ATTRIBUTE) {
      if (detail == null || !detail.matches("[a-z][a-z0-9_-]{0,63}")) {
        throw bad(start, "\"detail\" of an attribute is its name: a-z, 0-9, _ and -");
      }
    } else if (detail != null) {
      throw bad(start, "\"detail\" belongs to identifiers, links and attributes only");
    }
  }

  private String charset() {
    String text = text();
    try {
      Charset charset = Charset.forName(text);
      if (charset.canEncode()) {
        return text;
      }
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      // Said below, with line and column.
    }
    throw bad("this encoding is not known");
  }

  private <E extends Enum<E>> E oneOf(E[] values) {
    String text = text();
    for (E value : values) {
      if (MappingFile.slug(value).equals(text)) {
        return value;
      }
    }
    throw bad(
        "expected one of: "
            + Arrays.stream(values).map(MappingFile::slug).collect(Collectors.joining(", ")));
  }

  private String text() {
    JsonToken token = yaml.nextToken();
    // A column may be called 2024 or true.
    if (token == null || !token.isScalarValue() || token == JsonToken.VALUE_NULL) {
      throw bad("expected text");
    }
    return yaml.getString();
  }

  private String nextKey(Set<String> seen) {
    if (yaml.currentToken() != JsonToken.PROPERTY_NAME) {
      throw bad("expected a key");
    }
    String key = yaml.currentName();
    if (!seen.add(key)) {
      throw bad("\"" + key + "\" is given twice");
    }
    return key;
  }

  private StoplogException unknown(String key) {
    return bad("\"" + key + "\" is not a key of a mapping");
  }

  private StoplogException bad(String what) {
    return bad(yaml.currentTokenLocation(), what);
  }

  private StoplogException bad(TokenStreamLocation where, String what) {
    return new StoplogException(Problem.MAPPING_INVALID, at(where) + ": " + what);
  }

  private String at(TokenStreamLocation where) {
    return name + ", line " + where.getLineNr() + ", column " + where.getColumnNr();
  }
}
