import { routes, type Route } from "../../homelab/derive";
import { caFile, inRole, portOf, views, type Instance } from "../../homelab/model";
import { inside, machineNamed, runsHere, type Scene } from "../scene";

const suite = "proxy";

/** The proxy as a browser at home sees it, by name and over TLS. Only a stand-in for the sign-on runs behind it. */
export async function proxy(scene: Scene): Promise<void> {
  const { lab, tally } = scene;
  const [proxyInstance, signOn] = [inRole(lab, "proxy"), inRole(lab, "signOn")];
  if (proxyInstance === undefined || signOn === undefined || !runsHere(scene, proxyInstance)) return;
  const all = views(lab)(routes).filter(({ instance }) => instance.service.app === undefined && instance !== signOn);
  const { stdout: ca } = await inside(scene, proxyInstance.machine.name, ["cat", caFile]);
  const unknown = `https://nobody.${lab.site.domain}/`;
  const plain = `http://${all[0]?.fqdns[0]}/`;
  const caPage = `http://ca.${lab.site.domain}/`;
  const urls = [...all.flatMap(urlsOf), unknown, plain, caPage];
  const found = await withSignOn(scene, signOn, () => asked(scene, ca, urls));
  const answer = (url: string): Answer => found[urls.indexOf(url)] ?? { status: 0 };
  await Promise.all(
    all.map((route) =>
      tally.check(
        suite,
        `${route.name}: ${route.fqdns[0]} has a route, with a valid certificate and its sign-on`,
        async () =>
          urlsOf(route)
            .flatMap((url) => wrong(route, url, answer(url)))
            .join("\n") || undefined,
      ),
    ),
  );
  await tally.check(suite, "an unknown name has no route", async () =>
    answer(unknown).text === nowhere ? undefined : JSON.stringify(answer(unknown)),
  );
  await tally.check(suite, "plain HTTP redirects to HTTPS", async () => {
    const { status, location = "" } = answer(plain);
    return [301, 308].includes(status) && location.startsWith("https://") ? undefined : JSON.stringify(answer(plain));
  });
  await tally.check(suite, "the page of the private CA is served over plain HTTP", async () =>
    answer(caPage).status === 200 ? undefined : JSON.stringify(answer(caPage)),
  );
}

/** A URL below each path of a route, and below each of its open paths. */
const urlsOf = ({ fqdns: [host], paths, open }: Route): readonly string[] =>
  [...(paths.length > 0 ? paths : ["/"]), ...open].map(
    (path) => `https://${host.replace("*", "anything")}${path.replace(/\/?$/, "/x")}`,
  );

/** Traefik's answer where it has no route. */
const nowhere = "404 page not found\n";

/** The stand-in's own answer, which no service gives. */
const teapot = 418;

function wrong({ signOn, open }: Route, url: string, { status, text, fault }: Answer): readonly string[] {
  const guarded = signOn.mode === "forward" && !open.some((path) => new URL(url).pathname.startsWith(path));
  const isReached = status !== 0 && status !== teapot && text !== nowhere;
  return (guarded ? status === teapot : isReached) ? [] : [`${url}: ${fault ?? status}`];
}

interface Answer {
  readonly status: number;
  readonly location?: string;
  readonly text?: string;
  /** Why there is no answer. */
  readonly fault?: string;
}

/** Connects to the proxy's published address instead of resolving names. */
const asking = `
const { address, ca, urls } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const one = (url) => new Promise((resolve) => {
  const { protocol, hostname, pathname } = new URL(url);
  const secure = protocol === "https:";
  const options = { host: address, path: pathname, headers: { host: hostname }, servername: hostname, ca, timeout: 8000 };
  const request = require(secure ? "node:https" : "node:http").get(options, (response) => {
    let text = "";
    response.on("data", (part) => (text += part));
    response.on("end", () => resolve({ status: response.statusCode, location: response.headers.location, text: text.slice(0, 80) }));
  });
  request.on("timeout", () => request.destroy(new Error("no answer")));
  request.on("error", ({ message }) => resolve({ status: 0, fault: message }));
});
Promise.all(urls.map(one)).then((found) => console.log(JSON.stringify(found)));`;

async function asked({ world, plan }: Scene, ca: string, urls: readonly string[]): Promise<readonly Answer[]> {
  const input = JSON.stringify({ address: plan.host.address, ca, urls });
  return JSON.parse(await world.must(["node", "-e", asking], { on: plan.visitor, input })) as readonly Answer[];
}

/** During the work, a stand-in for the sign-on refuses every request. */
async function withSignOn<T>(scene: Scene, signOn: Instance, work: () => Promise<T>): Promise<T> {
  const port = portOf(signOn.service.ports, "http");
  const program = `
const server = require("node:http").createServer((_, response) => { response.statusCode = ${teapot}; response.end(); });
server.listen(${port}, () => console.log("ready"));
process.stdin.on("end", () => process.exit()).resume();`;
  const end = await scene.world.stand(["node", "-e", program], {
    on: machineNamed(scene, signOn.machine.name),
    as: `${signOn.machine.name}: stands in for the sign-on`,
  });
  try {
    return await work();
  } finally {
    await end();
  }
}
