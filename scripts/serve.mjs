// `pnpm serve`: the server and the dashboard alone, as a province runs them. Logs are JSON lines on standard output.
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
// A larger nursery: what arrives lives until its commit, and is not to be copied meanwhile.
const flags = JSON.parse(readFileSync(join(root, 'scripts/node-flags.json'), 'utf8'))
const built = spawnSync(process.execPath, [join(root, 'scripts/build.mjs'), 'server', 'web'], {
  stdio: ['ignore', 2, 2],
})
if (built.status !== 0) process.exit(built.status ?? 1)

const server = spawn(process.execPath, [...flags, join(root, 'server/dist/main.js')], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill('SIGTERM'))
server.on('exit', (code, signal) => (process.exitCode = code ?? (signal === 'SIGTERM' ? 0 : 1)))
