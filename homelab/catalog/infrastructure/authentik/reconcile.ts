import { template } from "../../../templates";
import { variables } from "./directory";
import { files, goneDirectory, inContainer, reconciler, worker } from "./files";

/** For so long tables may be made, at the first start and by upgrades: whoever is killed meanwhile begins anew. */
export const tablesSeconds = 1200;

/**
 * It wants nothing of the worker but to come after it: whatever requires a unit is started anew with it, and would begin to
 * wait again each time that the worker fails.
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
 * Applies the blueprints in their order, by Authentik's own command. It tells what is missing instead of what it was given:
 * its messages repeat whole entries, with the secrets in them. That command ends well when an entry is refused after all,
 * and only says so.
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
