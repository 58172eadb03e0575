package org.stoplog.server.campaigns;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stoplog.server.mail.Letter;

/** What suppliers are written: drafts that somebody has to read, and the words around them. */
final class CampaignText {
  /** Languages of mails and pages (BCP 47). */
  static final List<String> LANGUAGES = List.of("en", "de", "fr", "es");

  /** Fields that there are, with what stands in them. */
  static final Map<String, String> FIELDS =
      new TreeMap<>(
          Map.of(
              "supplier", "the supplier that is asked",
              "breached", "the breached supplier; in a sweep alone",
              "link", "the address of its questions",
              "due", "the day until which we ask for answers",
              "expires", "until when the link works"));

  private CampaignText() {}

  /** For a campaign, or for a sweep after a breach. */
  static Letter first(String language, boolean isSweep) {
    return flowing(
        switch (language) {
          case "de" -> isSweep ? sweepInGerman() : campaignInGerman();
          case "fr" -> isSweep ? sweepInFrench() : campaignInFrench();
          case "es" -> isSweep ? sweepInSpanish() : campaignInSpanish();
          default -> isSweep ? sweep() : campaign();
        });
  }

  /** A line for each paragraph: whoever reads it has a wide window or a telephone. */
  private static Letter flowing(Letter letter) {
    return new Letter(
        letter.subject(), letter.body().strip().replaceAll("(?<!\\n)\\n(?!\\n)", " ") + "\n");
  }

  private static Letter sweep() {
    return new Letter(
        "Are you affected? Please answer by {{due}}",
        """
        Hello,

        {{breached}}, another supplier of ours, was breached. You keep data for us too, so we ask
        you, as we ask all others like it: are you affected?

        A few questions are at

        {{link}}

        Please answer by {{due}}, even if you do not know everything yet. You need no account, and
        may give the link to a colleague who knows better. It works until {{expires}}. We never ask
        for a password.

        If in doubt whether this is from us, call the contact that you have of us.
        """);
  }

  private static Letter campaign() {
    return new Letter(
        "Questions about how you protect our data, please by {{due}}",
        """
        Hello,

        {{supplier}} keeps data for us. From time to time we ask how it is protected. The questions
        are at

        {{link}}

        Please answer by {{due}}. You need no account, can stop and go on later, and may give the
        link to a colleague who knows better. It works until {{expires}}. We never ask for a
        password.

        If in doubt whether this is from us, call the contact that you have of us.
        """);
  }

  private static Letter sweepInGerman() {
    return new Letter(
        "Sind Sie betroffen? Bitte antworten Sie bis {{due}}",
        """
        Guten Tag,

        bei {{breached}}, einem anderen Dienstleister von uns, gab es eine Datenpanne. Auch Sie
        haben Daten von uns. Deshalb fragen wir Sie wie alle anderen: Sind Sie betroffen?

        Einige Fragen stehen unter

        {{link}}

        Bitte antworten Sie bis {{due}}, auch wenn Sie noch nicht alles wissen. Sie brauchen kein
        Konto und dürfen den Link an jemanden weitergeben, der es besser weiß. Er gilt bis
        {{expires}}. Nach einem Passwort fragen wir nie.

        Wenn Sie zweifeln, ob das von uns ist, rufen Sie Ihre Ansprechperson bei uns an.
        """);
  }

  private static Letter campaignInGerman() {
    return new Letter(
        "Fragen zum Schutz unserer Daten, bitte bis {{due}}",
        """
        Guten Tag,

        {{supplier}} hat Daten von uns. Von Zeit zu Zeit fragen wir, wie sie geschützt sind. Die
        Fragen stehen unter

        {{link}}

        Bitte antworten Sie bis {{due}}. Sie brauchen kein Konto, können unterbrechen und später
        weitermachen, und dürfen den Link an jemanden weitergeben, der es besser weiß. Er gilt bis
        {{expires}}. Nach einem Passwort fragen wir nie.

        Wenn Sie zweifeln, ob das von uns ist, rufen Sie Ihre Ansprechperson bei uns an.
        """);
  }

  private static Letter sweepInFrench() {
    return new Letter(
        "Êtes-vous touché ? Merci de répondre avant le {{due}}",
        """
        Bonjour,

        {{breached}}, un autre de nos fournisseurs, a subi une violation de données. Vous conservez
        aussi des données pour nous. Nous vous demandons donc, comme à tous les autres : êtes-vous
        touché ?

        Quelques questions se trouvent ici :

        {{link}}

        Merci de répondre avant le {{due}}, même si vous ne savez pas encore tout. Il ne faut pas de
        compte, et vous pouvez transmettre le lien à un collègue mieux informé. Il fonctionne
        jusqu'au {{expires}}. Nous ne demandons jamais de mot de passe.

        Si vous doutez que ce message vienne de nous, appelez votre contact chez nous.
        """);
  }

