# shellcheck shell=bash
# --- comparing -------------------------------------------------------------------------------------------------------

# count <created|changed|removed> <what>
count() {
  printf -v "$1" %d $((${!1} + 1))
  printf '%-8s %s\n' "$1" "$2"
}

# Only declared keys of the server's answer are compared. It returns objects where it takes their ids.
# shellcheck disable=SC2016 # These are variables of jq.
readonly compare='
  def sorted: walk(if type == "array" then sort else . end);
  def like($w):
    if ($w | type) == "object" then . as $h | $w | with_entries(.key as $k | .value as $v | .value = ($h[$k]? | like($v)))
    elif ($w | type) == "array" and (($w[0] // "") | type) == "string" then [.[]? | if type == "object" then .id else . end]
    elif ($w | type) == "array" then . as $h | [range([($w | length), ($h // [] | length)] | max) as $i | $h[$i] | like($w[$i])]
    else . end;
  def same($w): (like($w) | sorted) == ($w | sorted);'

# reconcile <path> <objects, one in a line>: objects with the same name are the same.
reconcile() {
  local path=$1 have one id name
  have=$(api GET "$path")
  while IFS= read -r one; do
    if [[ -z $one ]]; then continue; fi
    name=$(jq --raw-output --arg path "${path##*/}" '[$path, .name // empty] | join(" ")' <<<"$one")
    id=$(jq --raw-output --argjson one "$one" 'map(select(.name == $one.name))[0].id // ""' <<<"$have")
    if [[ -z $id ]]; then
      api POST "$path" "$one" >/dev/null
      count created "$name"
    elif jq --exit-status --arg id "$id" --argjson one "$one" "$compare"'.[] | select(.id == $id) | same($one)' <<<"$have" >/dev/null; then
      unchanged=$((unchanged + 1))
    else
      api PUT "$path/$id" "$one" >/dev/null
      count changed "$name"
    fi
  done <<<"$2"
}

# sweep <path> <objects, one in a line>: removes objects of ours that are not among them.
sweep() {
  local path=$1 have id name
  have=$(api GET "$path" | jq --raw-output --argjson wanted "$(jq --slurp 'map(.name)' <<<"$2")" \
    '.[] | select((.name | startswith("homelab ")) and (.name | IN($wanted[]) | not)) | .id + " " + .name')
  while read -r id name; do
    if [[ -z $id ]]; then continue; fi
    api DELETE "$path/$id" >/dev/null
    count removed "${path##*/} $name"
  done <<<"$have"
}
