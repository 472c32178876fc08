import { extend } from "../../../homelab";
import { mqtt } from "./mqtt";

/**
 * Home Assistant ships; that it uses the broker is ours to say. It is configured by hand: its MQTT integration is given
 * address and account of docs/generated/connections.md, and the password from the vault (mqtt/home-assistant).
 */
export const homeAssistant = extend("home-assistant", {
  uses: { mqtt: mqtt.account("homeassistant/#", "zigbee2mqtt/#") },
});
