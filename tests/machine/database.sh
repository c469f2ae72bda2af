#!/bin/bash
# A database as RDS hands it over: a master user that is no superuser, and tokens for whoever is in rds_iam.
set -euo pipefail

config=/etc/postgresql/17/main
install --owner=postgres --group=postgres --mode=0600 /srv/aws/server.key /srv/aws/server.pem $config/
cat >$config/conf.d/rds.conf <<END
port = 5433
ssl = on
ssl_cert_file = '$config/server.pem'
ssl_key_file = '$config/server.key'
log_connections = on
END
cat >$config/pg_hba.conf <<END
local all postgres peer
hostssl all master all scram-sha-256
hostssl all +rds_iam all pam pamservice=rds
END
echo "auth required pam_exec.so expose_authtok quiet /usr/bin/python3 /srv/aws/admit.py
account required pam_permit.so" >/etc/pam.d/rds

pg_ctlcluster 17 main start
master=$(python3 -c "import json; print(json.load(open('/srv/aws/state.json'))['master'])")
runuser --user postgres -- psql --port=5433 --quiet <<END
create role rds_iam;
create role master login createrole createdb password '$master';
grant rds_iam to master with admin option, inherit false, set false;
END
