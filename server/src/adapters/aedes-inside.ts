import type { Aedes, Client } from 'aedes'

interface Persistence {
  incomingStorePacket(client: Client, packet: { payload: unknown }): Promise<void>
}

const NO_BYTES = Buffer.alloc(0)

/**
 * Makes aedes neither route nor retain what has been taken, and remember no payload of QoS 2: a gateway's commands are
 * written to its own connections.
 */
export function routeNothing(broker: Aedes): void {
  const { persistence } = broker as unknown as { persistence: Persistence }
  const store = persistence.incomingStorePacket.bind(persistence)
  persistence.incomingStorePacket = (client, packet) => store(client, { ...packet, payload: NO_BYTES })
  broker.publish = (_packet: unknown, client: unknown, done?: () => void) =>
    (typeof client === 'function' ? (client as () => void) : done)?.()
}

/** What a connection has subscribed to. */
export function filtersOf(client: Client): string[] {
  return Object.keys((client as unknown as { subscriptions: object }).subscriptions)
}

/** Bytes of a packet that has not arrived whole: aedes' parser keeps them, and sets no limit of its own. */
export function unparsed(client: Client): number {
  return (client as unknown as { _parser: { _list: { length: number } } })._parser._list.length
}
