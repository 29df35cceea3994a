interface Line {
  readonly destroyed: boolean
  write(bytes: Buffer): unknown
}

/** A message that arrived, for which one of these is called. */
export interface Expected {
  acknowledge(): void
  /** It is not acknowledged on this connection, and nothing behind it waits for it any more. */
  leave(): void
}

export interface AckOrder {
  /** The connection these messages came over: an acknowledgement on another one could mean another message. */
  readonly stream: unknown
  /** A message arrived. */
  expect(messageId: number): Expected
  /** Writes what may be written now. */
  flush(): void
}

const PUBACK = 0x40

/**
 * Acknowledges QoS 1 messages of one connection in the order in which they came, as MQTT demands, however their commits
 * end; what a commit settles together goes out in one write.
 */
export function createAckOrder(stream: Line): AckOrder {
  /** In order of arrival: whether it is done. */
  const pending = new Map<number, boolean>()
  let scheduled = false

  function flush(): void {
    scheduled = false
    const ids: number[] = []
    for (const [id, done] of pending) {
      if (!done) break
      pending.delete(id)
      ids.push(id)
    }
    if (ids.length === 0 || stream.destroyed) return
    const bytes = Buffer.alloc(ids.length * 4)
    ids.forEach((id, n) => bytes.writeUInt32BE(((PUBACK << 24) | (2 << 16) | id) >>> 0, n * 4))
    stream.write(bytes)
  }

  function schedule(): void {
    if (scheduled) return
    scheduled = true
    setImmediate(flush)
  }

  return {
    stream,
    expect(messageId) {
      pending.set(messageId, false)
      return {
        acknowledge() {
          pending.set(messageId, true)
          schedule()
        },
        leave() {
          pending.delete(messageId)
          schedule()
        },
      }
    },
    flush,
  }
}
