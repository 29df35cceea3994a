import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

export interface Mosquitto {
  port: number
  url: string
  /** The same over WebSocket. */
  webSocketUrl: string
  start(): Promise<void>
  /** Ends it in good order: what it holds for absent clients is on disk. */
  stop(): Promise<void>
  remove(): Promise<void>
}

/** Debian keeps it where only root's path looks. */
const PROGRAM = ['mosquitto', '/usr/sbin/mosquitto'].find((name) => spawnSync(name, ['-h']).error === undefined)

/** Whether tests can run against Mosquitto; where it is demanded and missing, that is a failure. */
export function hasMosquitto(): boolean {
  if (PROGRAM) return true
  const message = 'Mosquitto is not installed (Debian: apt-get install mosquitto): outside brokers go untested here'
  if (process.env['IOC_REQUIRE_MOSQUITTO'] === '1') throw new Error(message)
  process.stderr.write(`\n${message}\n\n`)
  return false
}

/**
 * A real broker on free ports with a folder of its own, set up as the README says. With `passwords` it knows these users
 * and no others, and each device may write below its own topic only. `more`: further lines of its configuration.
 */
export async function openMosquitto(
  passwords?: Record<string, string>,
  more: readonly string[] = [],
): Promise<Mosquitto> {
  const folder = mkdtempSync(join(tmpdir(), 'ioc-mosquitto-'))
  const [port, webSocketPort] = [await freePort(), await freePort()]
  const file = join(folder, 'mosquitto.conf')
  const lines = [
    `listener ${port} 127.0.0.1`,
    `listener ${webSocketPort} 127.0.0.1`,
    'protocol websockets',
    ...(passwords ? guards(folder, passwords) : ['allow_anonymous true']),
    'persistence true',
    `persistence_location ${folder}/`,
    'max_queued_messages 0',
    `user ${userInfo().username}`,
    `log_dest file ${folder}/log`,
    'log_type error',
    ...more,
  ]
  writeFileSync(file, `${lines.join('\n')}\n`)
  let child: ChildProcess | null = null

  async function start(): Promise<void> {
    child = spawn(PROGRAM as string, ['-c', file], { stdio: 'ignore' })
    for (let tries = 0; !(await answers(port)); tries++) {
      if (tries > 100) throw new Error(`Mosquitto does not listen, see ${folder}/log`)
      await new Promise((resume) => setTimeout(resume, 50))
    }
  }

  async function stop(): Promise<void> {
    const ending = child
    child = null
    if (!ending || ending.exitCode !== null) return
    const exited = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill('SIGTERM')
    await exited
  }

  await start()
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    webSocketUrl: `ws://127.0.0.1:${webSocketPort}`,
    start,
    stop,
    async remove() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function guards(folder: string, passwords: Record<string, string>): string[] {
  const [passwordFile, aclFile] = [join(folder, 'passwords'), join(folder, 'acl')]
  writeFileSync(passwordFile, '', { mode: 0o600 })
  for (const [name, password] of Object.entries(passwords)) {
    const { status } = spawnSync('mosquitto_passwd', ['-b', passwordFile, name, password])
    if (status !== 0) throw new Error('mosquitto_passwd failed')
  }
  writeFileSync(aclFile, 'user ioc\ntopic read ioc/v1/#\n\npattern write ioc/v1/%u/#\n', { mode: 0o600 })
  return ['allow_anonymous false', `password_file ${passwordFile}`, `acl_file ${aclFile}`]
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
