import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ADMIN_PASSWORD, ROOT, startServer, type ServerProcess } from '../server-process.js'

let dir: string
let running: ServerProcess
const taken = createServer()
let port: string

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'ioc-refused-'))
  writeFileSync(join(dir, 'file'), 'no certificate')
  await new Promise<void>((listening) => taken.listen(0, '::', listening))
  port = String((taken.address() as AddressInfo).port)
  running = await startServer()
}, 60_000)
afterAll(async () => {
  await running.stop()
  taken.close()
  rmSync(dir, { recursive: true, force: true })
})

/** What a start says that does not come about. */
async function start(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'server/dist/main.js')], {
    env: {
      PATH: process.env['PATH'],
      IOC_HTTP_PORT: '0',
      IOC_MQTT_PORT: '0',
      IOC_MQTTS_PORT: '0',
      IOC_ADMIN_PASSWORD: ADMIN_PASSWORD,
      IOC_DATA_DIR: mkdtempSync(join(dir, 'data-')),
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()))
  const code = await new Promise<number | null>((ended) => child.once('close', ended))
  return { code, said }
}

it.each([
  [
    'no certificate',
    () => ({ IOC_TLS_CERT: join(dir, 'gone.pem'), IOC_TLS_KEY: join(dir, 'file') }),
    'tls.bad',
    'gone',
  ],
  ['an odd one', () => ({ IOC_TLS_CERT: join(dir, 'file'), IOC_TLS_KEY: join(dir, 'file') }), 'tls.bad', 'PEM'],
  ['a port for people that is taken', () => ({ IOC_HTTP_PORT: port }), 'port.taken', 'IOC_HTTP_PORT'],
  ['a port for devices that is taken', () => ({ IOC_MQTT_PORT: port }), 'port.taken', 'IOC_MQTT_PORT'],
  ['a folder that is no folder', () => ({ IOC_DATA_DIR: join(dir, 'file/data') }), 'store.unwritable', 'IOC_DATA_DIR'],
  ['a folder in use', () => ({ IOC_DATA_DIR: running.dataDir }), 'store.locked', 'stop the other server'],
] as const)(
  'with %s it ends with one sentence that says what to do',
  async (_, env, code, what) => {
    const { said, code: exit } = await start(env())
    expect(exit).toBe(1)
    const sentences = said.split('\n').filter((line) => line.startsWith(`${code}: `))
    expect(sentences).toHaveLength(1)
    expect(sentences[0]).toContain(what)
    expect(said).not.toMatch(/^\s+at /m)
  },
  60_000,
)
