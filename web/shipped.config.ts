import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { build, type Plugin, type ResolvedConfig } from "vite";

const TEXT = /\.(?:html|js|css|svg|webmanifest|json)$/;
/** Smaller files would not become so by more than a packet's worth. */
const SMALLEST = 200;

/**
 * What is shipped beside what Vite builds: the service worker, which knows every file by name, and each text compressed
 * as well as can be, once, so that no server has to do it again for every answer.
 */
export function shipped(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "shipped",
    apply: "build",
    configResolved(resolved) {
      config = resolved;
    },
    async closeBundle() {
      const folder = resolve(config.root, config.build.outDir);
      if (config.build.lib) return;
      await buildWorker(config, folder);
      for (const path of filesIn(folder)) if (TEXT.test(path)) compress(path);
    },
  };
}

async function buildWorker(config: ResolvedConfig, folder: string): Promise<void> {
  const paths = filesIn(folder).map((path) => path.slice(folder.length));
  const files = paths.map((path) => (path === "/index.html" ? "/" : path)).sort();
  const hash = createHash("sha256");
  for (const path of paths.sort()) hash.update(path).update(readFileSync(folder + path));
  await build({
    configFile: false,
    root: config.root,
    logLevel: "warn",
    publicDir: false,
    define: { FILES: JSON.stringify(files), VERSION: JSON.stringify(hash.digest("hex").slice(0, 12)) },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: "es2023",
      lib: { entry: "src/worker/sw.ts", formats: ["es"], fileName: () => "sw.js" },
    },
  });
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

function compress(path: string): void {
  const text = readFileSync(path);
  if (text.length < SMALLEST) return;
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
  writeFileSync(`${path}.br`, brotliCompressSync(text, { params: quality }));
  writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
}
