package org.stoplog.server.notices;

import org.stoplog.server.mail.ConnectionLost;
import org.stoplog.server.mail.DkimSigner;
import org.stoplog.server.mail.Envelope;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.mail.Reply;
import org.stoplog.server.mail.SmtpSession;
import org.stoplog.server.platform.Tokens;

/** Copies as signed messages over the route that was approved. */
final class OutgoingMail implements Outgoing {
  private final Copies.Approved approved;
  private final MailRoutes routes;
  private final MailRoute route;
  private final DkimSigner signer;

  OutgoingMail(Copies.Approved approved, MailRoutes routes, MailRoute route) {
    this.approved = approved;
    this.routes = routes;
    this.route = route;
    this.signer = routes.signer(route);
  }

  @Override
  public Copies.Copy copy(Copies.Addressed one, Letter letter) {
    long lead = one.due().lead();
    String messageId = Letter.messageId(approved.secret(), lead, route);
    byte[] bytes =
        signer.signed(
            letter.message(route, one.address(), approved.date(), messageId), approved.date());
    return new Copies.Copy(
        one.due(),
        one.people(),
        one.readers(),
        one.address(),
        Letter.domain(approved.secret(), one.address()),
        route.returnTo(CopyCode.bounceTag(approved.secret(), lead)),
        messageId.substring(1, messageId.indexOf('@')),
        letter.language(),
        one.code(),
        Tokens.sha256(bytes),
        bytes);
  }

  @Override
  public Line open() {
    SmtpSession session = routes.open(route);
    return new Line() {
      @Override
      public Reply send(Copies.Copy copy) throws ConnectionLost {
        return session.send(new Envelope(copy.returnTo(), copy.address(), copy.id()), copy.bytes());
      }

      @Override
      public boolean isUsable() {
        return session.isUsable();
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }
}
