package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;
import org.stoplog.server.campaigns.CampaignLook;
import org.stoplog.server.mail.FakeMailServer;
import org.stoplog.server.team.TeamWatch;

/**
 * Suppliers that are asked by themselves: by a calendar and by what happens; silence that is
 * followed up, and documents that end. Each once, whatever restarts.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CampaignPlansIT {
  private static final String PROPOSALS = "/suppliers/campaigns/proposals";
  private static final Pattern FIELD =
      Pattern.compile("<input[^>]*name=\"([a-z_-]+)\"[^>]*value=\"([^\"]*)\"");
  private static final String PLANS = "/suppliers/campaigns/plans";

  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static NoticeHouse at;
  private static FakeMailServer mails;
  private static String route;
  private static int registers;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    at = new NoticeHouse(house, files, Map.of(), 1);
    mails = new FakeMailServer();
    route = at.route(mails, "sends");
    at.post("/account/mail", "/account/mail", Map.of("address", "ada@example.org"));
    assertThat(
            at.cay
                .browser()
                .post("/account/mail", "/account/mail", Map.of("address", "cay@example.org"))
                .statusCode())
        .isEqualTo(303);
  }

  @AfterAll
  static void close() throws IOException {
    mails.close();
    house.close();
  }

  private static void register(String csv) throws IOException {
    Path file = Files.writeString(files.resolve("more" + registers++ + ".csv"), csv);
    house.ledger().inTransaction(db -> new Register(db).importRows(RegisterCsv.read(file)));
    // Tiers go by numbers of people, which are else worked out at a time of their own.
    house.server().refreshOutlooks();
  }

  private static int supplier(String name) {
    return (int) house.count("select id from supplier where name = '%s'".formatted(name));
  }

  private static void edit(String supplier, String part, String field, String value) {
    String path = "/suppliers/" + supplier(supplier) + "/" + part;
    String form = at.ada.browser().get(path).body();
    Map<String, String> all = new HashMap<>();
    String main = form.substring(form.indexOf("<main"));
    Matcher typed = FIELD.matcher(main);
    while (typed.find()) {
      all.putIfAbsent(typed.group(1), typed.group(2));
    }
    all.put("form-token", Browser.token(form));
    all.put(field, value);
    assertThat(at.ada.browser().postPlain(path, all).statusCode()).as(path).isEqualTo(303);
  }

  private static void look() {
    house.server().part(CampaignLook.class).look();
  }

  private static LocalDate today() {
    return LocalDate.ofInstant(house.now(), ZoneOffset.UTC);
  }

  /** Moves the clock to nine o'clock of a day, and signs in again. */
  private static void travel(LocalDate day) {
    house.pass(Duration.between(house.now(), day.atTime(9, 0).toInstant(ZoneOffset.UTC)));
    signIn();
  }

  private static void signIn() {
    assertThat(house.signIn(at.ada.browser(), at.ada).statusCode()).isEqualTo(303);
  }

  private static void restart() {
    house.stop();
    house.start();
    signIn();
  }

  private static String page(String path) {
    HttpResponse<String> answer = at.ada.browser().get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body().replaceAll("\\s+", " ");
  }

  /** Mails to somebody since, as many as there are. */
  private static List<String> to(String address, int from) {
    return mails.messages().subList(from, mails.messages().size()).stream()
        .filter(one -> one.contains("To: <" + address + ">"))
        .map(one -> one.replaceAll("=\r?\n", "").replace("=3D", "="))
        .toList();
  }

  /** Waits for the one mail to somebody that says something. */
  private static String told(String address, int from, String says) {
    // It looks by itself, but each twenty seconds.
    house.server().part(TeamWatch.class).wake();
    NoticeHouse.until(() -> to(address, from).stream().anyMatch(one -> one.contains(says)));
    List<String> all = to(address, from).stream().filter(one -> one.contains(says)).toList();
    assertThat(all).as(says).hasSize(1);
    return all.getFirst();
  }

  private static Map<String, String> asking(Map<String, String> more) {
    Map<String, String> form = new HashMap<>();
    form.put("set", "sweep");
    form.put("answer", "10");
    form.put("remind", "0");
    form.put("responsible", house.id("ada"));
    form.put("route", route);
    form.put("language", "en");
    form.put("subject", "Questions by {{due}}");
    form.put("body", "To {{supplier}}:\n{{link}}\nUntil {{expires}}.");
    form.putAll(more);
    return form;
  }

  private static String plan(
      String title, String tier, LocalDate first, int every, boolean starts) {
    Map<String, String> form = new HashMap<>(asking(Map.of()));
    form.put("title", title);
    form.put("tier", tier);
    form.put("first", first.toString());
    form.put("every", "" + every);
    form.put("skip", "0");
    if (starts) {
      form.put("starts", "yes");
    }
    return at.post(PLANS + "/new", PLANS, form);
  }

  private static long made(String plan) {
    return house.count(
        "select count(*) from campaign_planned where plan = '%s'"
            .formatted(plan.substring(plan.lastIndexOf('/') + 1)));
  }

  private static String draft(String plan) {
    return House.find(page(plan), "href=\"(/campaigns/[0-9a-f-]{36})\"");
  }

  @Test
  @Order(1)
  void aPlanMakesOneDraftOnItsDayWhateverRestarts() throws Exception {
    register(
        """
        supplier,domain,engagement,elements,population,connection,kind,security_contact,scopes,replaceable
        Clinic,clinic.example,care,sc.health,*,a,sdk,security@clinic.example,files.read,no
        Gone,gone.example,care,sc.health,*,a,sdk,security@gone.example,files.read,no
        Middle,middle.example,,,,a,sdk,security@middle.example,,
        Unknown,unknown.example,,,,a,sdk,,,
        """);
    edit("Gone", "end", "ended", "2020-01-01");
    travel(LocalDate.of(2027, 1, 30));
    String yearly = plan("Of tier 1", "1", LocalDate.of(2027, 1, 31), 1, false);
    assertThat(page(yearly)).contains("Its next draft is made on 2027-01-31", "Nothing yet.");
    look();
    assertThat(made(yearly)).isZero();
    travel(LocalDate.of(2027, 1, 31));
    int before = mails.messages().size();
    look();
    restart();
    look();
    assertThat(made(yearly)).isOne();
    String draft = draft(yearly);
    assertThat(page(draft))
        .contains("Of tier 1, 2027-01-31", "tier 1", "will be asked: security@clinic.example")
        .contains("Made by a plan that came due on 2027-01-31", "Answers are due on 2027-02-10")
        .doesNotContain("Gone</a>", "Middle</a>");
    assertThat(told("ada@example.org", before, "A campaign waits for you: Of tier 1"))
        .contains(draft);
    assertThat(to("security@clinic.example", before)).isEmpty();
    assertThat(page("/")).contains("A campaign waits to be begun: Of tier 1, 2027-01-31");
    at.post(draft, draft + "/start", Map.of());
    look();
    assertThat(to("security@clinic.example", before)).hasSize(1);
    assertThat(page("/")).doesNotContain("A campaign waits to be begun");

    // The server was off over two days of the plan: the latest alone is made up for.
    house.stop();
    house.pass(Duration.ofDays(70));
    house.start();
    signIn();
    look();
    look();
    assertThat(made(yearly)).isEqualTo(2);
    assertThat(page(yearly)).contains("2027-03-31").doesNotContain("2027-02-28");

    // While it is paused nothing comes due, and nothing is made up for afterwards.
    at.post(yearly, yearly + "/pause", Map.of());
    travel(LocalDate.of(2027, 5, 5));
    look();
    at.post(yearly, yearly + "/resume", Map.of());
    look();
    assertThat(made(yearly)).isEqualTo(2);
    assertThat(page(yearly)).contains("Its next draft is made on 2027-05-31");
    travel(LocalDate.of(2027, 5, 31));
    atOnce();
    assertThat(made(yearly)).isEqualTo(3);
    at.post(yearly, yearly + "/remove", Map.of());
    assertThat(page(PLANS)).doesNotContain("Of tier 1");
    assertThat(at.ada.browser().get(yearly).statusCode()).isEqualTo(404);
    assertThat(house.count("select count(*) from campaign where title like 'Of tier 1%'"))
        .isEqualTo(3);
    startsByItself();
    leavesOut();
  }

  /** Who was asked the same not long ago. */
  private static void leavesOut() {
    house.server().refreshOutlooks();
    Map<String, String> form =
        new HashMap<>(asking(Map.of("title", "Not twice", "tier", tier("Mailer"))));
    form.put("first", today().toString());
    form.put("every", "12");
    form.put("skip", "90");
    String all = at.post(PLANS + "/new", PLANS, form);
    look();
    assertThat(page(all)).contains(", 1 left out: asked not long ago");
    form.put("set", "mvsp");
    String other = at.post(PLANS + "/new", PLANS, form);
    look();
    assertThat(page(other)).as("other questions").doesNotContain("left out");
    assertThat(page(draft(other))).contains("Mailer</a>");
    form.put("set", "sweep");
    form.put("first", today().plusDays(100).toString());
    String later = at.post(PLANS + "/new", PLANS, form);
    travel(today().plusDays(100));
    look();
    assertThat(page(later)).doesNotContain("left out: asked not long ago");
    assertThat(page(draft(later))).contains("Mailer</a>");
  }

  private static String tier(String supplier) {
    return House.find(page("/suppliers/" + supplier(supplier) + "/risk"), "Tier ([1-4]);");
  }

  /** As two servers on one database do. */
  private static void atOnce() throws Exception {
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      CampaignLook look = house.server().part(CampaignLook.class);
      Callable<Boolean> one =
          () -> {
            look.look();
            return true;
          };
      for (Future<Boolean> done : two.invokeAll(List.of(one, one))) {
        assertThat(done.get()).isTrue();
      }
    }
  }

  private static void startsByItself() throws IOException {
    String tier4 = plan("Tier 4 by itself", "4", today(), 12, true);
    look();
    assertThat(page(tier4)).as("nobody has this tier").contains("nobody to ask");
    register(
        """
        supplier,engagement,elements,population,connection,kind,security_contact,replaceable
        Mailer,news,id.cookie,*,a,sdk,security@mailer.example,days
        """);
    String by = plan("By itself", "4", today(), 12, true);
    int before = mails.messages().size();
    look();
    restart();
    look();
    assertThat(page(by)).contains("asked by itself").contains("now: Running");
    assertThat(to("security@mailer.example", before)).hasSize(1);
    told("ada@example.org", before, "A campaign was begun by itself");

    // Somebody without a mail address is in it.
    String waits = plan("Waits", "2", today(), 12, true);
    int then = mails.messages().size();
    look();
    look();
    assertThat(page(waits)).contains("Unknown", "cannot be asked", "a draft");
    assertThat(to("security@middle.example", then)).isEmpty();
    assertThat(page(draft(waits))).contains("Not begun by itself.");
    told("ada@example.org", then, "It was not begun by itself");
    assertThat(page("/")).contains("cannot be asked: the register has no mail address");

    // Bad input is refused, and what was typed stays.
    Map<String, String> bad = new HashMap<>(asking(Map.of("title", "Bad <b>", "tier", "7")));
    bad.put("first", "tomorrow");
    bad.put("every", "12");
    bad.put("skip", "0");
    HttpResponse<String> refused = at.ada.browser().post(PLANS + "/new", PLANS, bad);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("Choose at least one tier", "Bad &lt;b>");
    for (Map.Entry<String, String> one :
        Map.of(
                "every", "37",
                "first", "2020-01-31",
                "answer", "0",
                "responsible", "nobody",
                "skip", "731")
            .entrySet()) {
      Map<String, String> form = new HashMap<>(asking(Map.of("title", "Bad", "tier", "1")));
      form.put("first", today().toString());
      form.put("every", "12");
      form.put("skip", "0");
      form.put(one.getKey(), one.getValue());
      assertThat(at.ada.browser().post(PLANS + "/new", PLANS, form).statusCode())
          .as(one.getKey())
          .isEqualTo(422);
    }
  }

  /** Of suppliers, begun. @return its path */
  private static String campaign(String title, LocalDate due, String... suppliers) {
    Map<String, String> form = new HashMap<>(asking(Map.of("title", title, "why", "a test")));
    form.put("due", due.toString());
    form.put("days", "60");
    form.put("remind", "1");
    form.put("whom", "" + supplier(suppliers[0]));
    String path = at.post("/campaigns/new", "/campaigns", form);
    for (String one : suppliers) {
      at.post(path, path + "/suppliers", Map.of("supplier", "" + supplier(one), "in", "true"));
    }
    at.post(path, path + "/start", Map.of());
    look();
    return path;
  }

  @Test
  @Order(2)
  void silenceIsFollowedUpStepByStepUntilThereIsAnAnswer() throws IOException {
    register(
        """
        supplier,engagement,owner,connection,kind,security_contact,second_contact
        Quiet,talk,Cay,a,sdk,security@quiet.example,second@quiet.example
        Late,talk,,a,sdk,security@late.example,second@late.example
        Lone,talk,,a,sdk,security@lone.example,security@lone.example
        Breached,talk,,a,sdk,security@breached.example,second@breached.example
        """);
    at.post(
        "/incidents/new",
        "/incidents",
        Map.of("title", "Another breach", "supplier", "Breached", "signal", "notice"));
    signIn();
    LocalDate due = today().plusDays(2);
    int before = mails.messages().size();
    String path = campaign("Silence", due, "Quiet", "Late", "Lone", "Breached");
    assertThat(page(path)).contains("the second contact is written 3 days after");
    String link = to("security@late.example", before).getFirst();
    travel(due.plusDays(2));
    look();
    assertThat(to("security@quiet.example", before)).as("link and reminder").hasSize(2);
    assertThat(to("second@quiet.example", before)).isEmpty();

    travel(due.plusDays(3));
    int third = mails.messages().size();
    look();
    restart();
    look();
    assertThat(to("second@quiet.example", third)).hasSize(1);
    assertThat(to("second@quiet.example", third).getFirst())
        .contains("Reminder: Questions by", "have no answer yet", "/asked#");
    assertThat(to("second@late.example", third)).hasSize(1);
    assertThat(to("security@lone.example", third)).isEmpty();
    assertThat(to("second@breached.example", third))
        .as("never the link and the code to one mailbox")
        .isEmpty();
    assertThat(page(path))
        .contains(
            due.plusDays(3) + " second contact written",
            "no second contact to write to",
            "second contact not written: it has the code");

    Street late = Street.of(house, link);
    late.arrive();
    late.post("", Map.of());
    late.answer(1, 0, "no", "");
    late.answer(3, 0, "no", "");
    late.answer(4, 0, "no", "");
    late.answer(5, 0, "not-applicable", "There are no keys of yours with us");
    assertThat(late.post("/send", Map.of("name", "Ann")).body()).contains("We have your answers");

    travel(due.plusDays(7));
    int seventh = mails.messages().size();
    look();
    restart();
    look();
    assertThat(told("cay@example.org", seventh, "Quiet has not answered: Silence"))
        .contains(path)
        .doesNotContain("Late", "Lone");
    assertThat(told("ada@example.org", seventh, "2 suppliers have not answered"))
        .as("whoever made the campaign, where nobody has the supplier")
        .contains("Breached, Lone")
        .doesNotContain("Late");
    assertThat(page(path)).contains(due.plusDays(7) + " a colleague told, to call there");
    assertThat(findings()).isZero();

    travel(due.plusDays(14));
    look();
    restart();
    look();
    assertThat(findings()).isEqualTo(3);
    assertThat(page("/findings")).contains("No answer to", "due on " + due);
    assertThat(house.count("select count(*) from finding where supplier = " + supplier("Late")))
        .isZero();
    travel(due.plusDays(40));
    look();
    assertThat(findings()).isEqualTo(3);
    assertThat(to("cay@example.org", seventh)).hasSize(1);
    assertThat(to("second@quiet.example", before)).hasSize(1);
    assertThat(page(path)).contains(due.plusDays(14) + " a finding was made");
  }

  private static long findings() {
    return house.count("select count(*) from finding");
  }

  /** A document of a supplier. @return its id */
  private static String document(String supplier, String name, LocalDate until, boolean isGood) {
    String list = "/suppliers/" + supplier(supplier) + "/evidence";
    String body =
        """
        --b
        Content-Disposition: form-data; name="form-token"

        %s
        --b
        Content-Disposition: form-data; name="until"

        %s
        --b
        Content-Disposition: form-data; name="file"; filename="%s"
        Content-Type: application/octet-stream

        It holds.
        --b--
        """
            .formatted(Browser.token(page(list)), until, name)
            .replace("\n", "\r\n");
    HttpResponse<String> added =
        at.ada
            .browser()
            .send(
                at.ada
                    .browser()
                    .request(list)
                    .header("Content-Type", "multipart/form-data; boundary=b")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(303);
    String one = House.find(page(list), name + "</h2>.*?/evidence/([0-9a-f-]{36})/file");
    if (isGood) {
      at.post(
          list,
          "/evidence/" + one + "/review",
          Map.of("verdict", "good", "words", "", "until", until.toString()));
    }
    return one;
  }

  @Test
  @Order(3)
  void theEndOfADocumentIsToldOnceAtEachStageUnlessItWasReplaced() throws IOException {
    register(
        """
        supplier,engagement,owner,connection,kind,security_contact
        Papers,talk,cay,a,sdk,security@papers.example
        """);
    LocalDate end = today().plusDays(90);
    int before = mails.messages().size();
    document("Papers", "ISO 27001 2027.txt", end, true);
    document("Papers", "Pen test.txt", end, true);
    document("Papers", "Nobody looked.txt", end, false);
    look();
    travel(end.minusDays(60));
    look();
    restart();
    look();
    assertThat(told("cay@example.org", before, "2 documents of Papers end"))
        .contains("ISO 27001 2027.txt, ends on " + end, "Pen test.txt, ends on " + end)
        .doesNotContain("Nobody looked");
    assertThat(proposals("document")).as("not before 30 days").isZero();

    document("Papers", "iso-27001_2028.txt", end.plusDays(365), false);
    travel(end.minusDays(30));
    look();
    assertThat(told("cay@example.org", before, "A document of Papers ends on " + end))
        .contains("Pen test.txt, ends on")
        .doesNotContain("ISO");
    assertThat(proposals("document")).isEqualTo(1);
    assertThat(page(PROPOSALS)).contains("Papers: a document that ends");
    assertThat(page("/"))
        .contains("Something happened after which a supplier may have to be asked");

    travel(end.minusDays(7));
    look();
    look();
    travel(end);
    look();
    NoticeHouse.until(() -> papers(before) == 3);
    travel(end.plusDays(1));
    look();
    restart();
    look();
    assertThat(told("cay@example.org", before, "A document of Papers is over since " + end))
        .contains("Pen test.txt, over since");
    travel(end.plusDays(30));
    look();
    assertThat(papers(before)).isEqualTo(4);
    assertThat(proposals("document")).as("one for each last day").isEqualTo(1);
    assertThat(to("security@papers.example", before)).as("nothing by itself").isEmpty();
  }

  private static long papers(int before) {
    return to("cay@example.org", before).stream().filter(one -> one.contains("of Papers")).count();
  }

  private static long proposals(String kind) {
    return house.count(
        "select count(*) from campaign_proposal where kind = '%s' and state = 'open'"
            .formatted(kind));
  }

  private static String proposal(String title) {
    return House.find(page(PROPOSALS), title + "</h2>.*?(" + PROPOSALS + "/[0-9a-f-]{36})/make");
  }

  @Test
  @Order(4)
  void whatHappensIsProposedAndOneClickMakesADraftOfIt() throws IOException {
    register(
        """
        supplier,engagement,connection,kind,security_contact,legal_name
        Owned,talk,a,sdk,security@owned.example,Owned GmbH
        Below,talk,a,sdk,security@below.example,
        """);
    look();
    assertThat(proposals("ownership")).as("a supplier that is new itself").isZero();
    edit("Below", "facts", "legal-name", "Below Ltd");
    assertThat(house.count("select count(*) from supplier where legal_name = 'Below Ltd'"))
        .isEqualTo(1);
    look();
    assertThat(proposals("ownership")).as("a field that was filled in").isZero();
    edit("Owned", "facts", "parent-company", "Big <b>Corp</b>");
    edit("Below", "facts", "subprocessor-of", "Owned");
    look();
    restart();
    look();
    assertThat(proposals("ownership")).isEqualTo(1);
    assertThat(proposals("sub-processor")).isEqualTo(1);
    assertThat(page(PROPOSALS))
        .contains("Its parent company is Big &lt;b&gt;Corp", "a new sub-processor: Below");

    int before = mails.messages().size();
    String owner = proposal("Owned: another owner or legal name");
    HttpResponse<String> without =
        at.ada.browser().post(PROPOSALS, owner + "/make", Map.of("set", "mvsp", "route", "999"));
    assertThat(without.statusCode()).isEqualTo(422);
    assertThat(without.body()).contains("Choose the mail route");
    String draft = at.post(PROPOSALS, owner + "/make", Map.of("set", "breaches", "route", route));
    assertThat(page(draft))
        .contains(
            "A draft: nothing was sent",
            "Owned</a>",
            "Made for: Its parent company is Big",
            "will be asked");
    look();
    assertThat(to("security@owned.example", before)).as("nothing by itself").isEmpty();
    assertThat(proposals("ownership")).isZero();
    assertThat(
            at.ada
                .browser()
                .post(PROPOSALS, owner + "/make", Map.of("set", "mvsp", "route", route))
                .statusCode())
        .as("once")
        .isEqualTo(404);
    edit("Below", "facts", "merged-into", "Owned");
    look();
    assertThat(page(PROPOSALS)).contains("It was merged into Owned");
    assertThat(
            page(
                at.post(
                    PROPOSALS,
                    proposal("Below: another owner or legal name") + "/make",
                    Map.of("set", "breaches", "route", route))))
        .as("whoever has it now is asked")
        .contains("Owned</a>")
        .doesNotContain("Below</a>");
    String chain = proposal("Owned: a new sub-processor");
    at.post(PROPOSALS, chain + "/let-go", Map.of());
    look();
    assertThat(proposals("sub-processor")).isZero();

    // A breach is proposed to those alone who know of the incident.
    House.Person ron = house.invite(at.ada, "responder", "ron");
    String breach = proposal("Breached: a breach");
    assertThat(ron.browser().get(PROPOSALS).body()).doesNotContain("Breached: a breach");
    assertThat(ron.browser().post(PROPOSALS, breach + "/make", Map.of("route", route)).statusCode())
        .isEqualTo(404);
    String sweep = at.post(PROPOSALS, breach + "/make", Map.of("route", route));
    assertThat(page(sweep))
        .contains("Sweep after the breach of Breached", "A draft: nothing was sent");
    look();
    assertThat(page(PROPOSALS)).doesNotContain("Breached: a breach");
    assertThat(
            house.count(
                "select count(*) from campaign_mail m join campaign c on c.id ="
                    + " m.campaign where c.title like 'Sweep after%'"))
        .isZero();
  }
}
