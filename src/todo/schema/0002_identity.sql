-- The built-in sign-in: people with passwords, and what an OpenID provider has to remember. New tables in a schema
-- of their own only, so nothing that runs can be disturbed. They stay empty where an outside issuer is used.
--
-- Nothing here can be used by who reads it: passwords are argon2id, cookies, codes, tokens and links are SHA-256 of
-- 256 random bits, and signing keys are encrypted with a key that is not in the database.

create schema identity;

create table identity.person (
  id uuid primary key default gen_random_uuid(),  -- the `sub` of tokens
  email text not null constraint person_email_length check (char_length(email) between 3 and 254),
  address text not null constraint person_address_length check (char_length(address) between 3 and 254),
  name text constraint person_name_length check (char_length(name) between 1 and 200),
  password text not null constraint person_password_kind check (password like '$argon2id$%'),
  is_verified boolean not null default false,     -- a link sent to the address was used
  created_at timestamptz not null default now(),
  password_at timestamptz not null default now(),
  constraint person_address_once unique (address) -- the email as it is compared: NFKC, case-folded
);

-- A browser that is signed in at the pages of the issuer; the application's own session is another table.
create table identity.signin (
  hash bytea primary key constraint signin_hash_length check (octet_length(hash) = 32),
  person uuid not null constraint signin_person references identity.person on delete cascade,
  auth_time timestamptz not null default now(),
  expires_at timestamptz not null
);
create index signin_person_of on identity.signin (person);
create index signin_expiry on identity.signin (expires_at);

create table identity.grant_code (
  hash bytea primary key constraint grant_code_hash_length check (octet_length(hash) = 32),
  family uuid not null default gen_random_uuid(), -- what the tokens that it is exchanged for belong to
  person uuid not null constraint grant_code_person references identity.person on delete cascade,
  signin bytea not null,
  client text not null,
  redirect_uri text not null,
  scope text not null,
  nonce text,
  challenge text not null,
  auth_time timestamptz not null,
  created_at timestamptz not null default now(),
  used_at timestamptz
);
create index grant_code_person_of on identity.grant_code (person);
create index grant_code_age on identity.grant_code (created_at);

-- Refresh tokens that descend from one sign-in. Each use of one ends it and makes the next; if an ended one comes
-- again, somebody has copied it, and the whole family ends (RFC 9700, section 4.14.2).
create table identity.family (
  id uuid primary key,
  person uuid not null constraint family_person references identity.person on delete cascade,
  signin bytea not null,
  client text not null,
  scope text not null,
  auth_time timestamptz not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index family_person_of on identity.family (person);
create index family_signin_of on identity.family (signin);
create index family_expiry on identity.family (expires_at);

create table identity.refresh_token (
  hash bytea primary key constraint refresh_token_hash_length check (octet_length(hash) = 32),
  family uuid not null constraint refresh_token_family references identity.family on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index refresh_token_family_of on identity.refresh_token (family);
create index refresh_token_expiry on identity.refresh_token (expires_at);

-- What a mailed link allows once: a new password for a person, or the account that somebody asked for at sign-up.
create table identity.link (
  hash bytea primary key constraint link_hash_length check (octet_length(hash) = 32),
  purpose text not null constraint link_purpose check (purpose in ('reset', 'confirm')),
  person uuid constraint link_person references identity.person on delete cascade,
  email text,
  name text,
  password text,
  created_at timestamptz not null default now(),
  constraint link_whole check (purpose = 'reset' or (email is not null and password is not null))
);
create index link_person_of on identity.link (person);
create index link_age on identity.link (created_at);

-- How often something was tried, and from when on it may be tried again.
create table identity.attempt (
  bucket text primary key constraint attempt_bucket_length check (char_length(bucket) <= 100),
  tries integer not null,
  last_at timestamptz not null default now(),
  opens_at timestamptz not null default now()
);
create index attempt_age on identity.attempt (last_at);

create table identity.signing_key (
  kid text primary key,
  sealed bytea not null,      -- the private key, encrypted
  public jsonb not null constraint signing_key_is_public check (not public ?| array['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']),
  signs_from timestamptz not null,
  created_at timestamptz not null default now()
);

-- FORCE binds the owner as well. The service says `todo.identity` only in the code of the sign-in, so that a query
-- of any other part finds these tables empty.
do $$
declare
  name text;
begin
  foreach name in array array['person', 'signin', 'grant_code', 'family', 'refresh_token', 'link', 'attempt', 'signing_key'] loop
    execute format('alter table identity.%I enable row level security', name);
    execute format('alter table identity.%I force row level security', name);
    execute format('create policy in_identity on identity.%I using ((select current_setting(''todo.identity'', true)) = ''on'')', name);
  end loop;
end
$$;

grant usage on schema identity to todo_service;
grant select, insert, delete on
  identity.person, identity.signin, identity.grant_code, identity.family, identity.refresh_token, identity.link,
  identity.attempt, identity.signing_key to todo_service;
grant update (password, password_at, is_verified) on identity.person to todo_service;
grant update (used_at) on identity.grant_code, identity.refresh_token to todo_service;
grant update (ended_at) on identity.family to todo_service;
grant update (tries, last_at, opens_at) on identity.attempt to todo_service;
