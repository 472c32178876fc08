import type { Problem } from "../../values/problem";
import type { Service } from "../../model/service";
import type { SignOn } from "../../model/web";
import type { Check } from "../check";
import { declarationOf } from "../declaration";

/** Every web interface declares a valid way to sign on. */
export const signOn: Check = ({ instances }) =>
  [...new Set(instances.map(({ service }) => service))].flatMap((service) => [
    ...service.web.flatMap(({ subdomain, signOn: mode }) =>
      faultsOf(mode).map((fault) => problem(service, subdomain, fault)),
    ),
    ...mixed(service),
  ]);

type Fault = Pick<Problem, "message" | "fix"> & { readonly value?: string };

const problem = (service: Service, host: string, { message, ...rest }: Fault): Problem => ({
  rule: "sign-on",
  ...declarationOf(service),
  ...rest,
  message: `The web interface ${host} of ${service.name} ${message}`,
});

const known: readonly SignOn["mode"][] = ["oidc", "forward", "own", "none"];

/** Nothing type-checks a user's own file before it runs, and a page without `signOn` would be open to everybody. */
function faultsOf(mode: SignOn | undefined): readonly Fault[] {
  if (mode === undefined || !known.includes(mode.mode)) return [unknown];
  if ("why" in mode) return mode.why.trim() === "" ? [unexplained] : [];
  if (mode.mode !== "oidc") return [];
  if (mode.redirectPaths.length === 0) return [nowhere];
  return mode.redirectPaths.filter((path) => !/^(\/|https:\/\/[^/]|$)/.test(path)).map(strange);
}

const unknown: Fault = {
  message: "does not declare how people sign on.",
  fix: 'Write signOn: forward(), oidc("/callback"), own("why") or open("why"), including the parentheses.',
};

const unexplained: Fault = {
  message: "does not use the sign-on and gives no reason.",
  fix: 'Give the reason, for instance open("DNS clients cannot sign on").',
};

const nowhere: Fault = {
  message: "is an OpenID Connect client without a redirect path: the sign-on could not send people back.",
  fix: 'Add the path that its documentation calls redirect or callback, for instance oidc("/login/generic_oauth").',
};

const strange = (path: string): Fault => ({
  value: path,
  message: `has the redirect path ${path}, which is neither a path nor a URL.`,
  fix: `Write /${path.replace(/^[^a-z\d]+/i, "")}, or the whole URL including https://.`,
});

/** A service is one client of the sign-on: its web interfaces all use OpenID Connect, or all use forward auth. */
function mixed(service: Service): readonly Problem[] {
  const first = service.web.find(({ signOn: way }) => way?.mode === "oidc" || way?.mode === "forward");
  const other = service.web.find(
    ({ signOn: way }) => (way?.mode === "oidc" || way?.mode === "forward") && way.mode !== first?.signOn.mode,
  );
  if (first === undefined || other === undefined) return [];
  return [
    problem(service, other.subdomain, {
      message: `uses ${other.signOn.mode}, but ${first.subdomain} uses ${first.signOn.mode}: a service is one client of the sign-on.`,
      fix: `Use the same mode for both, or make ${other.subdomain} a separate service.`,
    }),
  ];
}
