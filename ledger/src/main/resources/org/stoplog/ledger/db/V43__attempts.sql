-- Who was refused at which host: the requests of traffic_day.refused, and those at hosts that no rule names. Nothing here is about a
-- person.
create table traffic_attempt (
  gateway    uuid not null,
  connection int not null,
  day        date not null,
  host       text not null,
  app        text not null,
  refused    bigint not null,
  first_at   timestamptz not null,
  last_at    timestamptz not null,
  primary key (gateway, connection, day, host, app)
);
create index on traffic_attempt (connection, last_at);

comment on column traffic_attempt.connection is '0 for a host that no rule names';
comment on column traffic_attempt.day is 'UTC';
comment on column traffic_attempt.host is 'empty where the connection says it; (others) beyond 1,000 pairs of a connection on a day';
comment on column traffic_attempt.app is 'name of a sender at the proxy, or product of the User-Agent; empty when unknown';

-- Where streams went since a time, whoever's connection they are recorded for.
create index on traffic_stream (opened_at);
create index on traffic_stream (ended_at);
