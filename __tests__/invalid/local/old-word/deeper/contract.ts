import type { Contract } from "../../../../../homelab";

interface Settings {
  readonly host: string;
}

const before = { endpoint: "paper" };
void before;

export const contract = {
  name: "paper",
  endpoint: "paper",
  settings: ({ host }: { host: string }): Settings => ({ host }),
} as unknown as Contract<object, Settings>;
