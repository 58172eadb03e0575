-- What signs somebody in instead of password and code. It does not come back with a restored backup: one that
-- was removed since, because its telephone was lost, would be good again.
create table passing.passkey (
  id         uuid primary key,
  account    uuid not null,
  credential bytea not null unique check (octet_length(credential) between 1 and 1023),
  attested   bytea not null check (octet_length(attested) < 4096),
  sign_count bigint not null check (sign_count >= 0),
  name       text not null check (length(name) between 1 and 60),
  added_at   timestamptz not null,
  used_at    timestamptz
);
create index on passing.passkey (account, added_at);

comment on column passing.passkey.credential is 'its id, as the authenticator chose it';
comment on column passing.passkey.attested is 'attested credential data of WebAuthn, with the public key';
comment on column passing.passkey.sign_count is 'of the last use; one that falls says that there is a copy';
comment on column passing.passkey.added_at is 'by the real clock, as all times here';

-- Challenges that were answered, until nobody would take them any more.
create table passing.challenge (
  hash       bytea primary key check (octet_length(hash) = 32),
  expires_at timestamptz not null
);
create index on passing.challenge (expires_at);
