import { parseArgs } from 'node:util'
import { WebSocket } from 'ws'

/**
 * Many viewers of the whole province, in a process of their own, who speak the socket's text by hand: reading JSON two
 * hundred times would measure the readers and not the server.
 *
 * A station's newest value carries the time at which the generator sent it.
 * Prints one JSON line.
 */
const { values: options } = parseArgs({
  options: {
    http: { type: 'string', default: '' },
    cookie: { type: 'string', default: '' },
    viewers: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '20' },
    warmup: { type: 'string', default: '5' },
    view: { type: 'string', default: '{}' },
  },
})

/** Stations whose id ends like this are looked at; the others cost the viewers nothing. */
const LOOKED_AT = '7","at":"'
const ISO = '2026-11-22T05:00:00.000Z'.length
const ages: number[] = []
let [measuring, deltas, bytes, gaps] = [false, 0, 0, 0]

/** Notes how old each value is that was not there before: a station is told again when anything of it changes. */
function note(text: string, now: number, seen: Map<string, string>): void {
  for (let at = text.indexOf(LOOKED_AT); at >= 0; at = text.indexOf(LOOKED_AT, at + 1)) {
    const id = text.slice(text.lastIndexOf('"', at) + 1, at)
    const from = at + LOOKED_AT.length
    const time = text.slice(from, from + ISO)
    if (seen.get(id) === time) continue
    if (measuring && seen.has(id)) ages.push(now - Date.parse(time))
    seen.set(id, time)
  }
}

function open(): Promise<WebSocket> {
  const { http, cookie } = options
  const socket = new WebSocket(`${http.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
    headers: { cookie, origin: http },
    perMessageDeflate: false,
  })
  let seq = -1
  const seen = new Map<string, string>()
  return new Promise((open, failed) => {
    socket.once('error', failed)
    socket.on('message', (data: Buffer) => {
      const now = Date.now()
      const text = data.toString()
      if (text.startsWith('0')) socket.send('40/live,')
      else if (text === '2') socket.send('3')
      else if (text.startsWith('40/live')) socket.send(`42/live,["view",${options.view}]`)
      else if (text.startsWith('44')) failed(new Error(text))
      else if (text.startsWith('42/live,["snapshot"')) {
        seq = seqOf(text)
        note(text, now, seen)
        open(socket)
      } else if (text.startsWith('42/live,["delta"')) {
        const next = seqOf(text)
        if (next !== seq + 1) gaps++
        seq = next
        note(text, now, seen)
        if (!measuring) return
        deltas++
        bytes += data.length
      }
    })
  })
}

function seqOf(text: string): number {
  return Number(/"seq":(\d+)/.exec(text.slice(0, 80))?.[1])
}

const opened = await Promise.all(Array.from({ length: Number(options.viewers) }, open))
await new Promise((resume) => setTimeout(resume, Number(options.warmup) * 1000))
measuring = true
const seconds = Number(options.seconds)
await new Promise((resume) => setTimeout(resume, seconds * 1000))
measuring = false
ages.sort((a, b) => a - b)
const at = (share: number) => ages[Math.min(ages.length - 1, Math.floor(ages.length * share))] ?? null
const perViewer = (sum: number) => Math.round(sum / seconds / opened.length)
const result = {
  p50: at(0.5),
  p99: at(0.99),
  worst: at(1),
  gaps,
  deltasPerSecond: Number((deltas / seconds / opened.length).toFixed(2)),
  bytesPerSecond: perViewer(bytes),
}
process.stdout.write(`${JSON.stringify(result)}\n`)
process.exit(0)
