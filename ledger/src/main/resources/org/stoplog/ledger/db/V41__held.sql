-- Requests that gateways kept instead of sending them, until two people release or destroy them. The content is about people: it
-- is sealed, shown on no page, and gone with the statement that ends the row.

create table held_request (
  id          uuid primary key,
  number      bigint not null generated always as identity unique,
  gateway     uuid not null,
  segment     bigint not null,
  request     int not null,
  connection  int not null references connection (id),
  kept_at     timestamptz not null,
  recorded_at timestamptz not null,
  bytes       bigint not null,
  content     bytea,
  state       text not null default 'held'
    check (state in ('held', 'released', 'handed-out', 'sent', 'unknown', 'destroyed', 'expired')),
  asked       text check (asked in ('release', 'destroy')),
  approval    uuid,
  handed_to   uuid,
  handed_at   timestamptz,
  ended_at    timestamptz,
  status      int,
  why         text,
  unique (gateway, segment, request),
  check ((content is null) = (state in ('sent', 'unknown', 'destroyed', 'expired'))),
  check ((content is null) = (ended_at is not null)),
  check ((state = 'handed-out') <= (handed_to is not null))
);
create index on held_request (connection, state);
create index on held_request (state, kept_at) where content is not null;

comment on column held_request.kept_at is 'by the gateway''s clock, but never after its segment came';
comment on column held_request.bytes is 'of the body';
comment on column held_request.content is 'sealed with the keyset: method, address, headers, body, and the rows of what would be disclosed';
comment on column held_request.state is 'released: two people want it sent; handed-out: a gateway has it, and has not said what became of it; unknown: possibly received';
comment on column held_request.asked is 'what somebody asked another to decide of it; holds no longer than its approval';
comment on column held_request.status is 'of HTTP, as the supplier answered; null when nobody knows';
comment on column held_request.why is 'slug of why it could not be sent the last time, and is held again';

-- Without it a released request is not handed out. It does not come back with a restored backup: what was sent since would be
-- sent again.
create table passing.held_release (
  held uuid primary key references held_request (id) on delete cascade
);
