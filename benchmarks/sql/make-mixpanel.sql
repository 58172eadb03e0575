-- A Mixpanel export: ${rows} events of a twentieth as many devices over three months.
COPY (
  SELECT ['Page View', 'Sign In', 'Checkout', 'Search'][(1 + hash(i, ${seed}, 'e') % 4)::INTEGER] AS event,
    {
      'time': (1735689600 + hash(i, ${seed}, 't') % 7776000)::BIGINT,
      'distinct_id': 'u' || hash(i, ${seed}, 'd') % greatest(${rows} // 20, 1),
      '$insert_id': md5(i::VARCHAR),
      '$email': CASE WHEN hash(i, ${seed}, 'm') % 4 = 0
        THEN 'user' || hash(i, ${seed}, 'd') % greatest(${rows} // 20, 1) || '@example.test' END,
      '$browser': 'Firefox', '$os': 'Linux', '$city': 'Berlin', 'mp_country_code': 'DE',
      'ip': '192.0.2.' || hash(i, ${seed}, 'i') % 250,
      '$current_url': 'https://www.example.test/p/' || hash(i, ${seed}, 'u') % 5000,
      '$referrer': CASE WHEN hash(i, ${seed}, 'r') % 3 = 0 THEN 'https://search.example/' END,
      'mp_lib': 'web', '$lib_version': '2.58.0'
    } AS properties
  FROM range(${rows}) r(i))
TO '${out}' (FORMAT json);
