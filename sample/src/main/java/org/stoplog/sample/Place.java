package org.stoplog.sample;

/** Where somebody lives: a country and what goes with it. Cities are made up. */
enum Place {
  DE("de", "Europe/Berlin", "Norderfurt", "Altbrück"),
  FR("fr", "Europe/Paris", "Clairvaux-sur-Lande", "Montbrume"),
  GB("en", "Europe/London", "Harrowmere", "Castlewick"),
  US("en", "America/Chicago", "Pinehollow", "Redmarsh"),
  ES("es", "Europe/Madrid", "Villaserena", "Puertomar"),
  BR("pt", "America/Sao_Paulo", "Rio Lindo", "Serra Alta"),
  PL("pl", "Europe/Warsaw", "Białogród", "Nowołąka"),
  GR("el", "Europe/Athens", "Καλόνερο", "Μικροπόλη"),
  UA("uk", "Europe/Kyiv", "Вербополе", "Синьоріч"),
  IL("he", "Asia/Jerusalem", "גבעת רון", "מעיינות"),
  EG("ar", "Africa/Cairo", "واحة النور", "تل الرمل"),
  IN("hi", "Asia/Kolkata", "नवग्राम", "सूर्यपुर"),
  JP("ja", "Asia/Tokyo", "北霧市", "青葉原"),
  CN("zh", "Asia/Shanghai", "云溪", "白石湾"),
  KR("ko", "Asia/Seoul", "새벽동", "푸른골"),
  TR("tr", "Europe/Istanbul", "Gümüşova", "Yeşildere"),
  VN("vi", "Asia/Ho_Chi_Minh", "Bình Minh", "Sông Xanh"),
  TH("th", "Asia/Bangkok", "บ้านดาว", "ทุ่งทอง");

  final String language;
  final String timezone;
  final String[] cities;

  Place(String language, String timezone, String... cities) {
    this.language = language;
    this.timezone = timezone;
    this.cities = cities;
  }
}
