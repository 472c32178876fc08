import type { Problem } from "../../values/problem";
import type { Service } from "../../model/service";
import type { SignOn } from "../../model/web";
import type { Check } from "../check";
import { declarationOf } from "../declaration";

/** Every web interface says in a way that makes sense who asks for the password there. */
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

/** Nothing type-checks a user's own file before it is run, and a page without a word on it would be open to everybody. */
function faultsOf(mode: SignOn | undefined): readonly Fault[] {
  if (mode === undefined || !known.includes(mode.mode)) return [unknown];
  if ("why" in mode) return mode.why.trim() === "" ? [unexplained] : [];
  if (mode.mode !== "oidc") return [];
  if (mode.redirectPaths.length === 0) return [nowhere];
  return mode.redirectPaths.filter((path) => !/^(\/|https:\/\/[^/]|$)/.test(path)).map(strange);
}

const unknown: Fault = {
  message: "does not say who asks for the password there.",
  fix: 'Write signOn: forward(), oidc("/callback"), own("why") or open("why"), with the brackets.',
};

const unexplained: Fault = {
  message: "does without the sign-on, and does not say why.",
  fix: 'Give the reason, as in open("DNS clients have no way to sign on").',
};

const nowhere: Fault = {
  message: "is an OpenID Connect client without a redirect path: the sign-on could send nobody back.",
  fix: 'Name the path that its documentation calls redirect or callback, as in oidc("/login/generic_oauth").',
};

const strange = (path: string): Fault => ({
  value: path,
  message: `has the redirect path ${path}, which is neither a path nor an address.`,
  fix: `Write /${path.replace(/^[^a-z\d]+/i, "")}, or the whole address with https:// in front.`,
});

/** A service is one client: its people come either by its own sign-on or by the gateway's. */
function mixed(service: Service): readonly Problem[] {
  const first = service.web.find(({ signOn: way }) => way?.mode === "oidc" || way?.mode === "forward");
  const other = service.web.find(
    ({ signOn: way }) => (way?.mode === "oidc" || way?.mode === "forward") && way.mode !== first?.signOn.mode,
  );
  if (first === undefined || other === undefined) return [];
  return [
    problem(service, other.subdomain, {
      message: `asks the sign-on by ${other.signOn.mode}, and ${first.subdomain} by ${first.signOn.mode}. One service is one client of it.`,
      fix: `Choose one for both, or make ${other.subdomain} a service of its own.`,
    }),
  ];
}
