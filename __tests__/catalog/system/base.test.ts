import { base } from "../../../homelab/catalog/system/base";
import type { Alert } from "../../../homelab/model/operations";
import { updateWindows } from "../../../homelab/derive";
import { journalMiB } from "../../../homelab/catalog/system/base/system";
import { isManaged, views } from "../../../homelab/model";
import { bundleFor, fileText, linesOf, withShop } from "../../support/bundles";

const proxy = "/etc/apt/apt.conf.d/30homelab-proxy";

test("an isolated guest gets packages only through its node, others bypass the node if it does not answer", () => {
  expect(fileText(bundleFor("redis"), proxy)).toBe(
    'Acquire::http::Proxy "http://10.0.20.1:3142";\nAcquire::https::Proxy "http://10.0.20.1:3142";\n',
  );
  const traefik = bundleFor("traefik");
  expect(fileText(traefik, proxy)).toContain('Proxy-Auto-Detect "/etc/apt/homelab-proxy"');
  const script = fileText(traefik, "/etc/apt/homelab-proxy");
  expect(script).toContain("/dev/tcp/10.0.30.1/3142");
  expect(script).toContain("echo DIRECT");
});

test("no two guests update at once, databases are last, and every Debian guest has its turn", () => {
  const windows = [...views(withShop)(updateWindows)];
  const starts = windows.map(([, { lists }]) => lists);
  expect(new Set(starts).size).toBe(starts.length);
  expect(windows.slice(-3).map(([{ name }]) => name)).toEqual(["postgres", "mongodb", "redis"]);
  expect(starts).toEqual(starts.toSorted());
  const debian = [...withShop.machines.values()].filter(
    (guest) => isManaged(guest) && guest.image?.startsWith("debian"),
  );
  expect(windows.map(([guest]) => guest)).toEqual(expect.arrayContaining(debian));
});

test("only security updates are automatic, and after a missed night the guests do not all update at once", () => {
  const bundle = bundleFor("redis");
  const origins = linesOf(fileText(bundle, "/etc/apt/apt.conf.d/60homelab"), /^ {2}"origin/);
  expect(origins).toHaveLength(2);
  expect(origins.filter((line) => !line.includes("label=Debian-Security"))).toEqual([]);
  const timer = fileText(bundle, "/etc/systemd/system/apt-daily-upgrade.timer.d/homelab.conf");
  expect(timer).toMatch(/\nOnCalendar=\nOnCalendar=\*-\*-\* \d\d:\d5\n/);
  expect(timer).toContain("Persistent=false");
});

test("a container has the addresses of its providers without any resolver", () => {
  const bundle = bundleFor("authentik");
  expect(linesOf(fileText(bundle, "/etc/hosts"), /postgres|authentik/)).toEqual([
    "10.0.30.13 authentik.host.homelab.local authentik",
    "10.0.20.10 postgres.host.homelab.local",
  ]);
  // It calls the sign-on by its public name, through the proxy.
  expect(fileText(bundleFor("grafana"), "/etc/hosts")).toMatch(/^10\.0\.30\.10 auth\S*\.homelab\.local$/m);
});

test("a container has no SSH server, a virtual machine keeps its SSH server and its names", () => {
  const paths = (guest: string): readonly string[] => bundleFor(guest).files.map(({ path }) => path);
  expect(paths("redis")).toContain("/etc/systemd/system/ssh.service");
  expect(paths("docker").filter((path) => /ssh|resolv|\/etc\/hosts/.test(path))).toEqual([]);
  expect(paths("docker")).toContain("/usr/local/share/ca-certificates/homelab.crt");
});

test.each([
  [1, 128],
  [10, 512],
  [200, 1024],
])("on a disk of %d GiB the journal may use %d MiB", (disk, journal) => {
  expect(journalMiB(disk)).toBe(journal);
});

test("alerts report what needs an operator: vendors' packages, old package lists, services on replaced files", () => {
  const script = fileText(bundleFor("mongodb"), "/usr/local/sbin/homelab-metrics");
  const alerts = base(withShop.site).operations.alerts as readonly Alert[];
  const metrics = alerts.flatMap(({ expr }) => expr.match(/\b(apt|node|homelab)_\w+/g) ?? []);
  expect(new Set(metrics).size).toBe(5);
  // An alert for a metric that does not exist would never fire.
  expect(metrics.filter((metric) => !script.includes(`# TYPE ${metric} gauge`))).toEqual([]);
  expect(fileText(bundleFor("mongodb"), "/etc/apt/apt.conf.d/60homelab")).toContain(
    '\nAPT::Update::Error-Mode "any";\n',
  );
});
