import { use, type Contract, type Use } from "../model/contract";

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
}

/** Outbound mail through the relay: clients are known by address, so they need no password. */
export const contract: Contract<Record<never, never>, SmtpSettings> = {
  name: "smtp",
  port: "submission",
  settings: ({ address, port }) => ({ host: address, port }),
};

/** The mail relay. */
export const relay = (): Use<SmtpSettings, false> => use(contract, {});
