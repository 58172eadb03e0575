package org.stoplog.ledger.reader;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.Elements;

/** What the names of columns say, in the languages that exports come in. */
final class HeaderWords {
  static final Set<String> EMAIL =
      Set.of(
          "email",
          "mail",
          "emailaddress",
          "mailaddress",
          "useremail",
          "customeremail",
          "contactemail",
          "primaryemail",
          "workemail",
          "emailaddr",
          "emails",
          "login email",
          "emailadresse",
          "mailadresse",
          "correo",
          "correoelectronico",
          "courriel",
          "adressemail",
          "adresseemail",
          "adresseelectronique",
          "adressecourriel",
          "postaelettronica",
          "indirizzoemail",
          "indirizzomail",
          "emailadres",
          "epostadres",
          "epost",
          "eposta",
          "epostadress",
          "epostadresse",
          "sahkoposti",
          "adresemail",
          "enderecodeemail",
          "enderecoemail",
          "メール",
          "メールアドレス",
          "邮箱",
          "电子邮件",
          "почта",
          "электроннаяпочта");

  static final Set<String> PHONE =
      Set.of(
          "phone",
          "phonenumber",
          "mobile",
          "mobilephone",
          "mobilenumber",
          "mobileno",
          "phoneno",
          "tel",
          "telephone",
          "telephonenumber",
          "cell",
          "cellphone",
          "msisdn",
          "phonee164",
          "telefon",
          "telefonnummer",
          "handy",
          "handynummer",
          "mobil",
          "mobilnummer",
          "rufnummer",
          "telefono",
          "movil",
          "celular",
          "portable",
          "numerodetelephone",
          "telefoonnummer",
          "telefoon",
          "telefone",
          "telemovel",
          "cellulare",
          "puhelin",
          "puhelinnumero",
          "telefonnr",
          "numertelefonu",
          "電話番号",
          "电话",
          "手机",
          "телефон",
          "smsnumber",
          "whatsapp");

  /** From the surest to the least sure. */
  static final List<String> PERSON =
      List.of(
          "userid",
          "personid",
          "customerid",
          "customernumber",
          "memberid",
          "kundennummer",
          "kundenid",
          "kundennr",
          "idcliente",
          "numeroclient",
          "clientenummer",
          "accountid",
          "useruuid",
          "userguid",
          "uid",
          "uuid",
          "externalid",
          "externaluserid",
          "personuuid",
          "benutzerid",
          "id",
          "subscriberid",
          "contactid",
          "clientid");

  static final Set<String> OWN_ID =
      Set.of(
          "benutzerid",
          "nutzerid",
          "kundenid",
          "identifiantutilisateur",
          "idutilisateur",
          "idusuario",
          "userid",
          "customerid",
          "personid",
          "memberid",
          "customernumber",
          "externalid",
          "externaluserid",
          "accountid",
          "uid",
          "useruuid",
          "userguid",
          "kundennummer",
          "kundennr",
          "idcliente",
          "numeroclient");

  static final Set<String> SUPPLIER_ID =
      Set.of(
          "distinctid",
          "mixpaneldistinctid",
          "anonymousid",
          "anonid",
          "contactid",
          "id",
          "deviceid",
          "subscriberid",
          "leadid",
          "profileid",
          "recordid",
          "vid",
          "clientid",
          "visitorid",
          "cookieid",
          "braze id",
          "brazeid",
          "supplierid",
          "uuid",
          "insertid");

  static final Set<String> ORGANISATION =
      Set.of(
          "organizationid",
          "organisationid",
          "orgid",
          "organization",
          "organisation",
          "org",
          "workspaceid",
          "workspace",
          "tenantid",
          "tenant",
          "companyid",
          "groupid",
          "teamid",
          "orguuid",
          "mandant",
          "mandantid",
          "organisationsid",
          "identifiantorganisation",
          "iddorganisation",
          "idorganizacion");

  static final Set<String> ORGANISATION_ROLE =
      Set.of(
          "role",
          "organisationrole",
          "organizationrole",
          "orgrole",
          "workspacerole",
          "tenantrole",
          "rolle",
          "userrole",
          "memberrole");

  static final Set<String> SINCE =
      Set.of("since", "validfrom", "from", "validsince", "gueltigab", "gueltigvon", "startson");

  static final Set<String> UNTIL =
      Set.of("until", "validto", "to", "validuntil", "validtill", "gueltigbis", "endson");

  static final Set<String> MERGED_INTO =
      Set.of("mergedinto", "mergedintoid", "mergedintouserid", "mergedto", "duplicateof");

  static final Set<String> GUARDIAN =
      Set.of("guardian", "guardianid", "guardianuserid", "parentid", "parentuserid");

