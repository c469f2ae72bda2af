#!/bin/bash
# Turns a bare Amazon Linux 2023 into an instance of the service. The user data unpacks the bundle and runs this, as root:
#
#   #!/bin/bash
#   set -euo pipefail
#   export AWS_DEFAULT_REGION=…                            # the region
#   export DATABASE_HOST=…        DATABASE_PORT=…          # name and port of the database instance
#   export USER_POOL_ID=…         WEB_CLIENT_ID=…          # whose secret secrets.sh asks Cognito for
#   export SESSION_SECRET_ID=…                             # ARN in Secrets Manager of what secrets.sh fetches
#   export MASTER_SECRET_ID=…                              # ARN of the master user's, readable only while that is lent
#   export LOG_GROUP=…                                     # the group that the CloudWatch agent writes to
#   export TODO_BASE_URL=… TODO_ISSUER=… TODO_CLIENT_ID=…  # these and any other setting of docs/settings.md
#   … download and unpack the bundle …
#   bash /opt/todo/bundle/bootstrap.sh
#
# It fetches nothing but packages of Amazon Linux that the image lacks, may be run again, and ends with 0 when
# /health/ready answers. What it says goes to cloud-init's log, and by the agent to the log group; no secret is among it.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
version=$(<"$here/version")
python=$(<"$here/python")
home=/opt/todo/$version
current=/opt/todo/current

DATABASE_SECONDS=${DATABASE_SECONDS:-3600} # at a first deployment the roles are made after the stack
READY_SECONDS=${READY_SECONDS:-180}

say() { echo "todo: $*"; }

require() {
  local name
  for name in "$@"; do
    [ -n "${!name:-}" ] || { say "$name is missing in the user data"; exit 1; }
  done
}

install_packages() {
  # From the repository in S3 that the image is locked to. Elsewhere than on Amazon Linux they are there already.
  local packages=("$python" amazon-cloudwatch-agent logrotate)
  if command -v dnf >/dev/null && ! rpm --quiet --query "${packages[@]}"; then
    dnf install --quiet --assumeyes "${packages[@]}"
  fi
}

make_user() {
  getent passwd todo >/dev/null || useradd --system --user-group --home-dir /var/lib/todo --shell /usr/sbin/nologin todo
  install --directory --owner=root --group=todo --mode=0750 /etc/todo
  install --directory --owner=todo --group=todo --mode=0700 /var/lib/todo
  install --directory --owner=root --group=root --mode=0755 /var/log/todo
}

install_program() {
  if [ ! -e "$home/complete" ]; then
    rm -rf "$home"
    "$python" -m venv --without-pip "$home"
    pip_install --requirement="$here/requirements.txt"
    pip_install --requirement="$here/program.txt"
    install --directory "$home/instance"
    install --mode=0755 "$here/secrets.sh" "$home/instance/"
    install --mode=0644 "$here/rds-ca.pem" "$home/instance/"
    touch "$home/complete"
  fi
  ln --symbolic --force --no-dereference "$home" "$current"
}

pip_install() {
  local pip=("$here"/wheels/pip-*.whl) # runs as it is
  "$home/bin/python" "${pip[0]}/pip" install --quiet --no-cache-dir --disable-pip-version-check \
    --no-index --find-links="$here/wheels" --no-deps --require-hashes "$@"
}

database_url() { # role
  echo "postgresql://$1@$DATABASE_HOST:$DATABASE_PORT/todo?sslmode=verify-full&sslrootcert=$current/instance/rds-ca.pem"
}

