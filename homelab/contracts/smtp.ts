import { use, type Contract, type Use } from "../model/contract";

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
}

/** Outgoing mail through the relay, which identifies clients by address, so they need no password. */
export const contract: Contract<Record<never, never>, SmtpSettings> = {
  name: "smtp",
  port: "submission",
  settings: ({ address, port }) => ({ host: address, port }),
};

/** The mail relay. */
export const relay = (): Use<SmtpSettings, false> => use(contract, {});
