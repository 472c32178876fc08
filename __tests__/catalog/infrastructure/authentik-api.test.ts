import { join } from "node:path";
import { blueprintsOf, type Entry } from "../../support/blueprints";
import { bundleFor } from "../../support/bundles";
import { assembled, userOf } from "../../support/assembled";
import { guests } from "../../../homelab/catalog/guests";
import { ldap } from "../../../homelab/contracts";
import { versions } from "../../../homelab/versions";

/**
 * Authentik reads blueprints with the serializers of its API. A separate package, generated for each release, describes
 * that API. These tests compare the names of attributes and their permitted values.
 */
const { version } = require("@goauthentik/api/package.json") as { readonly version: string };
const part = (name: string): Readonly<Record<string, unknown>> =>
  require(join("@goauthentik/api/dist/models", `${name}.js`)) as Readonly<Record<string, unknown>>;

/** Model of a blueprint -> type of the API's request for it. */
const requests: Readonly<Record<string, string>> = {
  "authentik_brands.brand": "BrandRequest",
  "authentik_core.application": "ApplicationRequest",
  "authentik_core.group": "GroupRequest",
  "authentik_core.token": "TokenRequest",
  "authentik_core.user": "UserRequest",
  "authentik_crypto.certificatekeypair": "CertificateKeyPairRequest",
  "authentik_flows.flow": "FlowRequest",
  "authentik_flows.flowstagebinding": "FlowStageBindingRequest",
  "authentik_outposts.outpost": "OutpostRequest",
  "authentik_policies.policybinding": "PolicyBindingRequest",
  "authentik_policies_expression.expressionpolicy": "ExpressionPolicyRequest",
  "authentik_policies_reputation.reputationpolicy": "ReputationPolicyRequest",
  "authentik_providers_ldap.ldapprovider": "LDAPProviderRequest",
  "authentik_providers_oauth2.oauth2provider": "OAuth2ProviderRequest",
  "authentik_providers_oauth2.scopemapping": "ScopeMappingRequest",
  "authentik_providers_proxy.proxyprovider": "ProxyProviderRequest",
  "authentik_rbac.role": "RoleRequest",
  "authentik_stages_deny.denystage": "DenyStageRequest",
  "authentik_stages_email.emailstage": "EmailStageRequest",
  "authentik_stages_identification.identificationstage": "IdentificationStageRequest",
  "authentik_stages_prompt.promptstage": "PromptStageRequest",
  "authentik_stages_user_login.userloginstage": "UserLoginStageRequest",
  "authentik_stages_user_write.userwritestage": "UserWriteStageRequest",
};

/** Attributes that only blueprints accept (authentik/core/api/tokens.py and users.py), and primary keys. */
const more: Readonly<Record<string, readonly string[]>> = {
  "authentik_core.token": ["key"],
  "authentik_core.user": ["password"],
  "authentik_outposts.outpost": ["pk"],
};

/** Attribute -> the enum of its permitted values; `<model>.<attribute>` where models differ. */
const words: Readonly<Record<string, string>> = {
  authentication: "AuthenticationEnum",
  bind_mode: "LDAPAPIAccessMode",
  client_type: "ClientTypeEnum",
  designation: "FlowDesignationEnum",
  grant_types: "GrantTypeEnum",
  intent: "IntentEnum",
  invalid_response_action: "InvalidResponseActionEnum",
  issuer_mode: "IssuerModeEnum",
  matching_mode: "MatchingModeEnum",
  mode: "ProxyMode",
  policy_engine_mode: "PolicyEngineMode",
  redirect_uri_type: "RedirectURITypeEnum",
  search_mode: "LDAPAPIAccessMode",
  sub_mode: "SubModeEnum",
  user_creation_mode: "UserCreationModeEnum",
  user_fields: "UserFieldsEnum",
  "authentik_core.user.type": "UserTypeEnum",
  "authentik_outposts.outpost.type": "OutpostTypeEnum",
};

const { lab } = assembled(
  { smtp: { provider: "custom", host: "smtp.example.org", username: "me", from: "home@example.org" } },
  [userOf(guests.docker, { directory: ldap.directory() }, "reader")],
);
const entries = [...blueprintsOf(bundleFor("authentik", lab)).values()].flat();

test("the package describes the API of the release that runs, apart from patches", () => {
  const release = (text: string): string => text.split(".").slice(0, 2).join(".");
  expect(release(version)).toBe(release(versions.authentik));
});

/** Attributes that the API knows of a model. */
function attributesOf(model: string): readonly string[] {
  const name = requests[model];
  if (name === undefined) throw new Error(`This test does not know the model ${model}.`);
  const { [`${name}ToJSON`]: write } = part(name) as Readonly<Record<string, (value: unknown) => object>>;
  // Every attribute exists, as a list or as a time, so the output has the names of all attributes.
  const anything = new Proxy({}, { get: () => ({ map: () => [], toISOString: () => "" }) });
  return [...Object.keys(write?.(anything) ?? {}), ...(more[model] ?? [])];
}

test("Authentik knows every attribute", () => {
  const unknown = entries.flatMap(({ model, identifiers, attrs = {} }) => {
    const known = attributesOf(model);
    return Object.keys({ ...identifiers, ...attrs })
      .filter((name) => !known.includes(name))
      .map((name) => `${model}: ${name}`);
  });
  expect(unknown).toEqual([]);
  expect(attributesOf("authentik_core.group")).not.toContain("is_super_user");
});

test("every created object has all required attributes", () => {
  const camel = (name: string): string => name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const lacking = entries
    // The embedded outpost exists already.
    .filter(
      ({ attrs, state, identifiers }) => attrs !== undefined && state === undefined && !("managed" in identifiers),
    )
    .filter(({ model, identifiers, attrs }) => {
      const name = requests[model] ?? "";
      const { [`instanceOf${name}`]: isWhole } = part(name) as Readonly<Record<string, (value: object) => boolean>>;
      const given = Object.entries({ ...identifiers, ...attrs }).map(([key, value]) => [camel(key), value]);
      return isWhole?.(Object.fromEntries(given) as object) !== true;
    });
  expect(lacking.map(({ model, identifiers }) => [model, identifiers])).toEqual([]);
});

test("Authentik accepts every value of an enum", () => {
  const wrong = entries.flatMap(({ model, attrs = {} }: Entry) =>
    chosen(attrs).flatMap(([name, value]) => {
      const list = words[`${model}.${name}`] ?? words[name];
      if (list === undefined) return [];
      const taken = Object.values(part(list)[list] as object) as readonly unknown[];
      return taken.includes(value) ? [] : [`${model}: ${name} is ${String(value)}`];
    }),
  );
  expect(wrong).toEqual([]);
});

/** Each value below some attributes, with the name of its attribute. */
function chosen(value: object, of?: string): readonly (readonly [string, unknown])[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const name = Array.isArray(value) ? (of ?? key) : key;
    return typeof inner === "object" && inner !== null ? chosen(inner, name) : [[name, inner] as const];
  });
}
