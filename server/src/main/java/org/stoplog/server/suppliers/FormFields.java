package org.stoplog.server.suppliers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.register.Column;
import org.stoplog.ledger.register.Engagement;

/** The fields of a form, by the columns of a suppliers file. */
final class FormFields {
  private static final String DAY = "A day such as 2025-11-08. Leave it empty if it is not known.";

  private final FormKind kind;
  private final Map<Column, String> values;
  private final Map<Column, String> errors;
  private final List<String> engagements;

  /**
   * @param errors by the column that they are about
   * @param engagements names that a connection can serve
   */
  FormFields(
      FormKind kind,
      Map<Column, String> values,
      Map<Column, String> errors,
      List<String> engagements) {
    this.kind = kind;
    this.values = values;
    this.errors = errors;
    this.engagements = engagements;
  }

  List<FormPage.Field> all() {
    return kind.columns.stream().map(this::field).toList();
  }

  static String id(Column column) {
    return column.header().replace('_', '-');
  }

  private FormPage.Field field(Column column) {
    return switch (column) {
      case SUPPLIER -> text(column, "Name", "As people here call it.");
      case DOMAIN -> text(column, "Main domain", "For example example.com.");
      case DOMAINS ->
          text(column, "Further domains", "Separated by semicolons. Each is one supplier's.");
      case SUBPROCESSOR_OF ->
          text(
              column,
              "Works for",
              "Names of suppliers of this register whose sub-processor it is, separated by semicolons.");
      case STARTED -> text(column, "First day", DAY);
      case ENDED -> text(column, "Last day", "A day such as 2025-11-08. Empty while it lasts.");
      case DELETED ->
          text(column, "Proven to have deleted all it had by", "A day such as 2025-11-08.");
      case SECURITY_CONTACT ->
          text(column, "Security contact", "A telephone number or address, and a name.");
      case CONTACT_VERIFIED ->
          text(
              column,
              "How we know that it is them",
              "For example: called back on the number in the contract.");
      case CONTACT_TESTED -> text(column, "Last tried on", DAY);
      case SECOND_CONTACT ->
          text(
              column,
              "Second contact",
              "Somebody else there, at another mailbox: for codes when the first may be the attacker's.");
      case OUR_CONTACT -> text(column, "Whom they call here", "As we told them.");
      case LEGAL_NAME -> text(column, "Legal name", "As it stands in the contract.");
      case LEI -> text(column, "LEI", "Legal Entity Identifier, 20 letters and digits.");
      case PARENT_COMPANY -> text(column, "Belongs to", "Its parent company.");
      case MERGED_INTO ->
          text(
              column,
              "Merged into",
              "Name of the supplier of this register that has what it had. A breach there reaches it then.");
      case STATUS_PAGE -> text(column, "Status page", "For example https://status.example.com.");
      case REPLACEABLE ->
          select(column, "Could be replaced within", Engagement.REPLACEABLE, "not known");
      case ENGAGEMENT ->
          kind == FormKind.CONNECTION_FACTS
              ? select(column, "Serves the engagement", engagements, "not known")
              : text(column, "Name", "For example product analytics.");
      case PURPOSE -> text(column, "Purpose", "What it is for.");
      case ROLE ->
          select(
              column,
              "Our role",
              Arrays.stream(Engagement.Role.values()).map(Engagement.Role::slug).toList(),
              "not known");
      case OWNER -> text(column, "Owner", "Who answers for it on our side.");
      case CONNECTION -> text(column, "Name", "For example web tag.");
      case KIND -> text(column, "Kind", "For example sdk, server key, OAuth grant, sftp.");
      case SCOPES ->
          area(column, "Scopes", "What it may do, separated by semicolons. Empty if not known.");
      case ELEMENTS -> elements();
      case POPULATION ->
          area(
              column,
              "Population",
              "About whom, for example plan = pro and country in (DE, FR) since 2022-03. Empty for everybody.");
      case SINCE -> text(column, "In force since", DAY);
      case UNTIL ->
          text(
              column,
              "No longer in force from",
              "The first day on which it is not. Empty while it is.");
      case LEGAL_BASIS -> text(column, "Legal basis", "For example contract, or consent.");
      case RETENTION -> text(column, "Kept for", "For example 13 months.");
      case PLACE -> text(column, "Place", "Where it is kept, for example EU.");
    };
  }

  private FormPage.Field text(Column column, String label, String hint) {
    return field(column, label, hint, FormPage.Kind.TEXT, List.of());
  }

  private FormPage.Field area(Column column, String label, String hint) {
    return field(column, label, hint, FormPage.Kind.AREA, List.of());
  }

  private FormPage.Field select(Column column, String label, List<String> words, String none) {
    String chosen = value(column);
    List<FormPage.Choice> choices = new java.util.ArrayList<>();
    choices.add(new FormPage.Choice("", none, chosen.isEmpty()));
    words.forEach(word -> choices.add(new FormPage.Choice(word, word, word.equals(chosen))));
    return field(column, label, "", FormPage.Kind.SELECT, List.of(new FormPage.Group("", choices)));
  }

  private FormPage.Field elements() {
    Set<String> chosen = Set.copyOf(List.of(value(Column.ELEMENTS).split(";")));
    Map<String, List<FormPage.Choice>> groups = new LinkedHashMap<>();
    for (Element element : Elements.catalogue().all()) {
      groups
          .computeIfAbsent(element.group(), group -> new java.util.ArrayList<>())
          .add(
              new FormPage.Choice(
                  element.id(),
                  element.label() + " (" + element.id() + ")",
                  chosen.contains(element.id())));
    }
    return field(
        Column.ELEMENTS,
        "Data elements",
        "At least one.",
        FormPage.Kind.CHECKS,
        groups.entrySet().stream()
            .map(group -> new FormPage.Group(group.getKey().replace('_', ' '), group.getValue()))
            .toList());
  }

  private FormPage.Field field(
      Column column, String label, String hint, FormPage.Kind how, List<FormPage.Group> groups) {
    return new FormPage.Field(
        id(column), label, hint, how, value(column), errors.get(column), groups);
  }

  private String value(Column column) {
    return values.getOrDefault(column, "");
  }
}
