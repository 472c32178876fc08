import { existing, keyOf, type Entry } from "./blueprint";

/**
 * How people sign on: Authentik's own flow, with protection against password guessing, and with password recovery where
 * mail can be sent. Everybody may set up a second factor in their settings, and must then enter it.
 */
export function brand(title: string, mail: boolean): readonly Entry[] {
  return [
    existing("authentication", "authentik_flows.flow", { slug: "default-authentication-flow" }),
    existing("invalidation", "authentik_flows.flow", { slug: "default-invalidation-flow" }),
    existing("user-settings", "authentik_flows.flow", { slug: "default-user-settings-flow" }),
    ...guard,
    ...(mail ? recovery : []),
    identification(mail),
    {
      model: "authentik_brands.brand",
      identifiers: { domain: "authentik-default" },
      attrs: {
        default: true,
        branding_title: title,
        flow_authentication: keyOf("authentication"),
        flow_invalidation: keyOf("invalidation"),
        flow_user_settings: keyOf("user-settings"),
        flow_recovery: mail ? keyOf("recovery") : null,
      },
    },
  ];
}

/** Authentik refuses this stage without the fields, even if they do not change. */
const identification = (mail: boolean): Entry => ({
  model: "authentik_stages_identification.identificationstage",
  identifiers: { name: "default-authentication-identification" },
  attrs: { user_fields: ["email", "username"], recovery_flow: mail ? keyOf("recovery") : null },
});

/**
 * A stage between name (10) and password (20) of Authentik's own flow, as in its example of a lockout. Authentik's own
 * policy counts failures by name or by address: a stranger could lock out anybody, and people behind one address could
 * lock out each other. This policy counts both together. It denies at five failures, because Authentik counts no
 * further.
 */
const guard: readonly Entry[] = [
  {
    id: "guessing",
    model: "authentik_policies_expression.expressionpolicy",
    identifiers: { name: "homelab-wrong-passwords" },
    attrs: {
      expression: [
        "from authentik.policies.reputation.models import Reputation",
        "tries = Reputation.objects.filter(ip=str(ak_client_ip), identifier=request.user.username)",
        "return any(each.score <= -5 for each in tries)",
      ].join("\n"),
    },
  },
  {
    id: "guessing-denied",
    model: "authentik_stages_deny.denystage",
    identifiers: { name: "homelab-guessing-denied" },
    attrs: { deny_message: "Too many wrong passwords. Try again in an hour." },
  },
  {
    id: "guessing-denied-here",
    model: "authentik_flows.flowstagebinding",
    identifiers: { target: keyOf("authentication"), stage: keyOf("guessing-denied"), order: 11 },
    attrs: { evaluate_on_plan: false, re_evaluate_policies: true },
  },
  {
    model: "authentik_policies.policybinding",
    identifiers: { policy: keyOf("guessing"), target: keyOf("guessing-denied-here"), order: 0 },
    attrs: { enabled: true, negate: false, failure_result: false },
  },
];

const stage = (name: string, order: number, attrs: Entry["attrs"] = {}): Entry => ({
  ...(name === "identification" && { id: "recovery-asks" }),
  model: "authentik_flows.flowstagebinding",
  identifiers: { target: keyOf("recovery"), stage: keyOf(`recovery-${name}`), order },
  attrs: { evaluate_on_plan: true, re_evaluate_policies: true, invalid_response_action: "retry", ...attrs },
});

/**
 * A link by mail, then the same prompt and rules as for a change of password. A new person sets the first password in
 * this way.
 */
const recovery: readonly Entry[] = [
  {
    id: "recovery",
    model: "authentik_flows.flow",
    identifiers: { slug: "homelab-recovery" },
    attrs: {
      name: "Password by mail",
      title: "Set your password",
      designation: "recovery",
      authentication: "require_unauthenticated",
    },
  },
  {
    id: "recovery-identification",
    model: "authentik_stages_identification.identificationstage",
    identifiers: { name: "homelab-recovery-identification" },
    attrs: { user_fields: ["email", "username"] },
  },
  {
    id: "recovery-email",
    model: "authentik_stages_email.emailstage",
    identifiers: { name: "homelab-recovery-email" },
    attrs: {
      use_global_settings: true,
      token_expiry: "minutes=30",
      subject: "Set your password",
      template: "email/password_reset.html",
      // A deactivated person stays deactivated.
      activate_user_on_success: false,
    },
  },
  existing("recovery-prompt", "authentik_stages_prompt.promptstage", { name: "default-password-change-prompt" }),
  {
    id: "recovery-write",
    model: "authentik_stages_user_write.userwritestage",
    identifiers: { name: "homelab-recovery-write" },
    attrs: { user_creation_mode: "never_create" },
  },
  {
    id: "recovery-login",
    model: "authentik_stages_user_login.userloginstage",
    identifiers: { name: "homelab-recovery-login" },
    attrs: {},
  },
  stage("identification", 10),
  stage("email", 20),
  stage("prompt", 30),
  stage("write", 40),
  stage("login", 100),
  {
    id: "recovery-new",
    model: "authentik_policies_expression.expressionpolicy",
    identifiers: { name: "homelab-recovery-new" },
    attrs: { expression: 'return not request.context.get("is_restored", False)' },
  },
  {
    // A link from an administrator already identifies the person.
    model: "authentik_policies.policybinding",
    identifiers: { policy: keyOf("recovery-new"), target: keyOf("recovery-asks"), order: 0 },
    attrs: { enabled: true },
  },
];
