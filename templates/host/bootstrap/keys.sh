#!/usr/bin/env bash
# The operators' SSH keys. Part of bootstrap.sh, whose settings and functions it uses.
# shellcheck disable=SC2154

# On Proxmox VE this is a link into /etc/pve, and has to stay one.
authorized_keys=~/.ssh/authorized_keys

append_key() {
  if [[ ! -d ~/.ssh ]]; then mkdir -m 700 ~/.ssh; fi
  # The last line may lack its newline.
  if [[ -s $authorized_keys && -n $(tail -c 1 "$authorized_keys") ]]; then echo >>"$authorized_keys"; fi
  (umask 077 && printf '%s\n' "$1" >>"$authorized_keys")
}

prepare_keys() {
  local key type body comment known=0
  for key in ${ssh_keys[@]+"${ssh_keys[@]}"}; do
    read -r type body comment <<<"$key"
    # Options may precede a key, and a comment may follow it, so only its body is compared.
    if [[ -e $authorized_keys ]] && sed '/^[[:space:]]*#/d' "$authorized_keys" | tr '[:blank:]' '\n' | grep -xF -- "$body" >/dev/null; then
      known=$((known + 1))
    else
      change keys "root gets the key $type ...${body: -8}${comment:+ ($comment)}." append_key "$key"
    fi
  done
  if [[ $known -gt 0 ]]; then ok keys "root already has $known of ${#ssh_keys[@]} keys."; fi
}
