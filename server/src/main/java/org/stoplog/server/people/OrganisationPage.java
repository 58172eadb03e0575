package org.stoplog.server.people;

import java.util.List;
import java.util.Map;

/**
 * One organisation: what we owe it, and whom to tell.
 *
 * @param contacts masked
 * @param errors by field
 */
public record OrganisationPage(
    String path,
    String name,
    String people,
    boolean canChange,
    List<Clause> clauses,
    List<Contact> contacts,
    List<PeoplePage.Choice> events,
    Map<String, String> form,
    Map<String, String> errors) {
  public OrganisationPage {
    clauses = List.copyOf(clauses);
    contacts = List.copyOf(contacts);
    events = List.copyOf(events);
    form = Map.copyOf(form);
    errors = Map.copyOf(errors);
  }

  public record Clause(String id, String hours, String event, String source, String checkedOn) {}

  /**
   * Somebody to tell.
   *
   * @param reveal path of the page that asks to show it
   */
  public record Contact(String id, String name, String email, String phone, String reveal) {}

  public String typed(String field) {
    return form.getOrDefault(field, "");
  }

  public boolean isWrong(String field) {
    return errors.containsKey(field);
  }
}
