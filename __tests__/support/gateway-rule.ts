/** What the proxy sees of a request. */
export interface Request {
  readonly entryPoint: string;
  /** Host name of the request, in any case and without a port. */
  readonly host: string;
  readonly path: string;
  readonly method: string;
}

type Predicate = (request: Request) => boolean;

/** The matchers of Traefik v3 that the project uses (Traefik's documentation, "Rules & priority"). */
const matchers: Readonly<Record<string, (value: string) => Predicate>> = {
  Host: (value) => (request) => request.host.toLowerCase() === value.toLowerCase(),
  HostRegexp: (value) => (request) => new RegExp(value, "i").test(request.host),
  Path: (value) => (request) => request.path === value,
  PathRegexp: (value) => (request) => new RegExp(value).test(request.path),
  PathPrefix: (value) => (request) => request.path.startsWith(value),
  Method: (value) => (request) => request.method === value,
};

const token = /\s*(?:(&&|\|\||[!()])|([A-Za-z]+)\(`([^`]*)`\))/y;

/** Parses a rule: `!` binds tighter than `&&`, and `&&` tighter than `||`. Throws for anything else. */
export function ruleOf(text: string): Predicate {
  const tokens = tokensOf(text);
  let at = 0;
  const take = (sign: string): boolean => tokens[at] === sign && ++at > 0;
  const chain = (sign: string, part: () => Predicate, join: (all: readonly boolean[]) => boolean): Predicate => {
    const parts = [part()];
    while (take(sign)) parts.push(part());
    return (request) => join(parts.map((each) => each(request)));
  };
  const single = (): Predicate => {
    if (take("!")) {
      const negated = single();
      return (request) => !negated(request);
    }
    if (take("(")) {
      const inner = any();
      if (!take(")")) throw new Error(`A parenthesis is not closed in ${text}.`);
      return inner;
    }
    const matcher = tokens[at++];
    if (typeof matcher !== "function") throw new Error(`There is no matcher at part ${at} of ${text}.`);
    return matcher;
  };
  const all = (): Predicate => chain("&&", single, (each) => each.every(Boolean));
  const any = (): Predicate => chain("||", all, (each) => each.some(Boolean));
  const rule = any();
  if (at < tokens.length) throw new Error(`There is text after the end of the rule in ${text}.`);
  return rule;
}

function tokensOf(text: string): readonly (string | Predicate)[] {
  const tokens: (string | Predicate)[] = [];
  for (token.lastIndex = 0; token.lastIndex < text.trimEnd().length;) {
    const [, sign, name = "", value = ""] = token.exec(text) ?? [];
    const made = sign ?? matchers[name]?.(value);
    if (made === undefined) throw new Error(`Not a rule of Traefik: ${text}.`);
    tokens.push(made);
  }
  return tokens;
}

/**
 * A path as routers see it: percent encoding only where needed, no dot segments, no double slashes (`sanitizePath`).
 */
export function pathOf(asked: string): string {
  const needless = asked.replaceAll(/%([0-9A-Fa-f]{2})/g, (same, hex: string) => {
    const letter = String.fromCodePoint(Number.parseInt(hex, 16));
    return /[A-Za-z0-9._~-]/.test(letter) ? letter : same;
  });
  return new URL(needless.replaceAll(/\/{2,}/g, "/"), "http://host").pathname;
}
