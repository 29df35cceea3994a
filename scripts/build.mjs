// Bundles the server and the simulators and builds the dashboard: `node scripts/build.mjs [server|cli|simulators|web …]`.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const wanted = process.argv.slice(2)
const all = wanted.length === 0

/** Packages with native code or files of their own stay outside the bundle. */
const external = [
  '@bsull/*',
  '@duckdb/*',
  '@node-rs/*',
  '@fastify/static',
  '@fastify/swagger-ui',
  'bufferutil',
  'utf-8-validate',
]
const banner = { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" }

async function bundle(folder, entries, outdir = 'dist') {
  await build({
    absWorkingDir: join(root, folder),
    entryPoints: entries,
    outdir,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    external,
    banner,
    logLevel: 'warning',
  })
}

if (all || wanted.includes('server')) {
  await bundle('server', ['src/main.ts'])
  await bundle('server', ['src/wiring/forecast-worker.ts'])
}
const commands = ['forecast', 'anomalies', 'export', 'rules'].map((name) => `src/cli/${name}.ts`)
if (all || wanted.includes('cli')) await bundle('server', commands, 'dist/cli')
if (all || wanted.includes('simulators')) await bundle('simulators', ['src/sim.ts', 'src/replay.ts'])
if (all || wanted.includes('web')) {
  const vite = join(root, 'web/node_modules/vite/bin/vite.js')
  // Progress goes to stderr: standard output belongs to the command that follows.
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: join(root, 'web'),
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) process.exit(status ?? 1)
}
