#!/usr/bin/env bash
# A fresh Proxmox VE host and its operator's machine in one throw-away root: an overlay over this machine, with its
# changes in $changes and an empty home of root. All of it ends with the rehearsal. SSH is real; stand-ins in proxmox/
# replace Proxmox VE and 1Password. Sourced in new namespaces, with $project set.
# shellcheck disable=SC2154

world=""
changes=""
root=""
sshd=""
pve=/etc/pve/stand-in

# fresh_host <version of Proxmox VE>: makes a host, which replaces the last one.
fresh_host() {
  local directory
  remove_host
  world=$(mktemp -d /tmp/homelab-rehearsal.XXXXXX)
  mount -t tmpfs none "$world"
  changes=$world/changes root=$world/root
  mkdir "$changes" "$world/work" "$root"
  mount -t overlay overlay -o "lowerdir=/,upperdir=$changes,workdir=$world/work" "$root"
  mount -t proc none "$root/proc"
  mount --rbind /dev "$root/dev"
  for directory in tmp run root; do mount -t tmpfs none "$root/$directory"; done
  mkdir -p "$root$project"
  mount --bind -o ro "$project" "$root$project"
  plug_in
  furnish
  "furnish_${1%%.*}"
  echo "$1" >"$root$pve/version"
  start_ssh
}

remove_host() {
  stop_ssh
  if [[ -n $world ]]; then umount --lazy --recursive "$world" && rmdir "$world"; fi
  world=""
}

# Adds the addresses of the host and its operator, and the bridge that every installation has.
plug_in() {
  if ip link show dev vmbr0 >/dev/null 2>&1; then return; fi
  hostname pve
  ip link set lo up
  ip address add 192.168.1.10/32 dev lo
  ip link add vmbr0 type bridge
  ip address add 192.168.1.2/32 dev vmbr0
  ip link set vmbr0 up
}

# Writes what a fresh installation has, and the operator's machine.
furnish() {
  local program
  rm -rf "$root/etc/apt" "$root/etc/pve"
  mkdir -p "$root/etc/apt/sources.list.d" "$root/etc/network" "$root/var/lib/vz" "$root/run/sshd" "$root/etc/pve/priv" \
    "$root$pve/"{storage/local,network,roles,users,tokens} "$root/root/.op-stand-in/homelab"
  for program in pveversion pvesubscription pvesm pveum pvesh op; do
    ln -sf "$project/lab/host/proxmox/$program" "$root/usr/local/bin/$program"
  done
  echo notfound >"$root$pve/subscription"
  echo dir >"$root$pve/storage/local/type"
  echo active >"$root$pve/storage/local/status"
  echo /var/lib/vz >"$root$pve/storage/local/path"
  echo iso,vztmpl,backup >"$root$pve/storage/local/content"
  : >"$root$pve/acl"
  : >"$root/etc/pve/priv/token.cfg"
  rm -f "$root/etc/network/interfaces.new"
}

furnish_8() {
  cat >"$root/etc/apt/sources.list" <<'END'
deb http://ftp.debian.org/debian bookworm main contrib
deb http://security.debian.org bookworm-security main contrib
END
  echo "deb https://enterprise.proxmox.com/debian/pve bookworm pve-enterprise" >"$root/etc/apt/sources.list.d/pve-enterprise.list"
  echo "deb https://enterprise.proxmox.com/debian/ceph-quincy bookworm enterprise" >"$root/etc/apt/sources.list.d/ceph.list"
}

furnish_9() {
  : >"$root/etc/apt/sources.list"
  cat >"$root/etc/apt/sources.list.d/debian.sources" <<'END'
Types: deb
URIs: http://ftp.debian.org/debian/
Suites: trixie trixie-updates
Components: main contrib non-free-firmware
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
END
  stanza https://enterprise.proxmox.com/debian/pve pve-enterprise >"$root/etc/apt/sources.list.d/pve-enterprise.sources"
  stanza https://enterprise.proxmox.com/debian/ceph-squid enterprise >"$root/etc/apt/sources.list.d/ceph.sources"
}

stanza() {
  printf 'Types: deb\nURIs: %s\nSuites: trixie\nComponents: %s\n' "$1" "$2"
  printf 'Signed-By: /usr/share/keyrings/proxmox-archive-keyring.gpg\n'
}

# Starts the real sshd. It admits the one key of the operator's machine, which does not know the host's key yet.
start_ssh() {
  local home=$root/root
  mkdir -m 700 "$home/.ssh"
  ssh-keygen -q -t ed25519 -N "" -C rehearsal -f "$home/.ssh/id_ed25519"
  install -m 600 "$home/.ssh/id_ed25519.pub" "$root/etc/pve/priv/authorized_keys"
  ln -s /etc/pve/priv/authorized_keys "$home/.ssh/authorized_keys"
  printf 'Host *\n  BindAddress 192.168.1.10\n' >"$home/.ssh/config"
  new_host_key
  cat >"$root/etc/ssh/sshd_rehearsal" <<'END'
ListenAddress 192.168.1.2
HostKey /etc/pve/ssh_host_ed25519_key
UsePAM no
PermitRootLogin yes
StrictModes no
PidFile none
END
  serve_ssh
}

serve_ssh() {
  local tries
  chroot "$root" /usr/sbin/sshd -D -e -f /etc/ssh/sshd_rehearsal 2>"$world/sshd.log" &
  sshd=$!
  for ((tries = 0; tries < 400; tries++)); do
    if (: </dev/tcp/192.168.1.2/22) 2>/dev/null; then return; fi
    if ! kill -0 "$sshd" 2>/dev/null; then break; fi
    sleep 0.05
  done
  echo "The SSH server of the rehearsal does not answer. Its last output:" >&2
  tail -n 5 "$world/sshd.log" >&2
  exit 1
}

stop_ssh() {
  if [[ -z $sshd ]]; then return; fi
  kill "$sshd" 2>/dev/null || true
  wait "$sshd" 2>/dev/null || true
  sshd=""
}

new_host_key() {
  rm -f "$root/etc/pve/ssh_host_ed25519_key"*
  ssh-keygen -q -t ed25519 -N "" -C host -f "$root/etc/pve/ssh_host_ed25519_key"
}
