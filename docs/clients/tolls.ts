// What the tolls of a conflict come to, and where sources disagree. A client by Hey API.
//
//   node tolls.ts http://127.0.0.1:8000/api/v1/ gaza-2014

import { client } from "./generated/client/client.gen.ts";
import { listTollsComparison, type TollComparison } from "./generated/client/index.ts";

const [api = "", conflict = ""] = process.argv.slice(2);
client.setConfig({ baseUrl: new URL(api).origin });

function told({ group, measure, unit, as_of, value, claims }: TollComparison): string {
  const { low, best, high } = value.range;
  const day = as_of.local?.slice(0, 10) ?? "undated";
  const figures = low === null && high === null ? `${best}` : `${low ?? "?"} to ${high ?? "?"}`;
  const claimants = claims.map((each) => each.claimant).join("; ");
  return `${day} ${measure}: ${group}: ${figures} ${unit} [${value.agreement}] (${claimants})`;
}

let cursor: string | undefined;
do {
  const { data, error } = await listTollsComparison({
    query: { conflict: [conflict], ordering: "as_of", ...(cursor && { cursor }) },
  });
  if (error) throw new Error(error.detail);
  for (const toll of data.results) console.log(told(toll));
  cursor = new URL(data.next ?? api).searchParams.get("cursor") ?? undefined;
} while (cursor);