  /** From the surest to the least sure. */
  static final List<String> TIME =
      List.of(
          "lastseen",
          "lastseenat",
          "zuletztgesehen",
          "dernierevisite",
          "ultimavisita",
          "lastactive",
          "lastactivity",
          "timestamp",
          "time",
          "eventtime",
          "senttime",
          "sentat",
          "occurredat",
          "updatedat",
          "lastupdated",
          "modifiedat",
          "lastmodified",
          "createdat",
          "created",
          "createdate",
          "createddate",
          "signupdate",
          "date",
          "datum",
          "fecha",
          "data");

  static final Set<String> ATTRIBUTE =
      Set.of(
          "country",
          "countrycode",
          "land",
          "pays",
          "pais",
          "plan",
          "tier",
          "language",
          "lang",
          "locale",
          "product",
          "products",
          "status",
          "state",
          "birthyear",
          "yearofbirth",
          "region",
          "segment",
          "edition",
          "type",
          "accounttype",
          "usertype",
          "market",
          "brand");

  private static final Map<String, Element> ELEMENTS = elements();

  private HeaderWords() {}

  /** Lower case letters and digits only, without accents: E-Mail Adresse is emailadresse. */
  static String plain(String column) {
    String apart = Normalizer.normalize(column, Normalizer.Form.NFD).replaceAll("\\p{Mn}+", "");
    // Japanese voiced sounds are marks as well; put together again they are letters.
    String whole = column.chars().allMatch(c -> c < 0x250) ? apart : column;
    return whole
        .toLowerCase(Locale.ROOT)
        .replace("ß", "ss")
        .replaceAll("[^\\p{L}\\p{M}\\p{N}]", "");
  }

  /** The last part of a dotted path, plain. */
  static String lastPart(String column) {
    return plain(column.substring(column.lastIndexOf('.') + 1));
  }

  static boolean isKnown(String column) {
    String plain = plain(column);
    return EMAIL.contains(plain)
        || PHONE.contains(plain)
        || PERSON.contains(plain)
        || SUPPLIER_ID.contains(plain)
        || ORGANISATION.contains(plain)
        || ELEMENTS.containsKey(plain);
  }

  /** Whether the name speaks of e-mail, as those of hashed columns do. */
  static boolean mentionsEmail(String column) {
    String plain = plain(column);
    return plain.contains("mail") || plain.equals("em") || EMAIL.contains(plain);
  }

  static boolean mentionsPhone(String column) {
    String plain = plain(column);
    return plain.contains("phone") || plain.contains("mobile") || plain.equals("ph");
  }

  /** The element that the catalogue knows under this name. */
  static Optional<Element> element(String column) {
    String plain = plain(column);
    Element element = ELEMENTS.get(plain);
    if (element == null) {
      element = ELEMENTS.get(lastPart(column));
    }
    if (element == null) {
      element = ELEMENTS.get(plain.replaceFirst("^(user|customer|contact|person|profile)", ""));
    }
    return Optional.ofNullable(element);
  }

  private static Map<String, Element> elements() {
    Map<String, Element> elements = new HashMap<>();
    for (Element element : Elements.catalogue().all()) {
      for (String hint : element.hints()) {
        // Hints with remarks and sums are for values and events, not for names of columns.
        if (hint.matches("[$_]?[A-Za-z][A-Za-z0-9_.]*(\\[\\])?") && hint.length() > 2) {
          elements.putIfAbsent(plain(hint), element);
        }
      }
    }
    elements.remove("to");
    elements.putIfAbsent("ip", Elements.catalogue().get("device.ip_address"));
    word(
        elements,
        "person.full_name",
        "nom complet",
        "nombre completo",
        "vollstaendigername",
        "vollstandigername");
    word(elements, "person.first_name", "firstname", "vorname", "prenom", "nombre", "nome");
    word(elements, "person.last_name", "lastname", "nachname", "nom", "apellido", "apellidos");
    word(elements, "person.last_name", "cognome", "sobrenome", "familienname", "achternaam");
    word(elements, "person.date_of_birth", "geburtsdatum", "datedenaissance", "fechanacimiento");
    word(elements, "contact.postal_code", "plz", "codepostal", "codigopostal", "zipcode");
    word(elements, "contact.postal_address", "strasse", "adresse", "direccion", "indirizzo");
    word(elements, "location.coarse", "stadt", "ort", "ville", "ciudad", "land", "pays", "pais");
    word(elements, "work.employer", "company", "companyname", "firma", "entreprise", "empresa");
    word(elements, "device.user_agent", "browser", "navigateur", "navegador");
    word(elements, "person.language", "sprache", "langue", "idioma", "lingua");
    word(elements, "location.timezone", "zeitzone", "fuseauhoraire", "zonahoraria");
    word(elements, "work.job_title", "berufsbezeichnung", "fonction", "poste", "cargo", "beruf");
    return elements;
  }

  private static void word(Map<String, Element> elements, String id, String... words) {
    for (String word : words) {
      elements.putIfAbsent(plain(word), Elements.catalogue().get(id));
    }
  }
}
