-- How many people stand behind a sub-processor of these suppliers, and with what: the hand-written
-- peer of an outlook over the same files. Each person once, with all elements that were sent.
WITH sent AS (
  SELECT subject, bit_or(low) AS low, bit_or(high) AS high
  FROM ${disclosures} d JOIN element_set e ON e.id = d.elements
  WHERE supplier IN ${suppliers}
  GROUP BY subject),
people AS (
  SELECT i.person, bit_or(low) AS low, bit_or(high) AS high
  FROM sent s JOIN ${identifiers} i ON i.subject = s.subject
  GROUP BY i.person),
alike AS (SELECT low, high, count(*) AS people FROM people GROUP BY low, high)
SELECT sum(people)::BIGINT FROM alike
