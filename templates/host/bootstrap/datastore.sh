#!/usr/bin/env bash
# The datastore for images, templates and snippets. Part of bootstrap.sh, whose settings and functions it uses.
# shellcheck disable=SC2154

prepare_datastore() {
  local id=${setting[files]} fix type path have content missing=()
  fix="Set pve.nodes.${setting[node]}.datastores.files.id to another datastore; \`pvesm status\` lists them."
  if ! pve_has "/storage/$id"; then
    refuse datastore "The datastore $id does not exist." "$fix"
    return
  fi
  type=$(text_of type <<<"$answer")
  path=$(text_of path <<<"$answer")
  have=$(text_of content <<<"$answer" | sed 's/^none$//')
  if [[ -z $path ]]; then
    refuse datastore "The datastore $id has the type $type, which cannot store files." "$fix"
    return
  fi
  if [[ $(pvesm status --storage "$id" | awk 'NR == 2 { print $3 }') != active ]]; then
    refuse datastore "The datastore $id is not active on this host." "Enable it in Datacenter > Storage. $fix"
    return
  fi
  for content in vztmpl snippets import; do
    if [[ ,$have, != *,$content,* ]]; then missing+=("$content"); fi
  done
  if [[ ${#missing[@]} -gt 0 ]]; then
    content=$(printf '%s\n' "${missing[@]}" | joined)
    change datastore "$id accepts $content, in addition to ${have:-nothing}." \
      pvesm set "$id" --content "${have:+$have,}$content"
  fi
  if [[ ! -d $path/snippets ]]; then
    change datastore "The directory $path/snippets is made." mkdir -p "$path/snippets"
  elif [[ ${#missing[@]} -eq 0 ]]; then
    ok datastore "$id accepts $have."
  fi
}
