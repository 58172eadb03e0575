-- What strangers can reach at the public listener works as this role. It owns nothing and may do
-- nothing but what a later file grants it, table by table. It can come in only while a server has
-- such a listener: then it gets a password.
do $$
begin
  create role stoplog_public nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls
    connection limit 4;
exception when duplicate_object then
  null; -- A role belongs to all databases of a server, and another one of them made it.
end
$$;
alter role stoplog_public set statement_timeout = '5s';
alter role stoplog_public set lock_timeout = '2s';
alter role stoplog_public set idle_in_transaction_session_timeout = '10s';