  private static Letter campaignInFrench() {
    return new Letter(
        "Questions sur la protection de nos données, avant le {{due}}",
        """
        Bonjour,

        {{supplier}} conserve des données pour nous. De temps en temps, nous demandons comment elles
        sont protégées. Les questions se trouvent ici :

        {{link}}

        Merci de répondre avant le {{due}}. Il ne faut pas de compte, vous pouvez vous arrêter et
        reprendre plus tard, et transmettre le lien à un collègue mieux informé. Il fonctionne
        jusqu'au {{expires}}. Nous ne demandons jamais de mot de passe.

        Si vous doutez que ce message vienne de nous, appelez votre contact chez nous.
        """);
  }

  private static Letter sweepInSpanish() {
    return new Letter(
        "¿Están afectados? Respondan, por favor, antes del {{due}}",
        """
        Hola:

        {{breached}}, otro de nuestros proveedores, ha sufrido una brecha de datos. Ustedes también
        guardan datos para nosotros. Por eso les preguntamos, como a todos los demás: ¿están
        afectados?

        Unas pocas preguntas están en

        {{link}}

        Respondan, por favor, antes del {{due}}, aunque aún no lo sepan todo. No necesitan una
        cuenta y pueden pasar el enlace a un colega que sepa más. Funciona hasta {{expires}}. Nunca
        pedimos una contraseña.

        Si dudan de que esto venga de nosotros, llamen a su contacto en nuestra empresa.
        """);
  }

  private static Letter campaignInSpanish() {
    return new Letter(
        "Preguntas sobre cómo protegen nuestros datos, antes del {{due}}",
        """
        Hola:

        {{supplier}} guarda datos para nosotros. De vez en cuando preguntamos cómo están protegidos.
        Las preguntas están en

        {{link}}

        Respondan, por favor, antes del {{due}}. No necesitan una cuenta, pueden parar y seguir más
        tarde, y pasar el enlace a un colega que sepa más. Funciona hasta {{expires}}. Nunca pedimos
        una contraseña.

        Si dudan de que esto venga de nosotros, llamen a su contacto en nuestra empresa.
        """);
  }

  /** Before the text when it is sent again to whoever is silent. */
  static String again(String language) {
    return switch (language) {
      case "de" -> "Erinnerung: ";
      case "fr" -> "Rappel : ";
      case "es" -> "Recordatorio: ";
      default -> "Reminder: ";
    };
  }

  /** What stands before the mail that a second contact gets, when the first one is silent. */
  static String second(String language) {
    return switch (language) {
      case "de" ->
          "Das Folgende haben wir schon dem ersten Kontakt geschickt, den wir bei Ihnen haben, und"
              + " noch keine Antwort bekommen. Bitte kümmern Sie sich darum.\n\n";
      case "fr" ->
          "Nous avons déjà envoyé ce qui suit au premier contact que nous avons chez vous, sans"
              + " réponse. Merci de vous en occuper.\n\n";
      case "es" ->
          "Ya enviamos lo siguiente al primer contacto que tenemos con ustedes, sin respuesta."
              + " Por favor, ocúpense de ello.\n\n";
      default ->
          "We sent the following to the first contact that we have at your company, and have no"
              + " answer yet. Please see to it.\n\n";
    };
  }

  /** The mail with the code, to the second contact. */
  static Letter code(String language, String code, String until) {
    return flowing(codeIn(language, code, until));
  }

  private static Letter codeIn(String language, String code, String until) {
    return switch (language) {
      case "de" ->
          new Letter(
              "Ein Code für Fragen, zu denen jemand anderes bei Ihnen einen Link hat",
              """
              Guten Tag,

              jemand anderes bei Ihnen hat von uns einen Link zu Fragen bekommen. Da das erste
              Postfach in fremden Händen sein kann, öffnet er sich nur mit diesem Code:

              %s

              Geben Sie ihn telefonisch weiter, nicht per Mail. Er gilt bis %s.
              """
                  .formatted(code, until));
      case "fr" ->
          new Letter(
              "Un code pour des questions dont quelqu'un d'autre chez vous a le lien",
              """
              Bonjour,

              quelqu'un d'autre chez vous a reçu de nous un lien vers des questions. Comme la
              première boîte peut être entre d'autres mains, il ne s'ouvre qu'avec ce code :

              %s

              Transmettez-le par téléphone, pas par courriel. Il est valable jusqu'au %s.
              """
                  .formatted(code, until));
      case "es" ->
          new Letter(
              "Un código para preguntas cuyo enlace tiene otra persona de su empresa",
              """
              Hola:

              otra persona de su empresa recibió de nosotros un enlace a unas preguntas. Como el
              primer buzón puede estar en manos ajenas, solo se abre con este código:

              %s

              Dénselo por teléfono, no por correo. Es válido hasta %s.
              """
                  .formatted(code, until));
      default ->
          new Letter(
              "A code for questions that somebody else of you got a link to",
              """
              Hello,

              somebody else of you got a link to questions from us. Since the first mailbox may be in
              other hands, it opens only with this code:

              %s

              Give it to them by telephone, not by mail. It works until %s.
              """
                  .formatted(code, until));
    };
  }
}
