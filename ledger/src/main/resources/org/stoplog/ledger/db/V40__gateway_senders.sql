-- Who may send by a certificate, and names by which senders reach a connection.

alter table gateway_connection
  add column certificate_name text,
  add column host text unique,
  add check (certificate_name is null or secret_sha256 is null);

comment on column gateway_connection.certificate_name is 'DNS name or URI in the certificates of senders; null when none is asked for';
comment on column gateway_connection.host is 'name by which senders reach it, beside its path; null for none';
