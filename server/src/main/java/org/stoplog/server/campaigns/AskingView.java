package org.stoplog.server.campaigns;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.expectations.ExpectationSets;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.platform.Colleagues;
import org.stoplog.server.platform.Permission;

/** Makes the part of a form that plans and rules share, and looks at what was typed there. */
final class AskingView {
  private final MailRoutes routes;
  private final Colleagues colleagues;

  AskingView(MailRoutes routes, Colleagues colleagues) {
    this.routes = routes;
    this.colleagues = colleagues;
  }

  CampaignForm.@Nullable Wrong wrong(AskingForm form) {
    return form.wrong(routes.all(), colleagues.active());
  }

  AskingFields fields(AskingForm form) {
    return new AskingFields(
        ExpectationSets.all().stream()
            .map(
                one ->
                    new CampaignFormPage.Choice(
                        one.id(),
                        one.title() + " (" + one.expectations().size() + " questions)",
                        one.id().equals(form.set())))
            .toList(),
        routes(form.route()),
        languages(form.language()),
        colleagues.active().stream()
            .filter(one -> one.permissions().contains(Permission.EDIT_SUPPLIERS))
            .map(
                one ->
                    new CampaignFormPage.Choice(
                        one.id().toString(),
                        one.name(),
                        one.id().toString().equals(form.responsible())))
            .toList(),
        form.typed(),
        CampaignText.FIELDS);
  }

  private List<CampaignFormPage.Choice> routes(String chosen) {
    return routes.all().stream()
        .map(
            one ->
                new CampaignFormPage.Choice(
                    "" + one.id(),
                    one.name() + ", from " + one.from() + (one.catcher() ? " (a catcher)" : ""),
                    chosen.equals("" + one.id())))
        .toList();
  }

  private static List<CampaignFormPage.Choice> languages(String chosen) {
    return CampaignText.LANGUAGES.stream()
        .map(
            one ->
                new CampaignFormPage.Choice(
                    one, Locale.of(one).getDisplayLanguage(Locale.ENGLISH), one.equals(chosen)))
        .toList();
  }
}
