package org.stoplog.ledger.detect;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be found in free text: one entry for each kind. Names are stored and shown: they are
 * only added to.
 */
public enum Detector {
  // Secrets.
  PRIVATE_KEY(
      Kind.SECRET,
      "Private key",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "PEM header of a private key, encrypted ones too",
      "RFC 7468, OpenSSH PROTOCOL.key"),
  JSON_WEB_TOKEN(
      Kind.SECRET,
      "JSON web token",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "three base64url parts, the first of which decodes to JSON with alg",
      "RFC 7519"),
  AWS_ACCESS_KEY(
      Kind.SECRET,
      "AWS access key id",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "AKIA, ASIA, ABIA or ACCA and 16 characters of base32",
      "AWS IAM user guide, unique identifiers"),
  GITHUB_TOKEN(
      Kind.SECRET,
      "GitHub token",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "ghp_, gho_, ghu_, ghs_ or ghr_ and 36 characters, the last six of them the CRC-32 of the"
          + " others",
      "github.blog, Behind GitHub's new authentication token formats"),
  GITHUB_FINE_GRAINED(
      Kind.SECRET,
      "GitHub fine-grained token",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "github_pat_, 22 characters, an underscore, 59 characters",
      "GitHub docs, token formats"),
  GITLAB_TOKEN(
      Kind.SECRET,
      "GitLab token",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "glpat- and 20 or more characters",
      "GitLab docs, token overview"),
  NPM_TOKEN(
      Kind.SECRET,
      "npm token",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "npm_ and 36 characters, the last six of them the CRC-32 of the others",
      "github.blog changelog, npm has a new access token format"),
  PYPI_TOKEN(
      Kind.SECRET,
      "PyPI token",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "pypi-AgEIcHlwaS5vcmc (the encoded name of the index) and 50 or more characters",
      "PyPI docs, API tokens"),
  SLACK_TOKEN(
      Kind.SECRET,
      "Slack token",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "xoxb-, xoxp-, xoxa-, xoxr-, xoxs- or xapp-, a digit, and 20 or more characters",
      "Slack docs, token types"),
  SLACK_WEBHOOK(
      Kind.SECRET,
      "Slack webhook",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "hooks.slack.com/services/ and three parts, the first with T, the second with B",
      "Slack docs, incoming webhooks"),
  STRIPE_KEY(
      Kind.SECRET,
      "Stripe key",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "sk_live_, rk_live_, sk_test_ or rk_test_ and 16 or more characters; whsec_ and 32 or more",
      "Stripe docs, API keys"),
  GOOGLE_API_KEY(
      Kind.SECRET,
      "Google API key",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "AIza and 35 characters",
      "Google Cloud docs, API keys"),
  GOOGLE_CLIENT_SECRET(
      Kind.SECRET,
      "Google OAuth client secret",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "GOCSPX- and 28 characters",
      "Google Cloud docs, OAuth clients"),
  SENDGRID_KEY(
      Kind.SECRET,
      "SendGrid key",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "SG., 22 characters, a dot, 43 characters",
      "SendGrid docs, API keys"),
  OPENAI_KEY(
      Kind.SECRET,
      "OpenAI key",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "sk- and 40 or more characters, among them T3BlbkFJ (the encoded name)",
      "GitHub docs, supported secret scanning patterns"),
  ANTHROPIC_KEY(
      Kind.SECRET,
      "Anthropic key",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "sk-ant- and 80 or more characters",
      "GitHub docs, supported secret scanning patterns"),
  HUGGING_FACE_TOKEN(
      Kind.SECRET,
      "Hugging Face token",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "hf_ and 34 letters",
      "GitHub docs, supported secret scanning patterns"),
  DIGITALOCEAN_TOKEN(
      Kind.SECRET,
      "DigitalOcean token",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "dop_v1_, doo_v1_ or dor_v1_ and 64 hexadecimal digits",
      "DigitalOcean docs, API tokens"),
  SHOPIFY_TOKEN(
      Kind.SECRET,
      "Shopify token",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "shpat_, shpca_, shppa_ or shpss_ and 32 hexadecimal digits",
      "Shopify docs, access tokens"),
  CLOUDFLARE_ORIGIN_KEY(
      Kind.SECRET,
      "Cloudflare origin CA key",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "v1.0-, 24 hexadecimal digits, a hyphen, 146 hexadecimal digits",
      "Cloudflare docs, origin CA keys"),
  CLOUDFLARE_CREDENTIAL(
      Kind.SECRET,
      "Cloudflare key or token",
      "auth.token_or_api_key",
      Certainty.CHECKED,
      "cfk_, cfut_ or cfat_, 40 characters and a checksum, whose making is not published",
      "Cloudflare docs, token formats"),
  CLOUDFLARE_TOKEN(
      Kind.SECRET,
      "Older Cloudflare token",
      "auth.token_or_api_key",
      Certainty.POSSIBLE,
      "40 mixed characters within 100 behind the word cloudflare; these tokens have no mark",
      "Cloudflare docs, API tokens"),
  BROKEN_TOKEN(
      Kind.SECRET,
      "Token whose checksum does not fit",
      "auth.token_or_api_key",
      Certainty.POSSIBLE,
      "as a GitHub or npm token, with another checksum: cut, altered or made up",
      "as for those"),
  URL_PASSWORD(
      Kind.SECRET,
      "Password in a URL or connection string",
      "auth.password_plain",
      Certainty.CHECKED,
      "scheme://user:password@host, without passwords that are placeholders",
      "RFC 3986, 3.2.1"),
  PASSWORD_BY_WORD(
      Kind.SECRET,
      "Password by key word",
      "auth.password_plain",
      Certainty.POSSIBLE,
      "behind password, pwd and such words with a colon or equals sign: 6 to 128 characters of two"
          + " kinds or more",
      "our own rule"),
  SECRET_BY_WORD(
      Kind.SECRET,
      "Token or key by key word",
      "auth.token_or_api_key",
      Certainty.POSSIBLE,
      "behind token, secret, api key and such words with a colon or equals sign: 16 or more"
          + " characters, letters and digits, of high entropy",
      "our own rule"),

