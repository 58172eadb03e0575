package org.stoplog.server.campaigns;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form of a campaign or a sweep.
 *
 * @param action where the form goes
 * @param room path of the incident of a sweep; null for a campaign
 * @param sweeps that there are
 * @param ways of a sweep, with how many suppliers are like the breached one in each
 * @param whom choices of a campaign
 * @param closed why nothing can be prepared; null when something can
 */
public record CampaignFormPage(
    String action,
    @Nullable String room,
    String incident,
    List<CampaignsPage.Line> sweeps,
    List<Choice> sets,
    List<Choice> routes,
    List<Choice> languages,
    List<Choice> ways,
    List<Choice> whom,
    Map<String, String> fields,
    Map<String, String> typed,
    boolean canEdit,
    @Nullable String closed,
    @Nullable String error) {
  public CampaignFormPage {
    sweeps = List.copyOf(sweeps);
    sets = List.copyOf(sets);
    routes = List.copyOf(routes);
    languages = List.copyOf(languages);
    ways = List.copyOf(ways);
    whom = List.copyOf(whom);
    fields = Map.copyOf(fields);
    typed = Map.copyOf(typed);
  }

  /** A choice of the form. */
  public record Choice(String value, String text, boolean isChosen) {}

  public String typed(String field) {
    return typed.getOrDefault(field, "");
  }
}
