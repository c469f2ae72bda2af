#!/bin/bash
# Puts the service's secrets where it alone may read them: in memory, so that no disk and no snapshot ever holds one.
# Run by todo.service before each start, also after a reboot. `systemctl restart todo` takes up a rotated secret.
set -euo pipefail

# shellcheck source=/dev/null
. /etc/todo/secrets
export AWS_DEFAULT_REGION

fetch() { # file, command of the AWS CLI
  local file=/run/todo/$1
  if aws "${@:2}" --output text >"$file.new"; then
    chown root:todo "$file.new"
    chmod 0640 "$file.new"
    mv "$file.new" "$file"
  elif [ -s "$file" ]; then
    echo "todo: AWS does not answer; going on with the secret that is here"
  else
    exit 1
  fi
}

umask 0077
install --directory --owner=root --group=todo --mode=0750 /run/todo
fetch client-secret cognito-idp describe-user-pool-client --user-pool-id "$USER_POOL_ID" --client-id "$WEB_CLIENT_ID" \
  --query UserPoolClient.ClientSecret
fetch secret secretsmanager get-secret-value --secret-id "$SESSION_SECRET_ID" --query SecretString
