-- The logins of a market's database, once, by its owner, on an empty server:
--   psql --set secrets=FOLDER --file logins.sql        (the PostgreSQL image runs it by itself)
-- `cocoon db migrate` makes the tables and says what each of the two groups may do with them.
\set ON_ERROR_STOP on
\if :{?secrets}
\else
  \set secrets /run/secrets
\endif
\set core_password `cat :secrets/core-password`
\set member_password `cat :secrets/member-password`
CREATE ROLE cocoon_ledger NOLOGIN;
CREATE ROLE cocoon_membership NOLOGIN;
CREATE ROLE cocoon_core LOGIN PASSWORD :'core_password' IN ROLE cocoon_ledger;
CREATE ROLE cocoon_member LOGIN PASSWORD :'member_password' IN ROLE cocoon_membership;
