import { mayPublish, type Gateway } from '@ioc/shared/gateway'
import type { StationId } from '@ioc/shared/ids'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { createTurn } from '@ioc/shared/turn'
import { coded } from '../errors.js'
import type { Registry } from '../ports/registry.js'
import { gatewayFaults } from './gateway-faults.js'

export interface Gateways {
  /**
   * The gateway as it speaks now: without stations that are gone. The hot path of ingest, from memory; its routes are
   * the same objects from one message to the next, by which the reader knows them.
   */
  speaking(id: string): Gateway | undefined
  /** The first that publishes to this topic. */
  speakingOn(topic: string): Gateway | undefined
  get(id: string): Gateway | undefined
  /** The same where there must be one; a coded error where there is none. */
  require(id: string): Gateway
  list(): Gateway[]
  /** A new gateway; a known id is refused, of a gateway or a station. */
  add(gateway: Gateway): Promise<Gateway>
  replace(id: string, gateway: Gateway): Promise<Gateway>
  remove(id: string): Promise<void>
  /** A station came or went. */
  stationsChanged(): void
}

interface GatewaysOptions {
  registry: Pick<Registry, 'gateways' | 'putGateway' | 'removeGateway'>
  stations: { get(id: string): Station | undefined }
  properties: readonly ObservedProperty[]
  /** Called after a gateway was removed. */
  onRemoved(id: StationId): void
  /** Called after any of them came, changed or went. */
  onChanged?(): void
}

/** The living copy of the gateways: in memory to read, in the registry to survive. One change at a time. */
export async function createGateways({
  registry,
  stations,
  properties,
  onRemoved,
  onChanged,
}: GatewaysOptions): Promise<Gateways> {
  const gateways = new Map<string, Gateway>((await registry.gateways()).map((gateway) => [gateway.id, gateway]))
  const speaking = new Map<string, Gateway>()
  const inTurn = createTurn()

  function letSpeak(gateway: Gateway): void {
    const present = gateway.stations.filter((id) => stations.get(id) !== undefined)
    speaking.set(gateway.id, { ...gateway, stations: present })
  }

  function requireGateway(id: string): Gateway {
    const gateway = gateways.get(id)
    if (!gateway) throw coded('not-found', `there is no gateway "${id}"`)
    return gateway
  }

  async function keep(gateway: Gateway): Promise<Gateway> {
    const faults = gatewayFaults(gateway, { stations, properties })
    if (faults.length > 0) throw coded('request.bad', 'the gateway refers to what does not exist', { faults })
    await registry.putGateway(gateway)
    gateways.set(gateway.id, gateway)
    letSpeak(gateway)
    onChanged?.()
    return gateway
  }

  function letAllSpeak(): void {
    for (const gateway of gateways.values()) letSpeak(gateway)
  }

  letAllSpeak()
  return {
    speaking: (id) => speaking.get(id),
    speakingOn: (topic) => [...speaking.values()].find((gateway) => mayPublish(gateway, topic)),
    get: (id) => gateways.get(id),
    require: requireGateway,
    list: () => [...gateways.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    add(gateway) {
      return inTurn(() => {
        const { id } = gateway
        if (gateways.has(id)) throw coded('gateway.exists', `there is a gateway "${id}" already`)
        if (stations.get(id)) throw coded('station.exists', `"${id}" is the name of a station`)
        return keep(gateway)
      })
    },
    replace(id, gateway) {
      return inTurn(() => {
        requireGateway(id)
        if (gateway.id !== id) throw coded('request.bad', `the gateway is "${id}": an id does not change`)
        return keep(gateway)
      })
    },
    remove(id) {
      return inTurn(async () => {
        const known = requireGateway(id).id as StationId
        await registry.removeGateway(known)
        gateways.delete(id)
        speaking.delete(id)
        onRemoved(known)
        onChanged?.()
      })
    },
    stationsChanged: letAllSpeak,
  }
}
