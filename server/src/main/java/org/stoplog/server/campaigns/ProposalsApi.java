package org.stoplog.server.campaigns;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** What happened after which suppliers may have to be asked, for programs. */
@Controller
final class ProposalsApi {
  private static final String PATH = ApiAnswers.ROOT + "/campaign-proposals";
  private static final String ONE = PATH + "/{proposal}";

  private final Transactions transactions;
  private final CampaignMaking making;
  private final ProposalActs acts;

  ProposalsApi(Transactions transactions, CampaignMaking making, ProposalActs acts) {
    this.transactions = transactions;
    this.making = making;
    this.acts = acts;
  }

  /**
   * Something that happened, and that nobody has decided.
   *
   * @param kind incident, ownership, sub-processor or document
   * @param supplier that it happened to; of an incident the breached one
   * @param incident null unless it is one
   * @param words what happened
   */
  record Line(
      UUID id,
      String kind,
      UUID supplier,
      String name,
      @Nullable UUID incident,
      String words,
      Instant seenAt) {}

  /**
   * Of what a draft is made. What is left out is as the page offers it first.
   *
   * @param set id of a set of questions, of /campaigns/choices
   * @param route name of a mail route; may be left out when there is one alone
   */
  record Wanted(@Nullable String set, @Nullable String route) {}

  /** What was made of a proposal: a draft, by which nothing is sent. */
  record Made(UUID proposal, UUID campaign) {}

  /** One that nothing is made of. */
  record LetGo(UUID proposal) {}

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      "What happened after which suppliers may have to be asked; of incidents only those that the"
          + " caller is a member of, and may read. The newest first.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<Line>> list() {
    Caller caller = Caller.signedIn();
    return ApiAnswers.ok(
        new ApiAnswers.Page<>(
            transactions.run(
                jdbc -> {
                  Map<Integer, SupplierIds.Named> named = new SupplierIds(jdbc).all();
                  return acts.seen(jdbc, caller).stream()
                      .filter(one -> named.containsKey(one.supplier()))
                      .map(one -> line(one, named))
                      .toList();
                }),
            null));
  }

  private static Line line(Proposal one, Map<Integer, SupplierIds.Named> named) {
    return new Line(
        one.id(),
        one.kind().word(),
        Objects.requireNonNull(named.get(one.supplier())).id(),
        one.name(),
        one.incident(),
        one.words(),
        one.seen());
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value =
          "Makes a draft of a proposal, by which nothing is sent; /campaigns/{campaign}/start"
              + " begins it. Of an incident it is a sweep, and needs work-on-incidents, too.",
      status = 201)
  @PostMapping(ONE + "/make")
  ResponseEntity<Made> make(@PathVariable("proposal") UUID id, @JsonBody Wanted wanted) {
    Caller caller = Caller.signedIn();
    try {
      UUID campaign =
          acts.make(
              caller,
              id,
              Objects.requireNonNullElse(wanted.set(), ""),
              CampaignJson.route(making.routes(), wanted.route()));
      return ApiAnswers.created(CampaignsApi.PATH + "/" + campaign, new Made(id, campaign));
    } catch (StoplogException e) {
      throw InvalidBody.of("", e);
    }
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Lets a proposal go: nobody is asked after it, and it does not come again.")
  @PostMapping(ONE + "/let-go")
  ResponseEntity<LetGo> letGo(@PathVariable("proposal") UUID id) {
    acts.letGo(Caller.signedIn(), id);
    return ApiAnswers.ok(new LetGo(id));
  }
}
