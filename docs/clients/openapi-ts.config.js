import { defineConfig } from "@hey-api/openapi-ts";

// Node runs TypeScript as it is where imports name their files.
export default defineConfig({
  input: "../openapi.yaml",
  output: { path: "generated/client", module: { extension: ".ts" } },
});
