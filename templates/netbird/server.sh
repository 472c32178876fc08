# shellcheck shell=bash disable=SC2154 # the names are those of the parts before this one, see head.sh
# --- the server ------------------------------------------------------------------------------------------------------

# Secrets are passed on standard input and in files: every user here may read the arguments of a process.
readonly request=(curl --silent --show-error --max-time 30 --header "Content-Type: application/json")

# api <method> <path> [body]: prints the answer.
api() {
  local answer status
  answer=$("${request[@]}" --request "$1" --header "@$token" ${3+--data @-} --write-out '%{http_code}' "$api/$2" <<<"${3-}") ||
    die "Netbird's server did not complete $1 /api/$2. Fix: Run journalctl --unit netbird-server.service on this guest to see why."
  status=${answer: -3} answer=${answer::-3}
  case $status in
    # Instead of an empty list, Netbird sometimes answers null.
    2*) if [[ $answer == null* ]]; then say '[]'; else say "$answer"; fi ;;
    401) die "Netbird rejected the token in $token." "$lost" ;;
    *) die "Netbird rejected $1 /api/$2 with status $status: $(jq --raw-output .message <<<"$answer" 2>/dev/null || say "$answer")" ;;
  esac
}
readonly lost="Fix: Sign in to Netbird's dashboard as the owner, with the password from the vault. Create an access token under Settings > Personal access tokens, and write the line \"Authorization: Token <token>\" into $token."

reachable() { curl --silent --fail --max-time 10 --output /dev/null "$1"; }

server_answers() {
  local until=$((SECONDS + 180))
  if reachable "$api/instance"; then return; fi
  say "waits    for Netbird's server, up to 3 minutes"
  until reachable "$api/instance"; do
    if ((SECONDS >= until)); then
      die "Netbird's server does not answer at $api/instance. It starts only when PostgreSQL accepts its connection. Fix: Run journalctl --unit netbird-server.service to see why."
    fi
    sleep 2
  done
}
