package org.stoplog.server.people;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Whom to tell at organisations and how soon, for whoever tells them. */
public final class OrganisationDesk {
  private final Organisations organisations;

  OrganisationDesk(Organisations organisations) {
    this.organisations = organisations;
  }

  /**
   * Somebody to write to; it names them, so only what sends may read it.
   *
   * @param email empty without one
   */
  public record Reach(UUID id, int organisation, String email) {
    /** Names nobody. */
    @Override
    public String toString() {
      return "Reach[" + id + "]";
    }
  }

  /**
   * How soon an organisation must be told.
   *
   * @param event suspicion, awareness, confirmation or scope
   * @param words what the hours run from
   */
  public record Due(int hours, String event, String words) {}

  /** What organisations are called in the directory, by our number. */
  public Map<Integer, String> names() {
    return organisations.names();
  }

  /** All contacts in the order in which they were entered, by organisation. */
  public Map<Integer, List<Reach>> contacts() {
    return organisations.contacts().stream()
        .map(one -> new Reach(one.id(), one.organisation(), one.contact().email()))
        .collect(Collectors.groupingBy(Reach::organisation));
  }

  /** Empty when it was taken away. */
  public Optional<Reach> contact(UUID id) {
    return contacts().values().stream()
        .flatMap(List::stream)
        .filter(one -> one.id().equals(id))
        .findFirst();
  }

  public Map<Integer, List<Due>> clauses() {
    return organisations.clauses().stream()
        .collect(
            Collectors.groupingBy(
                Organisations.Kept::organisation,
                Collectors.mapping(
                    one ->
                        new Due(
                            one.clause().hours(),
                            one.clause().event(),
                            Clause.words(one.clause().event())),
                    Collectors.toList())));
  }
}
