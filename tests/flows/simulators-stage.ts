import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseTopic } from '@ioc/shared/topics'
import { parseReplayOptions } from '@ioc/simulators/replay-options'
import { runReplay } from '@ioc/simulators/run-replay'
import { runSim } from '@ioc/simulators/run-sim'
import { parseSimOptions } from '@ioc/simulators/sim-options'
import { Aedes } from 'aedes'
import { afterEach, expect } from 'vitest'

export const HUE = fileURLToPath(new URL('../../provinces/hue', import.meta.url))

export interface Heard {
  client: string | undefined
  topic: string
  payload: string
  qos: number
  retain: boolean
  at: number
}

export interface Element {
  at: string
  values: Record<string, number>
  seq?: number
}

let ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.toReversed()) await end()
  ends = []
})

/** A real broker that writes down what it hears; closed after the test. */
export async function openBroker(port = 0, secretOf?: (id: string) => string) {
  const heard: Heard[] = []
  const broker = await Aedes.createBroker({
    authenticate(_client, username, password, done) {
      done(null, secretOf === undefined || password?.toString() === secretOf(username ?? ''))
    },
    authorizePublish(client, packet, done) {
      heard.push({
        client: client?.id,
        topic: packet.topic,
        payload: packet.payload.toString(),
        qos: packet.qos,
        retain: packet.retain,
        at: Date.now(),
      })
      done(null)
    },
  })
  const server: Server = createServer(broker.handle)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  let isOpen = true
  const close = async () => {
    if (!isOpen) return
    isOpen = false
    const closed = once(server, 'close')
    server.close()
    await new Promise<void>((done) => broker.close(done))
    await closed
  }
  ends.push(close)
  return {
    heard,
    close,
    port: (server.address() as AddressInfo).port,
    reports: () => heard.filter(({ topic }) => parseTopic(topic)?.leaf === 'observations'),
  }
}

function start(run: (surroundings: Parameters<typeof runSim>[1]) => Promise<number>) {
  const stop = new AbortController()
  let told = ''
  const stderr = { write: (text: string) => (told += text) }
  const code = run({ signal: stop.signal, stderr, now: Date.now })
  ends.push(async () => {
    stop.abort()
    await code
  })
  return { code, told: () => told, stop: () => stop.abort() }
}

export function sim(port: number, ...args: string[]) {
  const broker = ['--broker', `mqtt://127.0.0.1:${port}`]
  const options = parseSimOptions([...broker, ...args], { province: HUE })
  if (options === 'help') throw new Error('asked for help')
  return start((surroundings) => runSim(options, surroundings))
}

export function replay(port: number, ...args: string[]) {
  const options = parseReplayOptions([...args, '--broker', `mqtt://127.0.0.1:${port}`])
  if (options === 'help') throw new Error('asked for help')
  return start((surroundings) => runReplay(options, surroundings))
}

export const until = (isDone: () => boolean) => expect.poll(isDone, { timeout: 20_000, interval: 50 }).toBe(true)
export const elements = (heard: Heard): Element[] => [JSON.parse(heard.payload) as Element | Element[]].flat()

export async function folderOf(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'flow-'))
  ends.push(() => rm(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}
