import { urlOf, type Container } from "../../model";
import { keyedApi } from "../../contracts";
import { images } from "../../versions";
import { secretFile, unprivileged } from "./containers";

/** Port of every exporter's metrics, reachable only in its Docker networks. */
export const exporterPort = 9707;

/** Exporter for an app of the *arr family. It serves the port `metrics` of the app's service. */
export const exporter = (app: string, port: number): Container => ({
  ...unprivileged,
  name: `${app}-exporter`,
  image: images.exportarr,
  command: [app],
  env: {
    PORT: String(exporterPort),
    URL: urlOf({ address: app, port, tls: false }),
    API_KEY_FILE: secretFile("api-key"),
  },
  secrets: { "api-key": keyedApi.apiKey(app) },
  ports: ["metrics"],
  memoryMiB: 64,
  cpus: 0.25,
  readOnly: true,
});
