// What `start` and `serve` share: building, and the server as its own process.
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')

/** A larger nursery: what arrives lives until its commit, and is not to be copied meanwhile. */
const FLAGS = JSON.parse(readFileSync(join(ROOT, 'scripts/node-flags.json'), 'utf8'))

/** Builds the parts named, or all of them; ends this process where that fails. */
export function build(...parts) {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts/build.mjs'), ...parts], {
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) process.exit(status ?? 1)
}

export function spawnServer(options) {
  return spawn(process.execPath, [...FLAGS, join(ROOT, 'server/dist/main.js')], options)
}