  // What is about people.
  EMAIL(
      Kind.PERSONAL,
      "E-mail address",
      "contact.email",
      Certainty.CHECKED,
      "an address that can be normalised; names of pictures (logo@2x.png) are none",
      "RFC 5321, and docs/reference/identifiers.md"),
  PHONE(
      Kind.PERSONAL,
      "Telephone number",
      "contact.phone",
      Certainty.CHECKED,
      "starts with a plus and has a possible length for its country",
      "E.164, libphonenumber"),
  PHONE_BY_WORD(
      Kind.PERSONAL,
      "Telephone number by key word",
      "contact.phone",
      Certainty.POSSIBLE,
      "7 to 15 digits behind phone, mobile, tel and such words",
      "our own rule"),
  CARD_NUMBER(
      Kind.PERSONAL,
      "Payment card number",
      "fin.card_number",
      Certainty.CHECKED,
      "Luhn's check digit, and a beginning and length that an issuer gives out; one in about 30"
          + " numbers of 16 digits passes by chance",
      "ISO/IEC 7812"),
  IBAN(
      Kind.PERSONAL,
      "IBAN",
      "fin.bank_account",
      Certainty.CHECKED,
      "length of its country, and mod 97",
      "ISO 13616, SWIFT registry"),
  US_SSN(
      Kind.PERSONAL,
      "US social security number",
      "gov.national_id_ssn",
      Certainty.POSSIBLE,
      "structure only, since there is no check digit: 3-2-4 digits with hyphens, without numbers"
          + " that are never given out",
      "SSA, randomization"),
  UK_NINO(
      Kind.PERSONAL,
      "UK national insurance number",
      "gov.national_id_ssn",
      Certainty.POSSIBLE,
      "structure only, since there is no check digit: two letters that are given out, six digits, A"
          + " to D",
      "HMRC manual NIM39110"),
  DE_TAX_ID(
      Kind.PERSONAL,
      "German tax id",
      "fin.tax",
      Certainty.CHECKED,
      "11 digits, one of the first ten two or three times, check digit by mod 11,10; one in about"
          + " 300 numbers of 11 digits passes by chance",
      "BZSt, ISO/IEC 7064"),
  ES_DNI(
      Kind.PERSONAL,
      "Spanish DNI or NIE",
      "gov.national_id_ssn",
      Certainty.CHECKED,
      "eight digits, or X, Y or Z and seven, and the letter by mod 23",
      "Ministerio del Interior"),
  IT_FISCAL_CODE(
      Kind.PERSONAL,
      "Italian codice fiscale",
      "gov.national_id_ssn",
      Certainty.CHECKED,
      "16 characters of its structure, and the check letter",
      "DM 23 December 1976"),
  PL_PESEL(
      Kind.PERSONAL,
      "Polish PESEL",
      "gov.national_id_ssn",
      Certainty.CHECKED,
      "11 digits with a day of birth, and the check digit; one in about 50 numbers of 11 digits"
          + " passes by chance",
      "Polish act on the register of inhabitants"),
  NL_BSN(
      Kind.PERSONAL,
      "Dutch BSN",
      "gov.national_id_ssn",
      Certainty.CHECKED,
      "nine digits that pass the test by eleven, behind the words BSN, burgerservicenummer or"
          + " sofinummer: without them one in eleven would pass by chance",
      "RvIG, burgerservicenummer"),
  FR_NIR(
      Kind.PERSONAL,
      "French NIR",
      "gov.national_id_ssn",
      Certainty.CHECKED,
      "15 digits with sex and month, and the key by mod 97, with 2A and 2B; one in about 200"
          + " numbers of 15 digits passes by chance",
      "INSEE, NIR"),
  SE_PERSONNUMMER(
      Kind.PERSONAL,
      "Swedish personnummer",
      "gov.national_id_ssn",
      Certainty.CHECKED,
      "a day of birth, a hyphen or plus (or 12 digits in one piece), and Luhn's check digit",
      "Skatteverket, SKV 704"),
  PASSPORT_BY_WORD(
      Kind.PERSONAL,
      "Passport number by key word",
      "gov.passport",
      Certainty.POSSIBLE,
      "6 to 9 letters and digits within 40 characters behind passport and such words",
      "our own rule"),
  BIRTH_BY_WORD(
      Kind.PERSONAL,
      "Date of birth by key word",
      "person.date_of_birth",
      Certainty.POSSIBLE,
      "a date in figures within 30 characters behind born, birth, DOB and such words",
      "our own rule"),
  IP_ADDRESS(
      Kind.PERSONAL,
      "IP address",
      "device.ip_address",
      Certainty.POSSIBLE,
      "IPv4 or IPv6 by structure, without private and reserved ranges and those of documents; versions"
          + " of programs can look the same",
      "RFC 791, RFC 4291, RFC 6890"),
  HEALTH_BY_WORD(
      Kind.PERSONAL,
      "Word on health",
      "sc.health",
      Certainty.POSSIBLE,
      "a word of a short English and German list; says nothing about whom it is about",
      "our own rule");

  /** What it is about. */
  public enum Kind {
    SECRET,
    PERSONAL
  }

  /** How sure a find is. */
  public enum Certainty {
    /** Has a documented form that hardly occurs otherwise, or passes a check. */
    CHECKED,
    /** By structure or a key word alone. */
    POSSIBLE;

    public String slug() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Kind kind;
  private final String label;
  private final String element;
  private final Certainty certainty;
  private final String check;
  private final String source;

  Detector(
      Kind kind, String label, String element, Certainty certainty, String check, String source) {
    this.kind = kind;
    this.label = label;
    this.element = element;
    this.certainty = certainty;
    this.check = check;
    this.source = source;
  }

  public Kind kind() {
    return kind;
  }

  /** For people. */
  public String label() {
    return label;
  }

  /** Id of the data element that it shows. */
  public String element() {
    return element;
  }

  public Certainty certainty() {
    return certainty;
  }

  /** What is looked at, in words. */
  public String check() {
    return check;
  }

  /** Who documents its form. */
  public String source() {
    return source;
  }

  /** Name in files, addresses and the database: {@code github-token}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<Detector> of(String slug) {
    return Arrays.stream(values()).filter(one -> one.slug().equals(slug)).findFirst();
  }
}
