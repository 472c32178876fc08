import { none, service } from "../../model";
import { guests } from "../guests";
import { agent } from "../support/agent";

/** A container as on the Docker host, but beside Coolify's own containers and none of the apps. */
export const alloyCoolify = service({
  name: "alloy-coolify",
  title: "Grafana Alloy on the Coolify host",
  description: "The agent of the Coolify host: finds every deployed container, reads its figures and its log.",
  on: guests.coolify,
  ports: agent.ports,
  uses: agent.uses,
  operations: agent.operations(none("the agent on the Docker host states them for all containers")),
});
