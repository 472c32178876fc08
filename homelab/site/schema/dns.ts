import { z } from "zod";
import { parseIpv4 } from "../../values/ipv4";
import { text } from "./fields";

export const dns = z
  .strictObject({
    second: text(
      parseIpv4,
      "Address of your own second DNS server in the household's network, used if the first is down. Default none.",
      "192.168.1.3",
    ).optional(),
  })
  .prefault({})
  .describe("DNS.");
