# shellcheck shell=bash disable=SC2154 # the list is that of plan.sh
# Installs the packages of a bundle that this machine lacks. Sourced by apply.sh.

install_packages() {
  say "install  ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a
  local quietly=(--quiet --quiet --option=DPkg::Lock::Timeout=120)
  # Fail soon when a source does not answer.
  quietly+=(--option=Acquire::http::Timeout=15 --option=Acquire::https::Timeout=15 --option=Acquire::Retries=1)
  local ours=(--option=Dpkg::Options::=--force-confdef --option=Dpkg::Options::=--force-confold)
  # Finish an interrupted installation first.
  if [[ -n $(ls --almost-all "$root/var/lib/dpkg/updates" 2>/dev/null) ]]; then
    dpkg --configure --pending --force-confdef --force-confold || say "note     dpkg --configure --pending failed, see above"
  fi
  # One of several sources may refuse us, such as Proxmox's own without a subscription; the installation shows whether
  # it matters.
  apt-get "${quietly[@]}" --option=APT::Update::Error-Mode=any update || say "note     apt-get update failed, see above"
  apt-get "${quietly[@]}" --yes --no-install-recommends "${ours[@]}" install "${missing[@]}" ||
    die "Packages cannot be installed: ${missing[*]}. Only APT's own files were changed. Fix: See the message of apt-get above: a package that does not exist, a source or package cache that does not answer, or a full disk (df -h)."
}
