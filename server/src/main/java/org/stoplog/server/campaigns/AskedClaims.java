package org.stoplog.server.campaigns;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.stoplog.server.assessments.Answer;
import org.stoplog.server.assessments.Scoring;

/** What a supplier has sent, and nobody of us has taken over. */
final class AskedClaims {
  private AskedClaims() {}

  /** Of each question; nothing while it sent nothing: a draft is the supplier's own. */
  static List<Scoring.Line> of(CampaignDesk desk, CampaignDesk.Inside inside, Asked one) {
    UUID assessment = one.assessment();
    Instant sent = one.sent();
    if (assessment == null || sent == null || one.taken() != null) {
      return List.of();
    }
    UUID by = inside.campaign().createdBy();
    List<Answer> claims =
        inside.rows().drafts(one).stream()
            .map(
                draft ->
                    new Answer(draft.question(), draft.answer(), draft.words(), by, sent, sent))
            .toList();
    return Scoring.of(desk.assessments(inside.jdbc()).questions(assessment), claims).lines();
  }
}
