import { none, service } from "../../model";
import { guests } from "../guests";
import { agent } from "../support/agent";

/** Runs in a container as on the Docker host, but beside Coolify's own containers and not as an app. */
export const alloyCoolify = service({
  name: "alloy-coolify",
  title: "Grafana Alloy on the Coolify host",
  description: "The agent of the Coolify host: collects metrics and logs of every deployed container.",
  on: guests.coolify,
  ports: agent.ports,
  uses: agent.uses,
  operations: agent.operations(none("the agent on the Docker host declares them for all containers")),
});
