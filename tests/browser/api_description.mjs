// The API's description: a linter finds nothing wrong with it, and its page works, from this server alone.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "./support/inspect.mjs";
import { check, checkEqual } from "./support/wait.mjs";

const CLIENT = fileURLToPath(new URL("../../client/", import.meta.url));

const SCENES = {
  "a linter finds nothing wrong with the API's description": async ({ school }) => {
    const folder = await mkdtemp(join(tmpdir(), "lyceum-openapi-"));
    try {
      const file = join(folder, "openapi.json");
      await writeFile(file, await (await fetch(`${school.url}/api/openapi.json`)).text());
      const [linter, rules] = [join(CLIENT, "node_modules/@redocly/cli/bin/cli.js"), join(CLIENT, "redocly.yaml")];
      const environment = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
      const [code, said] = await new Promise((resolve) => {
        const asked = [linter, "lint", file, "--config", rules, "--format", "stylish"];
        execFile(process.execPath, asked, { cwd: folder, env: environment }, (error, out, problems) =>
          resolve([error ? (error.code ?? 1) : 0, `${out}${problems}`]),
        );
      });
      check(code === 0 && !/warning|error/i.test(said), said);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },

  "its page tries a request out, and asks no other server": async ({ reader, school }) => {
    const elsewhere = [];
    reader.page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(school.url) && !/^(data|blob):/.test(url)) elsewhere.push(url);
    });
    await reader.go("/api/docs");
    const health = reader.page.locator(".opblock", { hasText: "/healthz" });
    await health.locator(".opblock-summary-control").click();
    await health.getByRole("button", { name: "Try it out" }).click();
    await health.getByRole("button", { name: "Execute" }).click();
    await health.locator(".live-responses-table .response", { hasText: '"ok"' }).waitFor();
    checkEqual(elsewhere.join(" "), "", "what it asked for elsewhere");
  },

  "its page is accessible": async ({ reader }) => {
    await reader.go("/api/docs");
    const plan = reader.page.locator("#operations-Sessions-postSessions");
    await plan.waitFor();
    await inspect(reader, "docs");
    await plan.locator(".opblock-summary-control").click();
    await plan.locator(".responses-wrapper").waitFor();
    await inspect(reader, "docs-open");
  },
};

export async function apiDescription(play) {
  const reader = await play.person("Reader");
  await play.scenes("The API's description", { reader, school: play.school }, SCENES);
}
