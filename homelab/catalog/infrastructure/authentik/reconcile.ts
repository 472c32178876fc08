import { template } from "../../../templates";
import { variables } from "./directory";
import { files, goneDirectory, inContainer, reconciler, worker } from "./files";

/**
 * Time that creating tables may take, at the first start and in upgrades: a process that is killed meanwhile starts
 * over.
 */
export const tablesSeconds = 1200;

/**
 * It is ordered after the worker but does not require it: a unit that requires another one is restarted with it, and
 * would start to wait again each time that the worker fails.
 *
 * @param server `http://127.0.0.1:<port>`
 */
export const reconcilerUnit = (server: string): string => `[Unit]
Description=Sign-on, people, applications and directory of Authentik
After=${worker}.service

[Service]
Type=oneshot
RemainAfterExit=yes
StateDirectory=${reconciler.replace(".service", "")}
StateDirectoryMode=0700
ExecStart=${files.script} ${server}
# It waits for the database, for tables to be made, and for what Authentik sets up by itself, and gives up by itself.
TimeoutStartSec=35min
Restart=on-failure
RestartSec=60

[Install]
WantedBy=multi-user.target
`;

/**
 * Applies the blueprints in order, with Authentik's own command. The script prints only the reasons of that command's
 * messages, because the messages repeat whole entries with their secrets. The command exits with 0 even if an entry is
 * refused, and only prints a message.
 */
export const reconcilerScript = template("authentik/reconcile.sh", {
  unit: reconciler,
  worker,
  declared: inContainer.declared,
  goneDirectory,
  gone: inContainer.gone,
  certificate: variables.certificate,
  key: variables.key,
  seconds: tablesSeconds,
  minutes: tablesSeconds / 60,
});
