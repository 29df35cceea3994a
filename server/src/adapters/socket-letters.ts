import type { LiveState } from '../ports/live-client.js'
import { toWireAlarm } from './wire.js'

/** One Socket.IO event on `/live`, written out. */
export interface Letter {
  text: string
  /** The same as a frame of a WebSocket, which Engine.IO sends as it is. */
  wsPreEncodedFrame: [head: Buffer, body: Buffer]
}

/**
 * Writes a state out once, however many clients are sent it.
 *
 * Two hundred dashboards that look at the same are told the same: to write it out for each, search it for binary parts
 * and copy it into a frame is what a server would be busy with, and what its memory would be full of when some read slowly.
 */
export function createLetters(): (event: 'snapshot' | 'delta', state: LiveState, seq: number) => Letter {
  const bodies = new WeakMap<LiveState, string>()
  const letters = new WeakMap<LiveState, Map<number, Letter>>()

  function bodyOf(state: LiveState): string {
    let body = bodies.get(state)
    if (body === undefined) {
      body = JSON.stringify({ ...state, alarms: state.alarms.map(toWireAlarm) }).slice(1)
      bodies.set(state, body)
    }
    return body
  }

  return (event, state, seq) => {
    let numbered = letters.get(state)
    if (!numbered) letters.set(state, (numbered = new Map()))
    let letter = numbered.get(seq)
    if (!letter) {
      const text = `2/live,["${event}",{"seq":${seq},${bodyOf(state)}]`
      numbered.set(seq, (letter = { text, wsPreEncodedFrame: toFrame(`4${text}`) }))
    }
    return letter
  }
}

/** A whole text frame as a server sends it (RFC 6455, 5.2). */
function toFrame(text: string): [Buffer, Buffer] {
  const body = Buffer.from(text)
  const long = body.length > 0xffff
  const head = Buffer.alloc(body.length < 126 ? 2 : long ? 10 : 4)
  head[0] = 0x81
  head[1] = body.length < 126 ? body.length : long ? 127 : 126
  if (long) head.writeBigUInt64BE(BigInt(body.length), 2)
  else if (body.length >= 126) head.writeUInt16BE(body.length, 2)
  return [head, body]
}
