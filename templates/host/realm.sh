#!/usr/bin/env bash
# @param realm           name of the realm
# @param settings        file with the variables issuer and client
# @param password        file with the client's password
# @param administrators  group of the realm whose members may do everything
# Brings the realm @realm@ of the cluster to the state in @settings@, and makes the members of its group
# @administrators@ administrators. It touches no other realm and sets no default: operators can always sign in as root@pam.
set -euo pipefail

issuer='' client=''
# shellcheck source=/dev/null
source @settings@

# domains <create|update> <parameter> <value>...: every user here can read a program's arguments, so the client's
# password comes by standard input. pveum cannot do that; it calls the same function.
domains() {
  perl -e '
    use strict;
    use warnings;
    use PVE::RPCEnvironment;
    use PVE::API2::Domains;
    my ($method, %parameters) = @ARGV;
    chomp($parameters{"client-key"} = <STDIN>);
    PVE::RPCEnvironment->setup_default_cli_env();
    PVE::API2::Domains->$method(\%parameters);
  ' "$@" <@password@
}

has() { pvesh get "$1" --output-format json >/dev/null 2>&1; }

parameters=(realm @realm@ issuer-url "$issuer" client-id "$client" autocreate 1 comment Authentik)
# Each sign-on sets a person's groups to those that the sign-on names.
parameters+=(groups-claim groups groups-overwrite 1 groups-autocreate 0)
if has /access/domains/@realm@; then
  domains update "${parameters[@]}"
else
  # The claim for user names can only be set when the realm is created.
  domains create type openid username-claim username "${parameters[@]}"
  echo "Created the realm @realm@."
fi
if ! has /access/groups/@administrators@; then
  pveum group add @administrators@ --comment "Administrators of the homelab, by Authentik"
fi
pveum acl modify / --groups @administrators@ --roles Administrator
