// Which ceasefires stood when, as far as was known then. Types by openapi-typescript.
//
//   node status.ts http://127.0.0.1:8000/api/v1/ 2014-08-06T12:00:00Z

import createClient from "openapi-fetch";
import type { components, paths } from "./generated/schema.ts";

type Ceasefire = components["schemas"]["Ceasefire"];
type Json = "application/json" | "application/problem+json"; // lists come as CSV too

const [api = "", at = new Date().toISOString()] = process.argv.slice(2);
const client = createClient<paths, Json>({ baseUrl: new URL(api).origin });

function told(ceasefire: Ceasefire): string {
  const { state, name } = ceasefire;
  if (!state) return `${name}: not derived`;
  const until = state.until ? `, scheduled until ${state.until}` : "";
  // null is no good news: there is nothing yet, or no longer, that could be kept.
  const kept = state.compliance ?? "no compliance to speak of";
  return `${name}: ${state.status}, ${kept}${until}${state.projected ? " (projected)" : ""}`;
}

let cursor: string | undefined;
do {
  const { data, error } = await client.GET("/api/v1/ceasefires/", {
    params: { query: { at, known_at: at, ordering: "effective", ...(cursor && { cursor }) } },
  });
  if (error) throw new Error(error.detail);
  for (const ceasefire of data.results) console.log(told(ceasefire));
  cursor = new URL(data.next ?? api).searchParams.get("cursor") ?? undefined;
} while (cursor);