write_environment() {
  export TODO_HOST=${TODO_HOST:-0.0.0.0} TODO_PORT=${TODO_PORT:-8000}
  export TODO_EVENTS_PORT=${TODO_EVENTS_PORT:-8001} TODO_HEALTH_PORT=${TODO_HEALTH_PORT:-8002}
  export TODO_DATA_DIR=/var/lib/todo
  export TODO_WORKERS=${TODO_WORKERS:-$(nproc)} TODO_TRUSTED_PROXIES=${TODO_TRUSTED_PROXIES:-1}
  export TODO_DRAIN_SECONDS=${TODO_DRAIN_SECONDS:-35} TODO_GRACE_SECONDS=${TODO_GRACE_SECONDS:-30}
  export TODO_DATABASE_AUTH=rds-iam TODO_AWS_REGION=$AWS_DEFAULT_REGION
  TODO_DATABASE_URL=$(database_url todo)
  export TODO_DATABASE_URL
  export TODO_ISSUER_PROFILE=cognito
  export TODO_CLIENT_SECRET_FILE=/run/todo/client-secret TODO_SECRET_FILE=/run/todo/secret
  export TODO_LOG=json TODO_METRICS=emf
  local name
  for name in $(compgen -e TODO_ | sort); do
    [[ ${!name} =~ ^[A-Za-z0-9:/.,_?\&=@%+-]*$ ]] || { say "$name has a character that systemd reads as something else"; exit 1; }
    echo "$name=\"${!name}\""
  done | write /etc/todo/environment
  printf '%s="%s"\n' AWS_DEFAULT_REGION "$AWS_DEFAULT_REGION" \
    USER_POOL_ID "$USER_POOL_ID" WEB_CLIENT_ID "$WEB_CLIENT_ID" SESSION_SECRET_ID "$SESSION_SECRET_ID" | write /etc/todo/secrets
}

write() { # what is piped in, complete or not at all
  install --owner=root --group=todo --mode=0640 /dev/null "$1.new"
  cat >"$1.new"
  mv "$1.new" "$1"
}

install_units() {
  install --mode=0644 "$here/todo.service" /etc/systemd/system/
  install --mode=0644 "$here/logrotate.conf" /etc/logrotate.d/todo
  install --directory /etc/systemd/system/logrotate.timer.d
  install --mode=0644 "$here/logrotate.timer.conf" /etc/systemd/system/logrotate.timer.d/todo.conf
  systemctl daemon-reload
}

start_agent() {
  local agent=/opt/aws/amazon-cloudwatch-agent
  if [ -x $agent/bin/amazon-cloudwatch-agent-ctl ]; then
    sed "s|\${LOG_GROUP}|$LOG_GROUP|" "$here/agent.json" >$agent/etc/todo.json
    $agent/bin/amazon-cloudwatch-agent-ctl -m ec2 -a fetch-config -s -c file:$agent/etc/todo.json
  else
    say "no CloudWatch agent here: logs stay in /var/log/todo"
  fi
}

migrate() {
  # shellcheck disable=SC2016
  runuser --user todo -- env --ignore-environment PATH=/usr/bin:/bin bash -c \
    'set -a; . /etc/todo/environment; TODO_MIGRATE_DATABASE_URL=$1 exec /opt/todo/current/bin/todo migrate' \
    migrate "$(database_url todo_owner)"
}

make_roles() {
  # Refused, but for the minutes of a first deployment: docs/decisions/0020-who-makes-the-database-roles.md
  aws secretsmanager get-secret-value --secret-id "$MASTER_SECRET_ID" --query SecretString --output text 2>/dev/null |
    "$home/bin/python" "$here/roles.py" "$(database_url master)"
}

await_database() {
  local deadline=$((SECONDS + DATABASE_SECONDS))
  until "$home/instance/secrets.sh" && migrate; do
    [ $SECONDS -lt $deadline ] || { say "the database could not be brought to this version"; exit 1; }
    make_roles || true
    sleep 5
  done
}

await_ready() { # port
  local deadline=$((SECONDS + READY_SECONDS))
  until curl --silent --fail --output /dev/null --max-time 5 "http://127.0.0.1:$1/health/ready"; do
    if [ $SECONDS -ge $deadline ]; then
      systemctl status --no-pager --full todo.service || true
      tail --lines=20 /var/log/todo/todo.log || true
      say "port $1 is not ready after $READY_SECONDS seconds"
      exit 1
    fi
    sleep 1
  done
}

require AWS_DEFAULT_REGION DATABASE_HOST DATABASE_PORT USER_POOL_ID WEB_CLIENT_ID SESSION_SECRET_ID MASTER_SECRET_ID
require LOG_GROUP TODO_BASE_URL TODO_ISSUER TODO_CLIENT_ID

say "installing $version for $python"
install_packages
make_user
install_program
write_environment
install_units
start_agent
await_database
systemctl enable --now todo.service logrotate.timer
await_ready "$TODO_PORT"
await_ready "$TODO_EVENTS_PORT"
say "ready after $SECONDS seconds"
