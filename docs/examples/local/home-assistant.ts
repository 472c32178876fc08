import { extend } from "../../../homelab";
import { mqtt } from "./mqtt";

/**
 * Adds the Use to the shipped Home Assistant. It is configured by hand: a person enters address and account from
 * docs/generated/connections.md in its MQTT integration, and the password from the vault (mqtt/home-assistant).
 */
export const homeAssistant = extend("home-assistant", {
  uses: { mqtt: mqtt.account("homeassistant/#", "zigbee2mqtt/#") },
});
