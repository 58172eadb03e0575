package org.stoplog.ledger.detect;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words that say what stands beside them. English, and the same in a few languages. */
enum KeyWord {
  PASSWORD(
      "password passwd passphrase passcode pwd pass passwort kennwort contraseña wachtwoord hasło"
          + " lösenord"),
  SECRET(
      "secret token apikey api_key api_token apitoken access_key accesskey access_token accesstoken"
          + " auth_token authtoken bearer client_secret clientsecret secret_key secretkey private_key"
          + " privatekey secret_access_key account_key accountkey signing_key encryption_key"
          + " webhook_secret refresh_token refreshtoken"),
  CLOUDFLARE("cloudflare cf_api_token cf_api_key cloudflare_api_token cloudflare_api_key"),
  PHONE(
      "phone telephone mobile tel cell cellphone handy telefon téléphone teléfono telefono mobil"),
  BIRTH(
      "dob birth birthdate birthday born date_of_birth dateofbirth geburtsdatum geburtstag geboren"
          + " geb nacimiento naissance nascita"),
  PASSPORT("passport reisepass passeport pasaporte passaporto paspoort"),
  BSN("bsn burgerservicenummer sofinummer"),
  SSN("ssn"),
  HEALTH(
      "diagnosis diagnosed diagnose diagnostiziert cancer krebs chemotherapy chemotherapie diabetes"
          + " diabetic insulin hiv epilepsy epilepsie depression antidepressant medication"
          + " medikament prescription rezeptpflichtig pregnant pregnancy schwanger schwangerschaft"
          + " miscarriage asthma psychiatrist psychiater psychotherapy psychotherapie hospitalised"
          + " hospitalized krankschreibung arbeitsunfähigkeit schwerbehinderung dialysis");

  private static final int LONGEST = 24;
  private static final Map<String, KeyWord> WORDS = new HashMap<>();

  /** For the first letter of a word the lengths that words with it have, as bits. */
  private static final int[] LENGTHS = new int[128];

  private final List<String> words;

  KeyWord(String words) {
    this.words = List.of(words.split(" "));
  }

  static {
    for (KeyWord key : values()) {
      for (String word : key.words) {
        WORDS.put(word, key);
        LENGTHS[word.charAt(0)] |= 1 << word.length();
      }
    }
  }

  /** The key word that a word of a text is, or ends with behind an underscore; null for none. */
  static @Nullable KeyWord of(char[] text, int from, int to) {
    KeyWord whole = exactly(text, from, to);
    if (whole != null) {
      return whole;
    }
    int last = to;
    while (last > from && to - last <= LONGEST && text[last - 1] != '_') {
      last--;
    }
    return last > from && to - last <= LONGEST ? exactly(text, last, to) : null;
  }

  private static @Nullable KeyWord exactly(char[] text, int from, int to) {
    int length = to - from;
    if (length < 3 || length > LONGEST) {
      return null;
    }
    char first = text[from] < 128 ? (char) (text[from] | 32) : 127;
    return (LENGTHS[first] & 1 << length) == 0
        ? null
        : WORDS.get(new String(text, from, length).toLowerCase(Locale.ROOT));
  }

  /** All of them, for the documentation. */
  List<String> words() {
    return words;
  }
}
