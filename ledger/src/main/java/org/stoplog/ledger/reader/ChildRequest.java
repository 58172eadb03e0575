package org.stoplog.ledger.reader;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What the parent asks for, as JSON on the child's standard input: never on the command line, which
 * every process of the machine can read. The file is not named: it is a link in the child's folder.
 *
 * @param guessOnly whether the child ends after the mapping
 */
record ChildRequest(ReadRequest read, boolean guessOnly) {

  byte[] toJson() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("purpose", read.purpose().name());
      Mapping mapping = read.mapping();
      write(json, "mapping", mapping == null ? null : MappingFile.toYaml(mapping));
      write(json, "region", read.region());
      char[] password = read.password();
      write(json, "password", password == null ? null : new String(password));
      RowFilter only = read.only();
      write(json, "onlyColumn", only == null ? null : only.column());
      write(json, "onlyValue", only == null ? null : only.value());
      ReadRequest.Limits limits = read.limits();
      json.writeStringProperty("heapMegabytes", Integer.toString(limits.heapMegabytes()));
      json.writeStringProperty("nativeMegabytes", Integer.toString(limits.nativeMegabytes()));
      json.writeStringProperty("time", limits.time().toString());
      json.writeStringProperty("lineBytes", Integer.toString(limits.lineBytes()));
      json.writeStringProperty("inflatedBytes", Long.toString(limits.inflatedBytes()));
      json.writeStringProperty("inflateRatio", Integer.toString(limits.inflateRatio()));
      json.writeStringProperty("contacts", Boolean.toString(read.contacts()));
      json.writeStringProperty("anyColumns", Boolean.toString(read.anyColumns()));
      json.writeStringProperty("guessOnly", Boolean.toString(guessOnly));
      json.writeEndObject();
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static ChildRequest fromJson(byte[] bytes) {
    Map<String, String> values = new HashMap<>();
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), bytes)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        values.put(name, json.getString());
      }
    }
    String mapping = values.get("mapping");
    String password = values.get("password");
    String onlyColumn = values.get("onlyColumn");
    ReadRequest.Limits limits =
        new ReadRequest.Limits(
            Integer.parseInt(needed(values, "heapMegabytes")),
            Integer.parseInt(needed(values, "nativeMegabytes")),
            Duration.parse(needed(values, "time")),
            Integer.parseInt(needed(values, "lineBytes")),
            Long.parseLong(needed(values, "inflatedBytes")),
            Integer.parseInt(needed(values, "inflateRatio")));
    return new ChildRequest(
        new ReadRequest(
            Child.INPUT,
            Purpose.valueOf(needed(values, "purpose")),
            mapping == null ? null : MappingFile.parse("mapping", mapping),
            values.get("region"),
            password == null ? null : password.toCharArray(),
            limits,
            onlyColumn == null ? null : new RowFilter(onlyColumn, needed(values, "onlyValue")),
            Boolean.parseBoolean(needed(values, "contacts")),
            Boolean.parseBoolean(needed(values, "anyColumns"))),
        Boolean.parseBoolean(needed(values, "guessOnly")));
  }

  private static String needed(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the request has no " + name);
    }
    return value;
  }

  private static void write(JsonGenerator json, String name, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }
}
