# shellcheck shell=bash disable=SC2154 # the list is that of plan.sh
# Packages of a bundle that this machine has not. Sourced by apply.sh.

install_packages() {
  say "install  ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a
  local quietly=(--quiet --quiet --option=DPkg::Lock::Timeout=120)
  # Whoever waits for a source that does not answer wants to know soon.
  quietly+=(--option=Acquire::http::Timeout=15 --option=Acquire::https::Timeout=15 --option=Acquire::Retries=1)
  local ours=(--option=Dpkg::Options::=--force-confdef --option=Dpkg::Options::=--force-confold)
  # An installation that was cut off has to be brought to its end first.
  if [[ -n $(ls --almost-all "$root/var/lib/dpkg/updates" 2>/dev/null) ]]; then
    dpkg --configure --pending --force-confdef --force-confold || say "note     dpkg --configure --pending failed, see above"
  fi
  # One source of many may be closed to us, such as Proxmox's own without a subscription; the installation will tell.
  apt-get "${quietly[@]}" --option=APT::Update::Error-Mode=any update || say "note     apt-get update failed, see above"
  apt-get "${quietly[@]}" --yes --no-install-recommends "${ours[@]}" install "${missing[@]}" ||
    die "Packages cannot be installed: ${missing[*]}. Nothing but APT's own files was touched. Fix: What apt-get says above: a name that does not exist, a source or package cache that does not answer, or a full disk (df -h)."
}
