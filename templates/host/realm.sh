#!/usr/bin/env bash
# @param realm           its name
# @param settings        file with the variables issuer and client
# @param password        file with the client's password
# @param administrators  group of the realm whose people may do everything
# Makes the realm @realm@ of the cluster what @settings@ says, and its group @administrators@ administrators. No other
# realm is touched, and none becomes the default: whoever manages the hosts signs in as root@pam whatever happens here.
set -euo pipefail

issuer='' client=''
# shellcheck source=/dev/null
source @settings@

# domains <create|update> <parameter> <value>...: arguments of a program can be read by everybody here, so the client's
# password comes by standard input. pveum knows no such way; it calls the same function.
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
# Groups come along at each sign-on, and go when the sign-on no longer names them.
parameters+=(groups-claim groups groups-overwrite 1 groups-autocreate 0)
if has /access/domains/@realm@; then
  domains update "${parameters[@]}"
else
  # Which claim is the name, can only be said once.
  domains create type openid username-claim username "${parameters[@]}"
  echo "The realm @realm@ is made."
fi
if ! has /access/groups/@administrators@; then
  pveum group add @administrators@ --comment "Administrators of the homelab, by Authentik"
fi
pveum acl modify / --groups @administrators@ --roles Administrator
