package org.stoplog.server.incidents;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;

/** What happens in an incident, for programs: timeline, notes, state, tasks, questions. */
@Controller
final class RoomApi {
  private static final String PATH = IncidentsApi.PATH + "/{id}";

  private final Incidents incidents;
  private final RoomActs room;
  private final QuestionActs questions;

  RoomApi(Incidents incidents) {
    this.incidents = incidents;
    this.room = new RoomActs(incidents);
    this.questions = new QuestionActs(incidents);
  }

  /**
   * An event.
   *
   * @param kind such as claim.recorded
   * @param actor the account; null for the program itself
   * @param at by the clock of the product; realAt by the real one
   * @param privileged whether it is under legal privilege; shown to those members who may see it
   * @param ref what it is about, as ids of ours
   * @param text what somebody wrote
   */
  record Event(
      long seq,
      String kind,
      @Nullable UUID actor,
      Instant at,
      Instant realAt,
      boolean privileged,
      @Nullable String ref,
      @Nullable String text) {}

  /** A note of 1 to 10 000 characters. */
  record Note(String text, @Nullable Boolean privileged) {}

  /** How far it has come: suspected, confirmed, contained or closed. */
  record State(String state) {}

  /**
   * A task.
   *
   * @param owner the account; null for nobody yet
   * @param proof what shows that it is done
   */
  record Task(
      UUID id,
      String title,
      @Nullable UUID owner,
      @Nullable Instant due,
      boolean done,
      @Nullable String proof) {}

  /**
   * A new task.
   *
   * @param due a time such as 2025-11-08T14:00Z; a day means its end, in UTC
   */
  record NewTask(String title, @Nullable UUID owner, @Nullable String due) {}

  /** What shows that a task is done. */
  record Proof(String proof) {}

  /**
   * A question to the supplier.
   *
   * @param askedAt null while it was not asked
   * @param chased how often it was asked again
   * @param claim the claim that came of the answer
   */
  record Question(
      String question,
      String text,
      @Nullable Instant askedAt,
      int chased,
      @Nullable String answer,
      @Nullable String claim) {}

  /** What the supplier answered, and the claim that came of it. */
  record Answer(String answer, @Nullable String claim) {}

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Events of an incident, newest first.")
  @GetMapping(PATH + "/timeline")
  ResponseEntity<ApiAnswers.Page<Event>> timeline(
      @PathVariable("id") UUID id,
      @RequestParam(name = "before", required = false) @Nullable Long before,
      @RequestParam(name = "limit", required = false) @Nullable Integer asked) {
    int limit = ApiAnswers.limit(asked);
    return ApiAnswers.ok(events(id, before == null ? Long.MAX_VALUE : before, limit));
  }

  private ApiAnswers.Page<Event> events(UUID id, long before, int limit) {
    List<Timeline.Event> found =
        incidents.read(
            Caller.signedIn(),
            id,
            inside ->
                inside.timeline().before(id, before, limit + 1, inside.member().privileged()));
    return ApiAnswers.page(
        found,
        limit,
        one ->
            new Event(
                one.seq(),
                one.kind(),
                one.actor(),
                one.at(),
                one.realAt(),
                one.privileged(),
                one.ref(),
                one.text()),
        one -> String.valueOf(one.seq()));
  }

  private ResponseEntity<Event> written(UUID id, long seq) {
    return ApiAnswers.created(
        IncidentsApi.PATH + "/" + id + "/timeline", events(id, seq + 1, 1).items().getFirst());
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Writes a note into the timeline.", status = 201)
  @PostMapping(PATH + "/notes")
  ResponseEntity<Event> note(@PathVariable("id") UUID id, @JsonBody Note note) {
    return written(
        id, room.note(Caller.signedIn(), id, note.text(), Boolean.TRUE.equals(note.privileged())));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Says how far the incident has come.", status = 201)
  @PostMapping(PATH + "/state")
  ResponseEntity<Event> state(@PathVariable("id") UUID id, @JsonBody State state) {
    return written(id, room.state(Caller.signedIn(), id, state.state()));
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("All tasks: open ones first, by their time.")
  @GetMapping(PATH + "/tasks")
  ResponseEntity<ApiAnswers.Page<Task>> tasks(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(new ApiAnswers.Page<>(all(id), null));
  }

  private List<Task> all(UUID id) {
    return incidents.read(
        Caller.signedIn(),
        id,
        inside ->
            new Tasks(inside.jdbc(), inside.keys())
                .all(id).stream()
                    .map(
                        one ->
                            new Task(
                                one.id(),
                                one.title(),
                                one.owner(),
                                one.due(),
                                one.isDone(),
                                one.proof()))
                    .toList());
  }

  private Task task(UUID id, UUID task) {
    return all(id).stream().filter(one -> one.id().equals(task)).findFirst().orElseThrow();
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Adds a task.", status = 201)
  @PostMapping(PATH + "/tasks")
  ResponseEntity<Task> addTask(@PathVariable("id") UUID id, @JsonBody NewTask task) {
    UUID made =
        room.addTask(
            Caller.signedIn(),
            id,
            task.title(),
            Objects.toString(task.owner(), ""),
            Objects.toString(task.due(), ""));
    return ApiAnswers.created(IncidentsApi.PATH + "/" + id + "/tasks", task(id, made));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Closes a task, with what shows that it is done.")
  @PostMapping(PATH + "/tasks/{task}/done")
  ResponseEntity<Task> closeTask(
      @PathVariable("id") UUID id, @PathVariable("task") UUID task, @JsonBody Proof proof) {
    room.closeTask(Caller.signedIn(), id, task, proof.proof());
    return ApiAnswers.ok(task(id, task));
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The questions to the supplier, and what came back.")
  @GetMapping(PATH + "/questions")
  ResponseEntity<ApiAnswers.Page<Question>> questions(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(new ApiAnswers.Page<>(asked(id), null));
  }

  private List<Question> asked(UUID id) {
    return incidents.read(
        Caller.signedIn(),
        id,
        inside -> {
          Map<SupplierQuestion, Questions.Asked> asked =
              new Questions(inside.jdbc(), inside.keys())
                  .all(id).stream()
                      .collect(Collectors.toMap(Questions.Asked::question, Function.identity()));
          List<Question> all = new ArrayList<>();
          for (SupplierQuestion question : SupplierQuestion.values()) {
            Questions.Asked one = asked.get(question);
            all.add(
                new Question(
                    question.slug(),
                    question.text(),
                    one == null ? null : one.askedAt(),
                    one == null ? 0 : one.chased(),
                    one == null ? null : one.answer(),
                    one == null ? null : one.claim()));
          }
          return all;
        });
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Notes that the open questions were sent to the supplier.")
  @PostMapping(PATH + "/questions")
  ResponseEntity<ApiAnswers.Page<Question>> ask(@PathVariable("id") UUID id) {
    questions.ask(Caller.signedIn(), id);
    return ApiAnswers.ok(new ApiAnswers.Page<>(asked(id), null));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Records what the supplier answered to a question.")
  @PostMapping(PATH + "/questions/{question}")
  ResponseEntity<Question> answer(
      @PathVariable("id") UUID id,
      @PathVariable("question") String question,
      @JsonBody Answer answer) {
    questions.answer(
        Caller.signedIn(),
        id,
        question,
        answer.answer(),
        answer.claim() == null ? "" : answer.claim());
    return ApiAnswers.ok(
        asked(id).stream()
            .filter(one -> one.question().equals(question))
            .findFirst()
            .orElseThrow());
  }
}
