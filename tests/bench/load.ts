import { connect, type Socket } from 'node:net'
import { parseArgs } from 'node:util'
import { readFileSync } from 'node:fs'
import { generate } from 'mqtt-packet'

/**
 * A load of messages of four values each, spoken straight onto sockets so that the generator costs little; QoS 1, or
 * with `--qos 0` without acknowledgements and as fast as the sockets take them. `--skip` leaves the first stations out;
 * `--start-at` waits, connected, for that moment (epoch ms), so that several generators begin together.
 *
 * Each connection keeps `window` messages unacknowledged. With `--rate` messages are offered at that rate; without,
 * as fast as they are acknowledged. Prints one JSON line.
 */
const { values: options } = parseArgs({
  options: {
    port: { type: 'string' },
    credentials: { type: 'string' },
    connections: { type: 'string', default: '200' },
    window: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '10' },
    warmup: { type: 'string', default: '2' },
    rate: { type: 'string' },
    qos: { type: 'string', default: '1' },
    skip: { type: 'string', default: '0' },
    'start-at': { type: 'string', default: '0' },
  },
})

const credentials: [string, string][] = options.credentials
  ? Object.entries(JSON.parse(readFileSync(options.credentials, 'utf8')))
  : Array.from({ length: Number(options.connections) }, (_, n) => [`S-${n}`, 'x'])
const skip = Number(options.skip)
const count = Math.min(Number(options.connections), credentials.length - skip)
const qos = options.qos === '0' ? 0 : 1
const window = Number(options.window)
const rate = options.rate ? Number(options.rate) : null

let acked = 0
let sent = 0
let measuring = false
const latencies: number[] = []

interface Link {
  socket: Socket
  topic: Buffer
  nextId: number
  inFlight: number
  lastAt: number
  sentAt: Float64Array
}

async function open(station: string, secret: string): Promise<Link> {
  const socket = connect(Number(options.port), '127.0.0.1')
  socket.setNoDelay(true)
  const link: Link = {
    socket,
    topic: Buffer.from(`ioc/v1/${station}/observations`),
    nextId: 1,
    inFlight: 0,
    lastAt: 0,
    sentAt: new Float64Array(65_536),
  }
  socket.write(
    generate({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      clientId: station,
      keepalive: 0,
      username: station,
      password: Buffer.from(secret),
    }),
  )
  await new Promise<void>((resolve, reject) => {
    socket.once('data', (data) => (data[3] === 0 ? resolve() : reject(new Error(`refused: ${data[3]}`))))
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('closed before it was answered')))
  })
  let rest: Buffer = Buffer.alloc(0)
  socket.on('data', (data) => {
    const bytes = rest.length > 0 ? Buffer.concat([rest, data]) : data
    let at = 0
    // A PUBACK is always four bytes.
    for (; at + 4 <= bytes.length; at += 4) {
      const id = bytes.readUInt16BE(at + 2)
      link.inFlight--
      acked++
      if (measuring && (acked & 15) === 0) latencies.push(performance.now() - (link.sentAt[id] ?? 0))
    }
    rest = bytes.subarray(at)
    if (rate === null) fill(link)
  })
  return link
}

function message(link: Link): Buffer {
  const at = Math.max(link.lastAt + 1, Date.now())
  link.lastAt = at
  const id = link.nextId
  link.nextId = id === 65_535 ? 1 : id + 1
  link.sentAt[id] = performance.now()
  const tenth = (at % 97) / 10
  const payload = `{"at":${at},"values":{"pm2_5":${20 + tenth},"pm10":${40 + tenth},"no2":${15 + tenth},"temperature":${24 + tenth}}}`
  const idBytes = qos === 1 ? 2 : 0
  const length = 2 + link.topic.length + idBytes + payload.length
  const head = length < 128 ? 2 : 3
  const packet = Buffer.allocUnsafe(head + length)
  packet[0] = 0x30 | (qos << 1)
  if (head === 2) packet[1] = length
  else {
    packet[1] = (length & 127) | 128
    packet[2] = length >> 7
  }
  packet.writeUInt16BE(link.topic.length, head)
  link.topic.copy(packet, head + 2)
  if (qos === 1) packet.writeUInt16BE(id, head + 2 + link.topic.length)
  packet.write(payload, head + 2 + idBytes + link.topic.length)
  return packet
}

function fill(link: Link, most = window): void {
  const packets: Buffer[] = []
  while (link.inFlight < window && packets.length < most) {
    packets.push(message(link))
    link.inFlight++
  }
  sent += packets.length
  if (packets.length > 0) link.socket.write(Buffer.concat(packets))
}

function offer(links: Link[], perSecond: number): void {
  const start = performance.now()
  let offered = 0
  let turn = 0
  setInterval(() => {
    const due = Math.floor(((performance.now() - start) / 1000) * perSecond)
    for (let tries = 0; offered < due && tries < links.length; tries++) {
      const link = links[turn++ % links.length] as Link
      if (link.inFlight >= window) continue
      fill(link, 1)
      offered++
    }
  }, 2)
}

/** Without acknowledgements: whenever the socket has taken what it was given. */
function pour(link: Link): void {
  do {
    const packets = Array.from({ length: POURED }, () => message(link))
    sent += packets.length
    if (!link.socket.write(Buffer.concat(packets)))
      return void link.socket.once('drain', () => enough.signal.aborted || pour(link))
  } while (!enough.signal.aborted)
}
/** Says goodbye after the last message, and waits until the broker has read so far and closes. */
function takeLeave({ socket }: Link): Promise<void> {
  return new Promise((left) => {
    socket.once('close', () => left())
    socket.write(generate({ cmd: 'disconnect' }))
  })
}
const POURED = 20
/** A server under load answers late: one after another would take minutes. */
const OPENED_AT_ONCE = 100
const enough = new AbortController()

const links: Link[] = []
const chosen = credentials.slice(skip, skip + count)
for (let from = 0; from < chosen.length; from += OPENED_AT_ONCE) {
  const some = chosen.slice(from, from + OPENED_AT_ONCE)
  links.push(...(await Promise.all(some.map(([station, secret]) => open(station, secret)))))
}
const early = Number(options['start-at']) - Date.now()
if (early > 0) await new Promise((resume) => setTimeout(resume, early))
if (qos === 0) for (const link of links) pour(link)
else if (rate === null) for (const link of links) fill(link)
else offer(links, rate)

await new Promise((resume) => setTimeout(resume, Number(options.warmup) * 1000))
measuring = true
const [ackedBefore, startedAt] = [acked, performance.now()]
await new Promise((resume) => setTimeout(resume, Number(options.seconds) * 1000))
const seconds = (performance.now() - startedAt) / 1000
enough.abort()
if (qos === 0) await Promise.all(links.map(takeLeave))
latencies.sort((a, b) => a - b)
const percentile = (share: number) => Number((latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(1))
process.stdout.write(
  `${JSON.stringify({ perSecond: Math.round((acked - ackedBefore) / seconds), p50: percentile(0.5), p99: percentile(0.99), sent, acked })}\n`,
)
process.exit(0)
