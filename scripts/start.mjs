// `pnpm start`: server, dashboard and a simulated Huế, side by side. Arguments go to the simulators.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { build, ROOT, spawnServer } from './server.mjs'

const say = (line) => process.stderr.write(`${line}\n`)

say('Building …')
build()

const dataDir = resolve(process.env.IOC_DATA_DIR ?? join(ROOT, 'data'))
const credentials = process.env.IOC_SIM_CREDENTIALS ?? join(dataDir, 'sim-credentials.json')
// A newcomer sees a day of charts and the index of every air station at once; --history given later on wins.
const history = existsSync(credentials) ? [] : ['--history', '26']
mkdirSync(dataDir, { recursive: true, mode: 0o700 })

const server = spawnServer({
  env: { ...process.env, IOC_DATA_DIR: dataDir, IOC_SIM_CREDENTIALS: credentials },
  stdio: ['ignore', 'pipe', 'inherit'],
})
let simulators = null
let ending = false

server.on('exit', (code) => end(ending ? 0 : (code ?? 1)))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0))

createInterface({ input: server.stdout }).on('line', (line) => {
  const event = parse(line)
  if (event?.msg === 'ready') ready(event)
  else if (!event) say(line)
  else if (event.level >= 40) say(`server: ${event.msg}${event.err ? ` (${event.err.message})` : ''}`)
})

/** Where the simulated stations send to; the server's own user and password are not theirs. */
function brokerFor(mqtt) {
  if (mqtt) return `mqtt://127.0.0.1:${mqtt}`
  return Object.assign(new URL(process.env.IOC_BROKER), { username: '', password: '', search: '' }).href
}

function ready({ http, mqtt }) {
  const scheme = process.env.IOC_TLS_CERT ? 'https' : 'http'
  say('')
  say(`  Dashboard   ${scheme}://localhost:${http}     sign in as admin`)
  say(`  API         ${scheme}://localhost:${http}/api/docs`)
  say(
    `  Devices     ${mqtt ? `mqtt://localhost:${mqtt}` : brokerFor(mqtt)}      secrets of the simulated stations: ${credentials}`,
  )
  say('  Ctrl-C ends it. A storm on demand: add  --scenario flood --speed 60')
  say('  One that is two hours old, with forecasts: --scenario flood --scenario-age 2 --history 240')
  say('')
  simulators = spawn(
    process.execPath,
    [
      join(ROOT, 'simulators/dist/sim.js'),
      '--broker',
      brokerFor(mqtt),
      '--credentials',
      credentials,
      ...(process.env.IOC_PROVINCE ? ['--province', process.env.IOC_PROVINCE] : []),
      ...history,
      ...process.argv.slice(2),
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  )
  simulators.on('exit', (code) => {
    if (!ending && code !== 0) end(code ?? 1)
  })
}

function end(code) {
  if (ending) return
  ending = true
  process.exitCode = code
  simulators?.kill('SIGTERM')
  server.kill('SIGTERM')
}

function parse(line) {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
