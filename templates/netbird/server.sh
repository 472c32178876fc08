# shellcheck shell=bash disable=SC2154 # the names are those of the parts before this one, see head.sh
# --- the server ------------------------------------------------------------------------------------------------------

# Secrets go by standard input and by files: what stands among arguments, everybody here may read.
readonly request=(curl --silent --show-error --max-time 30 --header "Content-Type: application/json")

# api <method> <path> [body]: what it answers.
api() {
  local answer status
  answer=$("${request[@]}" --request "$1" --header "@$token" ${3+--data @-} --write-out '%{http_code}' "$api/$2" <<<"${3-}") ||
    die "Netbird's server broke off at $1 /api/$2. On this guest: journalctl --unit netbird-server.service"
  status=${answer: -3} answer=${answer::-3}
  case $status in
    # An empty list is sometimes none.
    2*) if [[ $answer == null* ]]; then say '[]'; else say "$answer"; fi ;;
    401) die "Netbird refuses the token in $token." "$lost" ;;
    *) die "Netbird refuses $1 /api/$2 with $status: $(jq --raw-output .message <<<"$answer" 2>/dev/null || say "$answer")" ;;
  esac
}
readonly lost="Fix: Sign on at Netbird's dashboard as the owner, with the password that the vault has. Make an access token under Settings > Personal access tokens, and write the line \"Authorization: Token <it>\" into $token."

reachable() { curl --silent --fail --max-time 10 --output /dev/null "$1"; }

server_answers() {
  local until=$((SECONDS + 180))
  if reachable "$api/instance"; then return; fi
  say "waits    for Netbird's server, up to 3 minutes"
  until reachable "$api/instance"; do
    if ((SECONDS >= until)); then
      die "Netbird's server does not answer at $api/instance. It starts once PostgreSQL lets it in: journalctl --unit netbird-server.service"
    fi
    sleep 2
  done
}
