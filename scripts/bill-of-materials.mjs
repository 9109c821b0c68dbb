#!/usr/bin/env node
// Writes the bill of materials of one installer, in CycloneDX 1.6, to standard output.
//
//   scripts/bill-of-materials.mjs INSTALLER
//
// It names every crate and npm package that is part of the program or of its build script, and none that only tests or
// builds the page: one document for both halves, which neither ecosystem's own tool makes.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

const [installer] = process.argv.slice(2);
if (!installer) {
  console.error("usage: scripts/bill-of-materials.mjs INSTALLER");
  process.exit(2);
}

const run = (program, ...args) => execFileSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28 });
const host = /^host: (.+)$/m.exec(run("rustc", "-vV"))[1];
const metadata = JSON.parse(run("cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", host));
const checksums = new Map(
  [...readFileSync("Cargo.lock", "utf8").matchAll(/name = "(.+)"\nversion = "(.+)"\nsource = .+\nchecksum = "(.+)"/g)].map(
    ([, name, version, checksum]) => [`${name}@${version}`, checksum],
  ),
);

const licences = (expression) =>
  // Older crates write "MIT/Apache-2.0", which means OR.
  expression ? [{ expression: expression.replace(/ ?\/ ?/g, " OR ") }] : undefined;

const packages = new Map(metadata.packages.map((each) => [each.id, each]));
const nodes = new Map(metadata.resolve.nodes.map((each) => [each.id, each]));
const root = metadata.resolve.root;
const refOf = (id) => (id === root ? "contact-lookup" : `pkg:cargo/${packages.get(id).name}@${packages.get(id).version}`);

const components = new Map();
const dependencies = new Map();

// The crates that the program is linked from or built with: from the root along every edge but those of tests.
const reached = new Set([root]);
for (const id of reached) {
  const needs = nodes.get(id).deps.filter((each) => each.dep_kinds.some(({ kind }) => kind !== "dev"));
  needs.forEach((each) => reached.add(each.pkg));
  dependencies.set(refOf(id), new Set(needs.map((each) => refOf(each.pkg))));
  if (id === root) continue;
  const { name, version, license, description, repository } = packages.get(id);
  const checksum = checksums.get(`${name}@${version}`);
  components.set(refOf(id), {
    type: "library",
    "bom-ref": refOf(id),
    name,
    version,
    description: description?.trim().replace(/\s+/g, " "),
    hashes: checksum && [{ alg: "SHA-256", content: checksum }],
    licenses: licences(license),
    purl: refOf(id),
    externalReferences: repository ? [{ type: "vcs", url: repository }] : undefined,
  });
}

// The npm packages whose code is in the page.
const locked = JSON.parse(readFileSync("ui/package-lock.json", "utf8")).packages;
const purlOf = (name, version) => `pkg:npm/${name.replace("@", "%40")}@${version}`;
const nameOf = (path) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
for (const [path, { version, license, integrity, dev, dependencies: needs = {} }] of Object.entries(locked)) {
  if (path === "" || dev) continue;
  const name = nameOf(path);
  const ref = purlOf(name, version);
  const [algorithm, digest] = integrity.split("-");
  components.set(ref, {
    type: "library",
    "bom-ref": ref,
    name,
    version,
    hashes: [{ alg: algorithm.replace("sha", "SHA-"), content: Buffer.from(digest, "base64").toString("hex") }],
    licenses: licences(license),
    purl: ref,
  });
  dependencies.get("contact-lookup").add(ref);
  const found = Object.keys(needs).map((need) => locked[`${path}/node_modules/${need}`] ?? locked[`node_modules/${need}`]);
  dependencies.set(ref, new Set(Object.keys(needs).map((need, index) => purlOf(need, found[index].version))));
}

const { version, license, description } = packages.get(root);
const sha256 = createHash("sha256").update(readFileSync(installer)).digest("hex");
// The same installer has the same serial number.
const uuid = sha256.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
const sorted = (map) => [...map].sort(([one], [other]) => (one < other ? -1 : 1));

console.log(
  JSON.stringify(
    {
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      serialNumber: `urn:uuid:${uuid}`,
      version: 1,
      metadata: {
        component: {
          type: "application",
          "bom-ref": "contact-lookup",
          name: "contact-lookup",
          version,
          description,
          hashes: [{ alg: "SHA-256", content: sha256 }],
          licenses: licences(license),
          properties: [
            { name: "contact-lookup:installer", value: basename(installer) },
            { name: "contact-lookup:target", value: host },
          ],
        },
      },
      components: sorted(components).map(([, component]) => component),
      dependencies: sorted(dependencies).map(([ref, needs]) => ({ ref, dependsOn: [...needs].sort() })),
    },
    null,
    2,
  ),
);
