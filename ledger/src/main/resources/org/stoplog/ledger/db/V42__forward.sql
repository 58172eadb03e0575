-- Applications that use gateways as their proxy: who may, and which hosts belong to which connection. A host that no rule names is
-- refused; the host * stands for those.

create table forward_sender (
  id         text primary key,
  label      text not null,
  sha256     text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  made_by    uuid not null references account (id),
  made_at    timestamptz not null,
  revoked_by uuid references account (id),
  revoked_at timestamptz,
  check ((revoked_by is null) = (revoked_at is null))
);

comment on column forward_sender.id is 'the name that it shows; never given twice, since what is recorded names it';
comment on column forward_sender.label is 'which application it is, for people';
comment on column forward_sender.sha256 is 'of the UTF-8 of name, colon and password';
comment on column forward_sender.made_at is 'by the real clock, as all times here';

create table forward_rule (
  connection     int primary key references connection (id),
  ports          int[] not null,
  private_reason text,
  revision       bigint not null
);

comment on column forward_rule.private_reason is 'why its hosts may be in a private network; null when they may not';
comment on column forward_rule.revision is 'rises with each change of the form, also of its hosts';

create table forward_host (
  host       text primary key,
  connection int not null references forward_rule (connection)
);
create index on forward_host (connection);

-- A connection whose hosts are known can be cut without being in a supplier's place.
alter table gateway_cut drop constraint gateway_cut_connection_fkey;
alter table gateway_cut add constraint gateway_cut_connection_fkey foreign key (connection) references connection (id);

-- What was cut at its own page is watched for silence, as all that is cut.
insert into severance (id, supplier, connection, state, reason, by, at, policy_version, reviewed_by, reviewed_at, approval, restored_at)
  select g.id, c.supplier, g.connection, g.state, g.reason, g.by, g.at, (select version from gateway_policy), g.reviewed_by,
    g.reviewed_at, g.approval, g.restored_at
  from gateway_cut g join connection c on c.id = g.connection
  where g.severance is null
  order by g.number;
update gateway_cut set severance = id where severance is null;
alter table gateway_cut alter severance set not null;

comment on column gateway_cut.severance is 'that it was made with';

alter table passing.gateway_seen add aside bigint;

comment on column passing.gateway_seen.aside is 'segments that it set aside, since they were refused for good; null of an older gateway';
