package org.stoplog.server.campaigns;

import java.util.List;
import java.util.Map;

/** The part of a form that says how suppliers are asked by a plan or by a rule. */
public record AskingFields(
    List<CampaignFormPage.Choice> sets,
    List<CampaignFormPage.Choice> routes,
    List<CampaignFormPage.Choice> languages,
    List<CampaignFormPage.Choice> colleagues,
    Map<String, String> typed,
    Map<String, String> fields) {
  public AskingFields {
    sets = List.copyOf(sets);
    routes = List.copyOf(routes);
    languages = List.copyOf(languages);
    colleagues = List.copyOf(colleagues);
    typed = Map.copyOf(typed);
    fields = Map.copyOf(fields);
  }

  public String typed(String field) {
    return typed.getOrDefault(field, "");
  }
}
