package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

class MappingFileTest {
  private static final Mapping MAPPING =
      new Mapping(
          Format.CSV,
          "windows-1252",
          '\t',
          true,
          "Sheet \"1\": #x",
          "dmy",
          "NO",
          List.of(
              new Field("user_id", Role.PERSON, null, "id.account_user_id"),
              new Field("properties.$email", Role.IDENTIFIER, "email", "contact.email"),
              new Field("#3", Role.ATTRIBUTE, "birth_year", null),
              new Field("yes", Role.SINCE, null, null),
              new Field("42", Role.IGNORE, null, null),
              new Field("a: b, \\ ' \u0001\u2028 😀 - ", Role.ELEMENT, null, "contact.phone")));

  @Test
  void comesBackAsItWasSaved(@TempDir Path folder) {
    Path file = folder.resolve("mapping.yaml");
    MappingFile.save(MAPPING, file);
    assertThat(MappingFile.load(file)).isEqualTo(MAPPING);
    assertThat(MappingFile.version(MappingFile.load(file))).isEqualTo(MappingFile.version(MAPPING));
  }

  @Test
  void isReadable() {
    Mapping small =
        new Mapping(
            Format.CSV,
            "UTF-8",
            ';',
            true,
            null,
            null,
            null,
            List.of(new Field("email", Role.IDENTIFIER, "email-sha256", "contact.email_hashed")));
    assertThat(MappingFile.toYaml(small))
        .isEqualTo(
            """
            format: csv
            encoding: UTF-8
            separator: ";"
            header: true
            fields:
              - column: email
                role: identifier
                detail: email-sha256
                element: contact.email_hashed
            """);
  }

  @Test
  void versionsDifferForDifferentMappings() {
    Mapping other =
        new Mapping(Format.CSV, "UTF-8", ',', false, null, null, null, MAPPING.fields());
    assertThat(MappingFile.version(other))
        .isNotEqualTo(MappingFile.version(MAPPING))
        .matches("[0-9a-f]{64}");
  }

  @Test
  void readsJsonAsWell() {
    assertThat(
            MappingFile.parse(
                    "x", "{\"format\":\"csv\",\"fields\":[{\"column\":\"a\",\"role\":\"ignore\"}]}")
                .fields())
        .containsExactly(new Field("a", Role.IGNORE, null, null));
  }

  @Test
  void refusesWhatItDoesNotKnowWithLineAndColumn() {
    refuse(
        "format: csv\ncolour: red\nfields: []\n",
        "mapping-invalid: m.yaml, line 2, column 1: \"colour\" is not a key of a mapping");
    refuse(
        "format: csv\nformat: csv\nfields: []\n",
        "mapping-invalid: m.yaml, line 2, column 1: \"format\" is given twice");
    refuse(
        "format: csv\nfields:\n  - column: a\n    role: king\n",
        "mapping-invalid: m.yaml, line 4, column 11: expected one of: person, identifier,");
    refuse(
        "format: csv\nfields:\n  - column: a\n    role: identifier\n    detail: fax\n",
        "mapping-invalid: m.yaml, line 3, column 5: \"detail\" of an identifier is one of: email,");
    refuse(
        "format: csv\nfields:\n  - column: a\n    role: element\n    element: contact.fax\n",
        "element-unknown: m.yaml, line 5, column 14: \"contact.fax\" is not a data element");
    refuse("format: csv\nfields:\n  - column: a\n    role: [\n", "mapping-invalid: m.yaml, line ");
    refuse("format: csv\n", "mapping-invalid: m.yaml, line 2, column 1: \"format\" and \"fields\"");
    refuse(
        "format: csv\nencoding: klingon\nfields: []\n",
        "mapping-invalid: m.yaml, line 2, column 11: this encoding is not known");
    refuse(
        "format: csv\nseparator: '\"'\nfields: []\n",
        "mapping-invalid: m.yaml, line 2, column 12: a separator is one ASCII character");
    refuse("", "mapping-invalid: m.yaml");
    refuse("a: &x [*x, *x]\n", "mapping-invalid: m.yaml, line 1, column 1: \"a\" is not a key");
  }

  @Test
  void saysWhichFileIsMissing(@TempDir Path folder) {
    assertThatThrownBy(() -> MappingFile.load(folder.resolve("none.yaml")))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.FILE_NOT_FOUND));
  }

  private static void refuse(String yaml, String message) {
    assertThatThrownBy(() -> MappingFile.parse("m.yaml", yaml))
        .as(yaml)
        .isInstanceOfSatisfying(
            StoplogException.class,
            e -> assertThat(e.problem().slug() + ": " + e.getMessage()).startsWith(message));
  }
}
